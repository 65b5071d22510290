"use client";

import { ExternalLink } from "lucide-react";
import type { EmailDraft } from "@/components/connections/email/email-draft";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { TextArea } from "@/components/ui/text-area";
import { TextInput, UrlInput } from "@/components/ui/text-input";
import { generateEmailRecordsCall } from "@/lib/api/calls/generate-email-records";
import { maxParameter } from "@/lib/connections/email/policy";
import { type EmailParameter, type EmailProviderKey, emailProviders, findEmailProvider } from "@/lib/dns/email/catalog";
import { toSnake } from "@/lib/kernel/wire";

const options = emailProviders.map(({ key, name }) => ({ value: key, label: name }));

/** The provider, and only what nobody but its console can know. It is checked while it is typed. */
export function EmailForm({
  draft,
  refused,
  missing,
  onChange,
}: {
  draft: EmailDraft;
  /** The field, by its wire path, that the last check refused. */
  refused: { param: string; message: string } | null;
  /** Parameters, in snake case, that records wait for. */
  missing: readonly string[];
  onChange: (change: Partial<EmailDraft>) => void;
}) {
  const provider = draft.provider === null ? null : findEmailProvider(draft.provider);
  const errorAt = (param: string) => (refused?.param === param ? refused.message : null);
  return (
    <fieldset
      aria-label="Email provider"
      className="grid gap-5 rounded-xl border border-line bg-card p-4 shadow-lift-1 sm:p-5 lg:sticky lg:top-6"
    >
      <Field label="Provider" error={errorAt("provider")}>
        <Select
          name="provider"
          placeholder="Choose…"
          options={options}
          value={draft.provider ?? ""}
          onValueChange={(key: EmailProviderKey) => onChange({ provider: key, parameters: {} })}
        />
      </Field>
      <Field
        label="Domain"
        error={errorAt("domain")}
        hint={`For addresses such as ada@${draft.domain || "example.com"}.`}
      >
        <UrlInput
          name="domain"
          value={draft.domain}
          maxLength={generateEmailRecordsCall.max?.domain}
          onChange={(event) => onChange({ domain: event.target.value })}
        />
      </Field>
      {provider?.parameters.map((parameter) => (
        <ParameterField
          key={`${provider.key} ${parameter.name}`}
          parameter={parameter}
          value={draft.parameters[parameter.name] ?? ""}
          error={errorAt(`parameters.${toSnake(parameter.name)}`)}
          isNeeded={parameter.required || missing.includes(toSnake(parameter.name))}
          onChange={(value) => onChange({ parameters: { ...draft.parameters, [parameter.name]: value } })}
        />
      ))}
      {provider && (
        <p className="text-sm">
          <a
            href={provider.docUrl}
            target="_blank"
            rel="noreferrer"
            className="inline-flex items-center gap-1 font-medium text-accent underline underline-offset-4"
          >
            {provider.name}: instructions
            <ExternalLink aria-hidden className="size-3.5" />
            <span className="sr-only">(in a new tab)</span>
          </a>
        </p>
      )}
    </fieldset>
  );
}

function ParameterField({
  parameter: { name, label, help, placeholder, options: choices, required },
  value,
  error,
  isNeeded,
  onChange,
}: {
  parameter: EmailParameter;
  value: string;
  error: string | null;
  isNeeded: boolean;
  onChange: (value: string) => void;
}) {
  const wiring = {
    name: toSnake(name),
    value,
    maxLength: maxParameter,
    placeholder: placeholder ?? undefined,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  };
  return (
    <Field label={label} hint={help} error={error} optional={!required && !isNeeded}>
      {choices ? (
        <Select name={toSnake(name)} placeholder="Choose…" options={choices} value={value} onValueChange={onChange} />
      ) : name === "dkimValue" ? (
        <TextArea mono rows={4} spellCheck={false} autoComplete="off" autoCapitalize="none" {...wiring} />
      ) : (
        <TextInput mono spellCheck={false} autoComplete="off" autoCapitalize="none" {...wiring} />
      )}
    </Field>
  );
}
