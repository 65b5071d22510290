"use client";

import { useQueryClient } from "@tanstack/react-query";
import {
  exampleUpstream,
  exampleUpstreamHost,
  hostProblem,
  originProblem,
} from "@/components/applications/origin-text";
import { applicationQuery } from "@/components/applications/queries";
import { UnsavedGuard } from "@/components/applications/unsaved-guard";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { SaveBar } from "@/components/ui/save-bar";
import { Section } from "@/components/ui/section";
import { TextInput, UrlInput } from "@/components/ui/text-input";
import { toast } from "@/components/ui/toast";
import { useEndpointForm } from "@/components/ui/use-endpoint-form";
import type { ApplicationResource } from "@/lib/accounts/applications/schema";
import { updateApplicationCall } from "@/lib/api/calls/update-application";

export function GeneralSettings({ application }: { application: ApplicationResource }) {
  const client = useQueryClient();
  const form = useEndpointForm(updateApplicationCall, {
    initial: toDraft(application),
    toInput: ({ name, upstream, upstreamHost, verifyOrigin, repairDrift }) => {
      const origin = { upstream: upstream.trim() || null, upstreamHost: upstreamHost.trim() || null };
      return { id: application.id, name, ...origin, verifyOrigin, repairDrift };
    },
    messages: {
      name: "Enter a name.",
      upstream: ({ upstream }) => originProblem(upstream, exampleUpstream),
      upstreamHost: hostProblem,
    },
    onSuccess: (saved, reset) => {
      client.setQueryData(applicationQuery(saved.id).queryKey, saved);
      void client.invalidateQueries({ queryKey: ["applications"] });
      reset(toDraft(saved));
      toast({ title: "Saved", text: "The edge uses it from the next visit." });
    },
  });
  return (
    <Section title="General" footer={<SaveBar form={form} />} padded>
      <Form form={form} className="grid max-w-xl gap-5">
        <UnsavedGuard dirty={form.dirty && !form.busy} what="the general settings" />
        <Field label="Name" error={form.errorOf("name")}>
          <TextInput {...form.text("name")} autoComplete="off" />
        </Field>
        <Field
          label="Upstream"
          optional
          hint="The edge proxies visitors of every live domain to this server, with the hostname in the Host header. Without an upstream, visitors see a placeholder page."
          error={form.errorOf("upstream")}
        >
          <UrlInput {...form.text("upstream")} placeholder={exampleUpstream} />
        </Field>
        <Field
          label="Host header"
          optional
          hint={`For a platform that routes by its own name, such as ${exampleUpstreamHost}: your server gets this name in place of the visitor's, and its certificate must have it. The visitor's hostname is in X-Forwarded-Host.`}
          error={form.errorOf("upstreamHost")}
        >
          <UrlInput {...form.text("upstreamHost")} placeholder={exampleUpstreamHost} />
        </Field>
        <Checkbox
          label="Confirm each domain"
          hint="A domain is live only once your server returns its connection id at /.well-known/latchkey-connection."
          name="verify_origin"
          checked={form.draft.verifyOrigin}
          onChange={(event) => form.set({ verifyOrigin: event.target.checked })}
        />
        <Checkbox
          label="Repair drift"
          hint="Records of a live domain that a DNS credential covers are written again when they have drifted: at most 3 times a day, and never over a change that was made again after a repair."
          name="repair_drift"
          checked={form.draft.repairDrift}
          onChange={(event) => form.set({ repairDrift: event.target.checked })}
        />
      </Form>
    </Section>
  );
}

function toDraft({ name, upstream, upstreamHost, verifyOrigin, repairDrift }: ApplicationResource) {
  return { name, upstream: upstream ?? "", upstreamHost: upstreamHost ?? "", verifyOrigin, repairDrift };
}
