"use client";

import { Plus } from "lucide-react";
import { lazy } from "react";
import { Button } from "@/components/ui/button";
import { LazyTrigger } from "@/components/ui/lazy-trigger";

const load = () => import("@/components/webhooks/create-endpoint-dialog");
const CreateEndpointDialog = lazy(() => load().then((file) => ({ default: file.CreateEndpointDialog })));

export function CreateEndpoint() {
  return (
    <LazyTrigger
      kind="dialog"
      load={load}
      trigger={
        <Button>
          <Plus aria-hidden className="size-4" />
          Create endpoint
        </Button>
      }
    >
      {(state) => <CreateEndpointDialog {...state} />}
    </LazyTrigger>
  );
}
