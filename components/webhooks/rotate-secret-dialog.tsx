"use client";

import { useQueryClient } from "@tanstack/react-query";
import type { RefObject } from "react";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { useEndpointForm } from "@/components/ui/use-endpoint-form";
import { endpointQuery } from "@/components/webhooks/queries";
import { SigningSecretOnce } from "@/components/webhooks/signing-secret-once";
import { rotateWebhookSecretCall } from "@/lib/api/calls/rotate-webhook-secret";
import { defaultOverlapHours, maxOverlapHours } from "@/lib/webhooks/policy";
import type { WebhookEndpointResource } from "@/lib/webhooks/schema";

const overlaps = [
  { value: "0", label: "None: the old secret stops working now" },
  { value: "1", label: "1 hour" },
  { value: String(defaultOverlapHours), label: "24 hours" },
  { value: "72", label: "3 days" },
  { value: String(maxOverlapHours), label: "7 days" },
];

export function RotateSecretDialog({
  endpoint,
  trigger,
  open,
  onOpenChange,
}: {
  endpoint: WebhookEndpointResource;
  /** Gets the focus when the secret is stored. */
  trigger: RefObject<HTMLButtonElement | null>;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const client = useQueryClient();
  const form = useEndpointForm(rotateWebhookSecretCall, {
    initial: { overlapHours: String(defaultOverlapHours) },
    toInput: ({ overlapHours }) => ({ id: endpoint.id, overlapHours: Number(overlapHours) }),
    onSuccess: ({ signingSecret: _, ...updated }) => {
      onOpenChange(false);
      client.setQueryData(endpointQuery(updated.id).queryKey, updated);
    },
  });

  return (
    <>
      <FormDialog
        form={form}
        open={open}
        onOpenChange={onOpenChange}
        title="Rotate the signing secret"
        description="Creates a new secret and shows it once."
        submit="Rotate secret"
        submitting="Rotating…"
      >
        <p>
          During the overlap we sign each message with both secrets. Deploy the new secret before the overlap ends. If
          the old secret has leaked, choose no overlap.
        </p>
        {endpoint.previousSecretExpiresAt && (
          <p className="text-waiting">This ends the overlap of the previous rotation.</p>
        )}
        <Field label="Overlap" error={form.errorOf("overlapHours")}>
          <Select {...form.choice("overlapHours")} options={overlaps} />
        </Field>
      </FormDialog>
      {form.answer && (
        <SigningSecretOnce
          title="Store the new signing secret now"
          secret={form.answer.signingSecret}
          onStored={() => {
            form.reset();
            requestAnimationFrame(() => trigger.current?.focus());
          }}
        />
      )}
    </>
  );
}
