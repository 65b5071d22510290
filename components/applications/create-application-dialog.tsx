"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type Environment, environmentLabels, environmentTexts } from "@/components/applications/environment-badge";
import { exampleUpstream, originProblem } from "@/components/applications/origin-text";
import { applicationQuery } from "@/components/applications/queries";
import { useEnvironment } from "@/components/session/environment";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { useRouter } from "@/components/ui/pending-navigation";
import { TextInput, UrlInput } from "@/components/ui/text-input";
import { useEndpointForm } from "@/components/ui/use-endpoint-form";
import { createApplicationCall } from "@/lib/api/calls/create-application";

export function CreateApplicationDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const router = useRouter();
  const client = useQueryClient();
  const form = useEndpointForm(createApplicationCall, {
    initial: { name: "", environment: useEnvironment() as Environment, upstream: "" },
    toInput: ({ name, environment, upstream }) => ({ name, environment, upstream: upstream.trim() || null }),
    messages: { name: "Enter a name.", upstream: ({ upstream }) => originProblem(upstream, exampleUpstream) },
    onSuccess: (created) => {
      client.setQueryData(applicationQuery(created.id).queryKey, created);
      void client.invalidateQueries({ queryKey: ["applications"] });
      router.push(`/applications/${created.id}/quick-start`);
    },
  });
  // It stays busy until the new application's page is there.
  const busy = form.busy || form.answer !== null;

  return (
    <FormDialog
      form={{ ...form, busy }}
      open={open}
      onOpenChange={onOpenChange}
      title="Create an application"
      description="You can change everything except the environment later."
      submit="Create"
      submitting="Creating…"
    >
      <Field label="Name" hint="Only your team sees it." error={form.errorOf("name")}>
        <TextInput {...form.text("name")} autoComplete="off" />
      </Field>
      <EnvironmentChoice {...form.choice("environment")} />
      <Field
        label="Upstream"
        optional
        hint={`The server that visitors of connected domains reach, such as ${exampleUpstream}.`}
        error={form.errorOf("upstream")}
      >
        <UrlInput {...form.text("upstream")} placeholder={exampleUpstream} />
      </Field>
    </FormDialog>
  );
}

function EnvironmentChoice({
  name,
  value,
  onValueChange,
}: {
  name: string;
  value: Environment;
  onValueChange: (value: Environment) => void;
}) {
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
