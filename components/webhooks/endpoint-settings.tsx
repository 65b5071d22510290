"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Pause, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useRef, useState } from "react";
import { errorAt, errorElsewhere } from "@/components/applications/field-error";
import { UnsavedGuard } from "@/components/applications/unsaved-guard";
import { applicationNamesQuery } from "@/components/queries/queries";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { KeyValues } from "@/components/ui/key-values";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { TextInput } from "@/components/ui/text-input";
import { toast } from "@/components/ui/toast";
import { exampleUrl } from "@/components/webhooks/create-endpoint";
import { EnableEndpoint } from "@/components/webhooks/enable-endpoint";
import { type EventChoice, EventTypePicker, toEventChoice } from "@/components/webhooks/event-type-picker";
import { endpointQuery, endpointsQuery } from "@/components/webhooks/queries";
import { RotateSecret } from "@/components/webhooks/rotate-secret";
import { verifySamples } from "@/components/webhooks/verify-samples";
import { request } from "@/lib/api/client";
import { deleteWebhookEndpointEndpoint, updateWebhookEndpointEndpoint } from "@/lib/api/endpoints/webhooks";
import type { WebhookEndpointResource } from "@/lib/webhooks/schema";

export function EndpointSettings({ id }: { id: string }) {
  const { data: endpoint } = useQuery(endpointQuery(id));
  if (!endpoint) return null;
  return (
    <div className="grid gap-6">
      <General endpoint={endpoint} />
      <Section
        title="Signing secret"
        description="Your receiver checks with it that a message is ours."
        aside={<RotateSecret endpoint={endpoint} />}
        padded
      >
        <div className="grid gap-4">
          <p className="max-w-2xl text-ink-soft">
            It was shown once, when it was made. If it is lost or known to somebody else, rotate it.
            {endpoint.previousSecretExpiresAt && (
              <>
                {" "}
                Until the rotation is over, <RelativeTime date={endpoint.previousSecretExpiresAt} />, each message
                carries two signatures, the new secret's first.
              </>
            )}
          </p>
          <CodeBlock label="how a message is verified" samples={verifySamples} />
        </div>
      </Section>
      <PauseSection endpoint={endpoint} />
      <DeleteSection endpoint={endpoint} />
    </div>
  );
}

