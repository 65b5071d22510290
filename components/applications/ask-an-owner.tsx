import { Lock } from "lucide-react";
import type { ReactNode } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { ApiError } from "@/lib/api/client";

/** Replaces what the visitor's role does not allow. */
export function AskAnOwner({ title, children }: { title: string; children: ReactNode }) {
  return (
    <EmptyState icon={Lock} title={title}>
      {children} Your role is member. Ask an owner or admin of your company to do this, or to change your role on the
      Team page.
    </EmptyState>
  );
}

/** The role has changed since the page was opened. */
export function isForbidden(error: Error | null): boolean {
  return error instanceof ApiError && error.code === "forbidden";
}
