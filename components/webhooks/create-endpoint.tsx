"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useRef, useState } from "react";
import { type Environment, environmentLabels } from "@/components/applications/environment-badge";
import { errorAt, errorElsewhere } from "@/components/applications/field-error";
import { applicationNamesQuery } from "@/components/queries/queries";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import { type EventChoice, EventTypePicker } from "@/components/webhooks/event-type-picker";
import { endpointQuery, endpointsQuery } from "@/components/webhooks/queries";
import { SigningSecretOnce } from "@/components/webhooks/signing-secret-once";
import { request } from "@/lib/api/client";
import { createWebhookEndpointEndpoint } from "@/lib/api/endpoints/webhooks";

type Draft = { url: string; description: string; hears: string; events: EventChoice };

/** What an endpoint hears of is one choice: an environment, or one application of it. */
const empty: Draft = { url: "", description: "", hears: "live", events: null };
const params = ["url", "description", "environment", "application_id", "event_types"];
export const exampleUrl = "https://hooks.example.net/latchkey";

export function CreateEndpoint() {
  const router = useRouter();
  const client = useQueryClient();
  const formId = useId();
  const urlInput = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState(empty);
  const [problem, setProblem] = useState<{ field: "url" | "events"; text: string } | null>(null);
  const { data: applications } = useQuery(applicationNamesQuery);
  const create = useMutation({
    mutationFn: () => {
      const { url, description, hears, events } = draft;
      const scope =
        hears === "test" || hears === "live" ? { environment: hears as Environment } : { applicationId: hears };
      return request(createWebhookEndpointEndpoint, {
        url: url.trim(),
        description: description.trim(),
        eventTypes: [...(events ?? [])],
        ...scope,
      });
    },
    onSuccess: ({ signingSecret: _, ...created }) => {
      setOpen(false);
      client.setQueryData(endpointQuery(created.id).queryKey, created);
      void client.invalidateQueries({ queryKey: endpointsQuery.queryKey });
    },
    onError: (error) => {
      if (errorAt(error, "url")) urlInput.current?.focus();
    },
    // The secret lives in this component until it is stored, and nowhere else.
    gcTime: 0,
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    if (create.isPending) return;
    if (draft.url.trim() === "") {
      setProblem({ field: "url", text: `Enter the URL of your server, as ${exampleUrl}.` });
      urlInput.current?.focus();
    } else if (draft.events?.length === 0) {
      setProblem({ field: "events", text: "Choose at least one, or every event." });
    } else {
      create.mutate();
    }
  }

  function set(change: Partial<Draft>) {
    setDraft({ ...draft, ...change });
    setProblem(null);
    if (create.isError) create.reset();
  }

  const hearsOptions = [
    ...(["live", "test"] as const).map((environment) => ({
      value: environment as string,
      label: `Every application of ${environmentLabels[environment].toLowerCase()}`,
    })),
    ...(applications ?? []).map(({ id, name, environment }) => ({ value: id, label: `${name} (${environment})` })),
  ];

  return (
    <>
      <Dialog
        open={open}
        onOpenChange={(next) => {
          setOpen(next);
          if (!next) return;
          setDraft({ ...empty, hears: applications?.[0]?.environment ?? empty.hears });
          setProblem(null);
          create.reset();
        }}
        width="large"
        title="Create a webhook endpoint"
        description="Its signing secret is shown once, after this."
        trigger={
          <Button>
            <Plus aria-hidden className="size-4" />
            Create endpoint
          </Button>
        }
        footer={
          <>
            <DialogClose>
              <Button variant="plain">Cancel</Button>
            </DialogClose>
            <Button type="submit" form={formId} busy={create.isPending}>
              {create.isPending ? "Creating…" : "Create endpoint"}
            </Button>
          </>
        }
      >
        <form id={formId} onSubmit={submit} noValidate className="grid gap-5">
          <Field
            label="URL"
            hint="A public https address of your server. It answers with any 2xx within 5 seconds; redirects are not followed."
            error={problem?.field === "url" ? problem.text : errorAt(create.error, "url")}
          >
            <TextInput
              ref={urlInput}
              mono
              inputMode="url"
              autoCapitalize="none"
              autoComplete="off"
              spellCheck={false}
              maxLength={2_048}
              placeholder={exampleUrl}
              value={draft.url}
              onChange={(event) => set({ url: event.target.value })}
            />
          </Field>
          <div className="grid gap-5 sm:grid-cols-2">
            <Field
              label="Hears of"
              hint="It cannot be changed later."
              error={errorAt(create.error, "environment") ?? errorAt(create.error, "application_id")}
            >
              <Select options={hearsOptions} value={draft.hears} onValueChange={(hears) => set({ hears })} />
            </Field>
            <Field label="Description" optional error={errorAt(create.error, "description")}>
              <TextInput
                maxLength={200}
                autoComplete="off"
                placeholder="Billing"
                value={draft.description}
                onChange={(event) => set({ description: event.target.value })}
              />
            </Field>
          </div>
          <EventTypePicker
            value={draft.events}
            onValueChange={(events) => set({ events })}
            problem={problem?.field === "events" ? problem.text : errorAt(create.error, "event_types")}
          />
          <p role="alert" className="text-bad empty:hidden">
            {errorElsewhere(create.error, params)}
          </p>
        </form>
      </Dialog>
      {create.data && (
        <SigningSecretOnce
          title="Store the signing secret now"
          secret={create.data.signingSecret}
          onStored={() => router.push(`/webhooks/${create.data.id}`)}
        />
      )}
    </>
  );
}
