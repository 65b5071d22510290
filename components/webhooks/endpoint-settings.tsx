"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Pause, Trash2 } from "lucide-react";
import { UnsavedGuard } from "@/components/applications/unsaved-guard";
import { applicationNamesQuery } from "@/components/queries/queries";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { KeyValues } from "@/components/ui/key-values";
import { useRouter } from "@/components/ui/pending-navigation";
import { RelativeTime } from "@/components/ui/relative-time";
import { SaveBar } from "@/components/ui/save-bar";
import { Section } from "@/components/ui/section";
import { TextInput, UrlInput } from "@/components/ui/text-input";
import { toast } from "@/components/ui/toast";
import { useEndpointForm } from "@/components/ui/use-endpoint-form";
import { EnableEndpoint } from "@/components/webhooks/enable-endpoint";
import {
  EventTypePicker,
  eventTypeProblems,
  toEventChoice,
  toEventTypes,
} from "@/components/webhooks/event-type-picker";
import { endpointLists, endpointQuery } from "@/components/webhooks/queries";
import { RotateSecret } from "@/components/webhooks/rotate-secret";
import { urlMessages } from "@/components/webhooks/url-messages";
import { verifySamples } from "@/components/webhooks/verify-samples";
import { deleteWebhookEndpointCall } from "@/lib/api/calls/delete-webhook-endpoint";
import { updateWebhookEndpointCall } from "@/lib/api/calls/update-webhook-endpoint";
import { request } from "@/lib/api/client";
import type { WebhookEndpointResource } from "@/lib/webhooks/schema";

export function EndpointSettings({ id }: { id: string }) {
  const { data: endpoint } = useQuery(endpointQuery(id));
  if (!endpoint) return null;
  return (
    <div className="grid gap-6">
      <General endpoint={endpoint} />
      <Section
        title="Signing secret"
        description="Your server uses it to verify that a message comes from us."
        aside={<RotateSecret endpoint={endpoint} />}
        padded
      >
        <div className="grid gap-4">
          <p className="max-w-2xl text-ink-soft">
            You saw it once, when it was created. If you lost it or it leaked, rotate it.
            {endpoint.previousSecretExpiresAt && (
              <>
                {" "}
                Until the overlap ends, <RelativeTime date={endpoint.previousSecretExpiresAt} />, we sign each message
                with both secrets, the new one first.
              </>
            )}
          </p>
          <CodeBlock label="how to verify a message" samples={verifySamples} />
        </div>
      </Section>
      <PauseSection endpoint={endpoint} />
      <DeleteSection endpoint={endpoint} />
    </div>
  );
}

function General({ endpoint }: { endpoint: WebhookEndpointResource }) {
  const client = useQueryClient();
  const { data: applications } = useQuery(applicationNamesQuery);
  const form = useEndpointForm(updateWebhookEndpointCall, {
    initial: toDraft(endpoint),
    toInput: ({ url, description, eventTypes }) => ({
      id: endpoint.id,
      url: url.trim(),
      description,
      eventTypes: toEventTypes(eventTypes),
    }),
    messages: urlMessages,
    problems: ({ eventTypes }) => eventTypeProblems(eventTypes),
    onSuccess: (updated, reset) => {
      client.setQueryData(endpointQuery(updated.id).queryKey, updated);
      void client.invalidateQueries(endpointLists);
      reset(toDraft(updated));
      toast({ title: "Saved" });
    },
  });
  const application = applications?.find(({ id }) => id === endpoint.applicationId);
  return (
    <Section title="General" footer={<SaveBar form={form} />} padded>
      <Form form={form} className="grid max-w-3xl gap-5">
        <UnsavedGuard dirty={form.dirty && !form.busy} what="the endpoint" />
        <Field label="URL" hint="Changing the URL resets the failure count." error={form.errorOf("url")}>
          <UrlInput {...form.text("url")} />
        </Field>
        <Field label="Description" optional error={form.errorOf("description")}>
          <TextInput {...form.text("description")} autoComplete="off" />
        </Field>
        <EventTypePicker {...form.choice("eventTypes")} problem={form.errorOf("eventTypes")} />
        <KeyValues
          items={[
            {
              label: "Events from",
              value: endpoint.applicationId
                ? (application?.name ?? "One application")
                : `All ${endpoint.environment} applications`,
            },
            { label: "Created", value: <RelativeTime date={endpoint.createdAt} /> },
          ]}
        />
      </Form>
    </Section>
  );
}

function toDraft({ url, description, eventTypes }: WebhookEndpointResource) {
  return { url, description, eventTypes: toEventChoice(eventTypes) };
}

function PauseSection({ endpoint }: { endpoint: WebhookEndpointResource }) {
  const client = useQueryClient();
  const paused = endpoint.status !== "enabled";
  return (
    <Section title={paused ? "Enable" : "Pause"} padded>
      <div className="grid justify-items-start gap-4">
        <p className="max-w-2xl text-ink-soft">
          {paused
            ? "We send pending deliveries right away, and new events as they happen."
            : "We send nothing until you enable it again. Events that happen while it is paused are never sent. Pending deliveries wait."}
        </p>
        {paused ? (
          <EnableEndpoint endpoint={endpoint} />
        ) : (
          <ConfirmDialog
            title="Pause this endpoint?"
            description="Events that happen while it is paused are never sent. You still find them in the domains' timelines."
            trigger={
              <Button variant="plain">
                <Pause aria-hidden className="size-4" />
                Pause
              </Button>
            }
            confirm="Pause endpoint"
            busyText="Pausing…"
            cancel="Keep sending"
            onConfirm={async () => {
              const updated = await request(updateWebhookEndpointCall, { id: endpoint.id, status: "paused" });
              client.setQueryData(endpointQuery(updated.id).queryKey, updated);
              void client.invalidateQueries(endpointLists);
              // The button that opened the dialog is gone.
              document.getElementById("content")?.focus();
            }}
          />
        )}
      </div>
    </Section>
  );
}

function DeleteSection({ endpoint }: { endpoint: WebhookEndpointResource }) {
  const client = useQueryClient();
  const router = useRouter();
  return (
    <Section title="Delete" padded>
      <div className="grid justify-items-start gap-4">
        <p className="max-w-2xl text-ink-soft">
          Pending deliveries are canceled. You can read past deliveries for 30 days. You cannot undo this.
        </p>
        <ConfirmDialog
          title="Delete this endpoint?"
          description={
            <>
              <span className="font-mono text-[13px] [overflow-wrap:anywhere]">{endpoint.url}</span> receives no more
              events, and its signing secret stops working.
            </>
          }
          trigger={
            <Button variant="danger">
              <Trash2 aria-hidden className="size-4" />
              Delete endpoint
            </Button>
          }
          confirm="Delete endpoint"
          busyText="Deleting…"
          cancel="Cancel"
          onConfirm={async () => {
            await request(deleteWebhookEndpointCall, { id: endpoint.id });
            toast({ title: "Endpoint deleted" });
            client.removeQueries(endpointLists);
            router.push("/webhooks");
          }}
        />
      </div>
    </Section>
  );
}