function General({ endpoint }: { endpoint: WebhookEndpointResource }) {
  const client = useQueryClient();
  const formId = useId();
  const urlInput = useRef<HTMLInputElement>(null);
  const [url, setUrl] = useState(endpoint.url);
  const [description, setDescription] = useState(endpoint.description);
  const [events, setEvents] = useState<EventChoice>(() => toEventChoice(endpoint.eventTypes));
  const [problem, setProblem] = useState<{ field: "url" | "events"; text: string } | null>(null);
  const { data: applications } = useQuery(applicationNamesQuery);
  const saved = toEventChoice(endpoint.eventTypes);
  const dirty =
    url.trim() !== endpoint.url ||
    description.trim() !== endpoint.description ||
    (events === null) !== (saved === null) ||
    [...(events ?? [])].sort().join() !== [...(saved ?? [])].sort().join();
  const save = useMutation({
    mutationFn: () =>
      request(updateWebhookEndpointEndpoint, {
        id: endpoint.id,
        url: url.trim(),
        description: description.trim(),
        eventTypes: [...(events ?? [])],
      }),
    onSuccess: (updated) => {
      client.setQueryData(endpointQuery(updated.id).queryKey, updated);
      void client.invalidateQueries({ queryKey: endpointsQuery.queryKey });
      setUrl(updated.url);
      setDescription(updated.description);
      setEvents(toEventChoice(updated.eventTypes));
      toast({ title: "Saved" });
    },
    onError: (error) => {
      if (errorAt(error, "url")) urlInput.current?.focus();
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    if (save.isPending) return;
    if (url.trim() === "") {
      setProblem({ field: "url", text: `Enter the URL of your server, as ${exampleUrl}.` });
      urlInput.current?.focus();
    } else if (events?.length === 0) {
      setProblem({ field: "events", text: "Choose at least one, or every event." });
    } else {
      save.mutate();
    }
  }

  function changed() {
    setProblem(null);
    if (save.isError) save.reset();
  }

  const application = applications?.find(({ id }) => id === endpoint.applicationId);
  return (
    <Section
      title="General"
      footer={
        <>
          <p role="status" className="mr-auto text-ink-soft text-sm">
            {dirty ? "Not saved yet" : ""}
          </p>
          <Button type="submit" form={formId} busy={save.isPending} disabled={!dirty}>
            {save.isPending ? "Saving…" : "Save"}
          </Button>
        </>
      }
      padded
    >
      <form id={formId} onSubmit={submit} noValidate className="grid max-w-3xl gap-5">
        <UnsavedGuard dirty={dirty && !save.isPending} what="the endpoint" />
        <Field
          label="URL"
          hint="Another address starts with a clean sheet: failures of the old one count no more."
          error={problem?.field === "url" ? problem.text : errorAt(save.error, "url")}
        >
          <TextInput
            ref={urlInput}
            mono
            inputMode="url"
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            maxLength={2_048}
            value={url}
            onChange={(event) => {
              setUrl(event.target.value);
              changed();
            }}
          />
        </Field>
        <Field label="Description" optional error={errorAt(save.error, "description")}>
          <TextInput
            maxLength={200}
            autoComplete="off"
            value={description}
            onChange={(event) => {
              setDescription(event.target.value);
              changed();
            }}
          />
        </Field>
        <EventTypePicker
          value={events}
          onValueChange={(next) => {
            setEvents(next);
            changed();
          }}
          problem={problem?.field === "events" ? problem.text : errorAt(save.error, "event_types")}
        />
        <KeyValues
          items={[
            {
              label: "Hears of",
              value: endpoint.applicationId
                ? (application?.name ?? "One application")
                : `Every application of ${endpoint.environment}`,
            },
            { label: "Created", value: <RelativeTime date={endpoint.createdAt} /> },
          ]}
        />
        <p role="alert" className="text-bad empty:hidden">
          {errorElsewhere(save.error, ["url", "description", "event_types"])}
        </p>
      </form>
    </Section>
  );
}

function PauseSection({ endpoint }: { endpoint: WebhookEndpointResource }) {
  const client = useQueryClient();
  const paused = endpoint.status !== "enabled";
  return (
    <Section title={paused ? "Enable" : "Pause"} padded>
      <div className="grid justify-items-start gap-4">
        <p className="max-w-2xl text-ink-soft">
          {paused
            ? "Sends what is pending at once, and new events as they happen."
            : "Sends nothing until you enable it. New events make no deliveries meanwhile: they are missed, not kept. What is pending already waits."}
        </p>
        {paused ? (
          <EnableEndpoint endpoint={endpoint} />
        ) : (
          <ConfirmDialog
            title="Pause this endpoint?"
            description="What happens while it is paused is never sent to it. It stands in the connections' timelines."
            trigger={
              <Button variant="plain">
                <Pause aria-hidden className="size-4" />
                Pause
              </Button>
            }
            confirm="Pause it"
            busyText="Pausing…"
            cancel="Keep sending"
            onConfirm={async () => {
              const updated = await request(updateWebhookEndpointEndpoint, { id: endpoint.id, status: "paused" });
              client.setQueryData(endpointQuery(updated.id).queryKey, updated);
              void client.invalidateQueries({ queryKey: endpointsQuery.queryKey });
              // The button that opened the question is gone.
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
          What is pending is given up. What was sent can be read for 30 days. This cannot be undone.
        </p>
        <ConfirmDialog
          title="Delete this endpoint?"
          description={
            <>
              <span className="font-mono text-[13px] [overflow-wrap:anywhere]">{endpoint.url}</span> hears nothing any
              more, and its signing secret is worth nothing.
            </>
          }
          trigger={
            <Button variant="danger">
              <Trash2 aria-hidden className="size-4" />
              Delete endpoint
            </Button>
          }
          confirm="Delete it"
          busyText="Deleting…"
          cancel="Keep it"
          onConfirm={async () => {
            await request(deleteWebhookEndpointEndpoint, { id: endpoint.id });
            toast({ title: "The endpoint was deleted" });
            client.removeQueries({ queryKey: endpointsQuery.queryKey });
            router.push("/webhooks");
          }}
        />
      </div>
    </Section>
  );
}
