import { Lock } from "lucide-react";
import type { ReactNode } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { ApiError } from "@/lib/api/client";

/** In place of what the visitor's role does not allow. */
export function AskAnOwner({ title, children }: { title: string; children: ReactNode }) {
  return (
    <EmptyState icon={Lock} title={title}>
      {children} Your role here is member: ask an owner or admin of your company, or have them change your role on the
      page Team.
    </EmptyState>
  );
}

/** The role was taken away after the page had been opened. */
export function isForbidden(error: Error | null): boolean {
  return error instanceof ApiError && error.code === "forbidden";
}
