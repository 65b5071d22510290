"use client";

import { Plus } from "lucide-react";
import { lazy, useRef } from "react";
import { Button } from "@/components/ui/button";
import { LazyTrigger } from "@/components/ui/lazy-trigger";
import type { ApplicationResource } from "@/lib/accounts/applications/schema";

const load = () => import("@/components/applications/create-key-dialog");
const CreateKeyDialog = lazy(() => load().then((file) => ({ default: file.CreateKeyDialog })));

/** Must stay mounted while the list of keys changes: its dialog holds the new key's secret until that is stored. */
export function CreateKey({
  application,
  variant = "primary",
}: {
  application: ApplicationResource;
  variant?: "primary" | "plain";
}) {
  const trigger = useRef<HTMLButtonElement>(null);
  return (
    <LazyTrigger
      kind="dialog"
      load={load}
      trigger={
        <Button ref={trigger} variant={variant}>
          <Plus aria-hidden className="size-4" />
          Create key
        </Button>
      }
    >
      {(state) => <CreateKeyDialog {...state} application={application} trigger={trigger} />}
    </LazyTrigger>
  );
}
