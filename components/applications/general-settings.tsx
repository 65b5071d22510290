"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useRef, useState } from "react";
import { exampleUpstream } from "@/components/applications/create-application";
import { errorAt, errorElsewhere } from "@/components/applications/field-error";
import { originProblem } from "@/components/applications/origin-text";
import { applicationQuery } from "@/components/applications/queries";
import { UnsavedGuard } from "@/components/applications/unsaved-guard";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import { TextInput } from "@/components/ui/text-input";
import { toast } from "@/components/ui/toast";
import type { ApplicationResource } from "@/lib/accounts/applications/schema";
import { request } from "@/lib/api/client";
import { updateApplicationEndpoint } from "@/lib/api/endpoints/applications";

export function GeneralSettings({ application }: { application: ApplicationResource }) {
  const client = useQueryClient();
  const formId = useId();
  const nameInput = useRef<HTMLInputElement>(null);
  const upstreamInput = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(application.name);
  const [upstream, setUpstream] = useState(application.upstream ?? "");
  const [problem, setProblem] = useState<{ field: string; text: string } | null>(null);
  const dirty = name.trim() !== application.name || upstream.trim() !== (application.upstream ?? "");
  const save = useMutation({
    mutationFn: () =>
      request(updateApplicationEndpoint, {
        id: application.id,
        name: name.trim(),
        upstream: upstream.trim() || null,
      }),
    onSuccess: (saved) => {
      client.setQueryData(applicationQuery(saved.id).queryKey, saved);
      void client.invalidateQueries({ queryKey: ["applications"] });
      setName(saved.name);
      setUpstream(saved.upstream ?? "");
      toast({ title: "Saved", text: "The edge uses it from the next visit on." });
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    if (save.isPending) return;
    save.reset();
    const wrong = upstream.trim() === "" ? null : originProblem(upstream, exampleUpstream);
    if (name.trim() === "") {
      setProblem({ field: "name", text: "Give it a name." });
      nameInput.current?.focus();
    } else if (wrong) {
      setProblem({ field: "upstream", text: wrong });
      upstreamInput.current?.focus();
    } else {
      save.mutate();
    }
  }

  function changed() {
    setProblem(null);
    if (save.isError) save.reset();
  }

  const problemOf = (field: "name" | "upstream") =>
    problem?.field === field ? problem.text : errorAt(save.error, field);
  const other = errorElsewhere(save.error, ["name", "upstream"]);

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
      <form id={formId} onSubmit={submit} noValidate className="grid max-w-xl gap-5">
        <UnsavedGuard dirty={dirty && !save.isPending} what="the general settings" />
        <Field label="Name" error={problemOf("name")}>
          <TextInput
            ref={nameInput}
            value={name}
            maxLength={120}
            autoComplete="off"
            onChange={(event) => {
              setName(event.target.value);
              changed();
            }}
          />
        </Field>
        <Field
          label="Upstream"
          optional
          hint="The edge hands visitors of every live hostname to this server, with the hostname in the Host header. Without one they see a plain page that says the site is not set up."
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
            value={upstream}
            onChange={(event) => {
              setUpstream(event.target.value);
              changed();
            }}
          />
        </Field>
        <p role="alert" className="text-bad empty:hidden">
          {other}
        </p>
      </form>
    </Section>
  );
}
