"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useRef, useState } from "react";
import { type Environment, environmentLabels, environmentTexts } from "@/components/applications/environment-badge";
import { errorAt, errorElsewhere } from "@/components/applications/field-error";
import { originProblem } from "@/components/applications/origin-text";
import { applicationQuery } from "@/components/applications/queries";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";
import { request } from "@/lib/api/client";
import { createApplicationEndpoint } from "@/lib/api/endpoints/applications";

const empty = { name: "", environment: "test" as Environment, upstream: "" };
export const exampleUpstream = "https://shops.example.net";

export function CreateApplication({ label = "Create application" }: { label?: string }) {
  const router = useRouter();
  const client = useQueryClient();
  const formId = useId();
  const nameInput = useRef<HTMLInputElement>(null);
  const upstreamInput = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState(empty);
  const [problem, setProblem] = useState<{ field: "name" | "upstream"; text: string } | null>(null);
  const create = useMutation({
    mutationFn: () => {
      const upstream = draft.upstream.trim();
      const { environment } = draft;
      return request(createApplicationEndpoint, { name: draft.name.trim(), environment, upstream: upstream || null });
    },
    onSuccess: (created) => {
      client.setQueryData(applicationQuery(created.id).queryKey, created);
      void client.invalidateQueries({ queryKey: ["applications"] });
      router.push(`/applications/${created.id}/quick-start`);
    },
    onError: (error) => {
      if (errorAt(error, "name")) nameInput.current?.focus();
      if (errorAt(error, "upstream")) upstreamInput.current?.focus();
    },
  });
  const busy = create.isPending || create.isSuccess;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    create.reset();
    const upstream = draft.upstream.trim();
    const wrong = upstream === "" ? null : originProblem(upstream, exampleUpstream);
    if (draft.name.trim() === "") {
      setProblem({ field: "name", text: "Give it a name." });
      nameInput.current?.focus();
    } else if (wrong) {
      setProblem({ field: "upstream", text: wrong });
      upstreamInput.current?.focus();
    } else {
      create.mutate();
    }
  }

  function set(change: Partial<typeof empty>) {
    setDraft({ ...draft, ...change });
    setProblem(null);
    if (create.isError) create.reset();
  }

  const problemOf = (field: "name" | "upstream") =>
    problem?.field === field ? problem.text : errorAt(create.error, field);
  const other = errorElsewhere(create.error, ["name", "upstream"]);

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (!next) return;
        setDraft(empty);
        setProblem(null);
        create.reset();
      }}
      title="Create an application"
      description="You can change everything but the environment later."
      trigger={
        <Button>
          <Plus aria-hidden className="size-4" />
          {label}
        </Button>
      }
      footer={
        <>
          <DialogClose>
            <Button variant="plain">Cancel</Button>
          </DialogClose>
          <Button type="submit" form={formId} busy={busy}>
            {busy ? "Creating…" : "Create"}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="grid gap-5">
        <Field label="Name" hint="What your team calls it; customers do not see it." error={problemOf("name")}>
          <TextInput
            ref={nameInput}
            value={draft.name}
            maxLength={120}
            autoComplete="off"
            onChange={(event) => set({ name: event.target.value })}
          />
        </Field>
        <EnvironmentChoice value={draft.environment} onValueChange={(environment) => set({ environment })} />
        <Field
          label="Upstream"
          optional
          hint={`Your server that visitors of connected hostnames reach, as ${exampleUpstream}.`}
          error={problemOf("upstream")}
        >
          <TextInput
            ref={upstreamInput}
            mono
            inputMode="url"
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            placeholder={exampleUpstream}
            value={draft.upstream}
            onChange={(event) => set({ upstream: event.target.value })}
          />
        </Field>
        <p role="alert" className="text-bad empty:hidden">
          {other}
        </p>
      </form>
    </Dialog>
  );
}

function EnvironmentChoice({
  value,
  onValueChange,
}: {
  value: Environment;
  onValueChange: (value: Environment) => void;
}) {
  const name = useId();
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 font-medium text-sm">Environment</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {(["test", "live"] as const).map((environment) => (
          <label
            key={environment}
            className="flex gap-3 rounded-lg border border-line-strong p-3 has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2"
          >
            <input
              type="radio"
              name={name}
              value={environment}
              checked={value === environment}
              onChange={() => onValueChange(environment)}
              className="mt-1 size-4 shrink-0 accent-accent"
            />
            <span className="min-w-0">
              <span className="font-medium">{environmentLabels[environment]}</span>
              <span className="block text-ink-soft text-sm [overflow-wrap:anywhere]">
                {environmentTexts[environment]}
              </span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
