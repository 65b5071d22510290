"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { type FormEvent, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { endpointQuery } from "@/components/webhooks/queries";
import { SigningSecretOnce } from "@/components/webhooks/signing-secret-once";
import { request } from "@/lib/api/client";
import { rotateWebhookSecretEndpoint } from "@/lib/api/endpoints/webhooks";
import { defaultOverlapHours, maxOverlapHours } from "@/lib/webhooks/policy";
import type { WebhookEndpointResource } from "@/lib/webhooks/schema";

const overlaps = [
  { value: "0", label: "None: the old secret is out at once" },
  { value: "1", label: "1 hour" },
  { value: String(defaultOverlapHours), label: "24 hours" },
  { value: "72", label: "3 days" },
  { value: String(maxOverlapHours), label: "7 days" },
];

export function RotateSecret({ endpoint }: { endpoint: WebhookEndpointResource }) {
  const client = useQueryClient();
  const formId = useId();
  const trigger = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [hours, setHours] = useState(String(defaultOverlapHours));
  const rotate = useMutation({
    mutationFn: () => request(rotateWebhookSecretEndpoint, { id: endpoint.id, overlapHours: Number(hours) }),
    onSuccess: ({ signingSecret: _, ...updated }) => {
      setOpen(false);
      client.setQueryData(endpointQuery(updated.id).queryKey, updated);
    },
    // The secret lives in this component until it is stored, and nowhere else.
    gcTime: 0,
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!rotate.isPending) rotate.mutate();
  }

  return (
    <>
      <Dialog
        open={open}
        onOpenChange={(next) => {
          setOpen(next);
          if (next) rotate.reset();
        }}
        title="Rotate the signing secret"
        description="Makes a new secret, and shows it once."
        trigger={
          <Button ref={trigger} variant="plain" size="small">
            <RefreshCw aria-hidden className="size-4" />
            Rotate
          </Button>
        }
        footer={
          <>
            <DialogClose>
              <Button variant="plain">Cancel</Button>
            </DialogClose>
            <Button type="submit" form={formId} busy={rotate.isPending}>
              {rotate.isPending ? "Rotating…" : "Rotate it"}
            </Button>
          </>
        }
      >
        <form id={formId} onSubmit={submit} className="grid gap-4">
          <p>
            During the overlap each message carries two signatures, one by each secret, so that nothing is lost: put the
            new secret in place within that time. Choose none if the old one is known to somebody else.
          </p>
          {endpoint.previousSecretExpiresAt && (
            <p className="text-waiting">The overlap of the rotation before this one ends with it.</p>
          )}
          <Field label="Overlap">
            <Select options={overlaps} value={hours} onValueChange={setHours} />
          </Field>
          <p role="alert" className="text-bad empty:hidden">
            {rotate.error?.message}
          </p>
        </form>
      </Dialog>
      {rotate.data && (
        <SigningSecretOnce
          title="Store the new signing secret now"
          secret={rotate.data.signingSecret}
          onStored={() => {
            rotate.reset();
            requestAnimationFrame(() => trigger.current?.focus());
          }}
        />
      )}
    </>
  );
}
