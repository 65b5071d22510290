"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type Environment, environmentLabels } from "@/components/applications/environment-badge";
import { applicationNamesQuery } from "@/components/queries/queries";
import { useEnvironment } from "@/components/session/environment";
import { useShellSession } from "@/components/session/shell-session";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { useRouter } from "@/components/ui/pending-navigation";
import { Select } from "@/components/ui/select";
import { TextInput, UrlInput } from "@/components/ui/text-input";
import { useEndpointForm } from "@/components/ui/use-endpoint-form";
import {
  type EventChoice,
  EventTypePicker,
  eventTypeProblems,
  toEventTypes,
} from "@/components/webhooks/event-type-picker";
import { endpointLists, endpointQuery } from "@/components/webhooks/queries";
import { SigningSecretOnce } from "@/components/webhooks/signing-secret-once";
import { exampleUrl, urlMessages } from "@/components/webhooks/url-messages";
import { createWebhookEndpointCall } from "@/lib/api/calls/create-webhook-endpoint";

export function CreateEndpointDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const router = useRouter();
  const { sandbox } = useShellSession();
  const client = useQueryClient();
  const { data: applications } = useQuery(applicationNamesQuery);
  const form = useEndpointForm(createWebhookEndpointCall, {
    initial: {
      url: "",
      description: "",
      // One choice for two fields of the input: an environment, or the id of one application of it.
      applicationId: useEnvironment() as string,
      eventTypes: null as EventChoice,
    },
    toInput: ({ url, description, applicationId, eventTypes }) => ({
      url: url.trim(),
      description,
      eventTypes: toEventTypes(eventTypes),
      ...(applicationId === "test" || applicationId === "live"
        ? { environment: applicationId as Environment }
        : { applicationId }),
    }),
    messages: urlMessages,
    problems: ({ eventTypes }) => eventTypeProblems(eventTypes),
    onSuccess: ({ signingSecret: _, ...created }) => {
      onOpenChange(false);
      client.setQueryData(endpointQuery(created.id).queryKey, created);
      void client.invalidateQueries(endpointLists);
    },
  });

  const scopes = [
    ...(["live", "test"] as const).map((environment) => ({
      value: environment as string,
      label: `All ${environmentLabels[environment].toLowerCase()} applications`,
    })),
    ...(applications ?? []).map(({ id, name, environment }) => ({ value: id, label: `${name} (${environment})` })),
  ];

  return (
    <>
      <FormDialog
        form={form}
        open={open}
        onOpenChange={onOpenChange}
        width="large"
        title="Create a webhook endpoint"
        description="We show its signing secret once, in the next step."
        submit="Create endpoint"
        submitting="Creating…"
      >
        <Field
          label="URL"
          hint={`${sandbox ? "A public https URL, or in the sandbox an http URL of this machine, such as http://127.0.0.1:4000/hook." : "A public https URL on your server."} Respond with any 2xx within 5 seconds. We do not follow redirects.`}
          error={form.errorOf("url")}
        >
          <UrlInput {...form.text("url")} placeholder={exampleUrl} />
        </Field>
        <div className="grid gap-5 sm:grid-cols-2">
          <Field
            label="Events from"
            hint="You cannot change this later."
            error={form.errorOf("applicationId") ?? form.errorAt("environment")}
          >
            <Select {...form.choice("applicationId")} options={scopes} />
          </Field>
          <Field label="Description" optional error={form.errorOf("description")}>
            <TextInput {...form.text("description")} autoComplete="off" placeholder="Billing" />
          </Field>
        </div>
        <EventTypePicker {...form.choice("eventTypes")} problem={form.errorOf("eventTypes")} />
      </FormDialog>
      {form.answer && (
        <SigningSecretOnce
          title="Store the signing secret now"
          secret={form.answer.signingSecret}
          onStored={() => router.push(`/webhooks/${form.answer?.id}`)}
        />
      )}
    </>
  );
}
