"use client";

import { CircleCheck, CircleDashed, CircleX } from "lucide-react";
import { useState } from "react";
import { ApplicationField, useApplicationChoice } from "@/components/connections/application-choice";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { KeyValues } from "@/components/ui/key-values";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { UrlInput } from "@/components/ui/text-input";
import { useEndpointForm } from "@/components/ui/use-endpoint-form";
import { debugDomainConnectCall } from "@/lib/api/calls/debug-domain-connect";
import type { DebugStep, DomainConnectReport } from "@/lib/connections/domain-connect/schema";

/** Domain Connect for one hostname, step by step. */
export function DomainConnectDebugger() {
  const [chosen, setChosen] = useState<string | null>(null);
  const choice = useApplicationChoice(chosen);
  const { applicationId } = choice;
  const form = useEndpointForm(debugDomainConnectCall, {
    initial: { hostname: "" },
    toInput: ({ hostname }) => ({ hostname: hostname.trim(), ...(applicationId === null ? {} : { applicationId }) }),
    messages: { hostname: "Enter a domain, such as shop.example.com." },
  });
  return (
    <div className="grid gap-6">
      <PageHeader
        title="Domain Connect debugger"
        description="Why a DNS provider's own page can, or cannot, set the records of a domain. Changes nothing."
      />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]">
        <Form
          form={form}
          className="grid gap-5 rounded-xl border border-line bg-card p-4 shadow-lift-1 sm:p-5"
          actions={
            <Button type="submit" busy={form.busy} className="w-full">
              {form.busy ? "Checking…" : "Check"}
            </Button>
          }
        >
          <Field label="Hostname" error={form.errorOf("hostname")}>
            <UrlInput {...form.text("hostname")} placeholder="shop.example.com" />
          </Field>
          <ApplicationField choice={choice} onChoose={setChosen} />
        </Form>
        <div aria-live="polite">{form.answer && <Report report={form.answer} />}</div>
      </div>
    </div>
  );
}

const icons = { ok: CircleCheck, problem: CircleX, skipped: CircleDashed };
const tones = { ok: "good", problem: "bad", skipped: "quiet" } as const;
const words = { ok: "Correct", problem: "Wrong", skipped: "Not checked" };

function Report({ report: { hostname, steps, supported } }: { report: DomainConnectReport }) {
  const summary = supported
    ? "Every step is right: the DNS provider's page can set the records."
    : "The first step that is wrong decides.";
  return (
    <Section title={hostname} description={summary}>
      <ol className="grid">
        {steps.map((step, index) => (
          <li key={step.key} className="grid gap-2 border-line border-t px-4 py-4 first:border-t-0 sm:px-5">
            <Step step={step} number={index + 1} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Step({ step: { status, title, explanation, asked, answer }, number }: { step: DebugStep; number: number }) {
  return (
    <>
      <h3 className="flex flex-wrap items-center gap-3 font-medium">
        {number}. {title}
        <Badge tone={tones[status]} icon={icons[status]}>
          {words[status]}
        </Badge>
      </h3>
      <p className="max-w-prose [overflow-wrap:anywhere]">{explanation}</p>
      <KeyValues
        items={[
          { label: "Asked", value: asked && <code className="font-mono text-[13px]">{asked}</code> },
          { label: "Answer", value: answer && <code className="font-mono text-[13px]">{answer}</code> },
        ]}
      />
    </>
  );
}
