"use client";

import { RefreshCw } from "lucide-react";
import { lazy, useRef } from "react";
import { Button } from "@/components/ui/button";
import { LazyTrigger } from "@/components/ui/lazy-trigger";
import type { WebhookEndpointResource } from "@/lib/webhooks/schema";

const load = () => import("@/components/webhooks/rotate-secret-dialog");
const RotateSecretDialog = lazy(() => load().then((file) => ({ default: file.RotateSecretDialog })));

export function RotateSecret({ endpoint }: { endpoint: WebhookEndpointResource }) {
  const trigger = useRef<HTMLButtonElement>(null);
  return (
    <LazyTrigger
      kind="dialog"
      load={load}
      trigger={
        <Button ref={trigger} variant="plain" size="small">
          <RefreshCw aria-hidden className="size-4" />
          Rotate
        </Button>
      }
    >
      {(state) => <RotateSecretDialog {...state} endpoint={endpoint} trigger={trigger} />}
    </LazyTrigger>
  );
}
