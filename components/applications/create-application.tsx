"use client";

import { Plus } from "lucide-react";
import { lazy } from "react";
import { Button } from "@/components/ui/button";
import { LazyTrigger } from "@/components/ui/lazy-trigger";

const load = () => import("@/components/applications/create-application-dialog");
const CreateApplicationDialog = lazy(() => load().then((file) => ({ default: file.CreateApplicationDialog })));

export function CreateApplication({ label = "Create application" }: { label?: string }) {
  return (
    <LazyTrigger
      kind="dialog"
      load={load}
      trigger={
        <Button>
          <Plus aria-hidden className="size-4" />
          {label}
        </Button>
      }
    >
      {(state) => <CreateApplicationDialog {...state} />}
    </LazyTrigger>
  );
}
