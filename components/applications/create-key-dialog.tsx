"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type RefObject, useId } from "react";
import { keysQuery } from "@/components/applications/queries";
import { scopeTexts, usualScopes } from "@/components/applications/scope-texts";
import { SecretOnce } from "@/components/applications/secret-once";
import { Checkbox } from "@/components/ui/checkbox";
import { Command } from "@/components/ui/command";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextInput } from "@/components/ui/text-input";
import { useEndpointForm } from "@/components/ui/use-endpoint-form";
import type { ApplicationResource } from "@/lib/accounts/applications/schema";
import { createKeyCall } from "@/lib/api/calls/create-key";
import { scopes as allScopes, type Scope } from "@/lib/kernel/scopes";

/** Must stay mounted while the list of keys changes: it holds the new key's secret until that is stored. */
export function CreateKeyDialog({
  application,
  trigger,
  open,
  onOpenChange,
}: {
  application: ApplicationResource;
  /** Gets the focus when the secret is stored. */
  trigger: RefObject<HTMLButtonElement | null>;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const client = useQueryClient();
  const scopesErrorId = useId();
  const form = useEndpointForm(createKeyCall, {
    initial: { name: "", scopes: usualScopes as Scope[] },
    toInput: ({ name, scopes }) => ({ id: application.id, name, scopes }),
    messages: { name: "Enter a name." },
    onSuccess: () => {
      onOpenChange(false);
      void client.invalidateQueries({ queryKey: keysQuery(application.id).queryKey });
    },
  });
  const { scopes } = form.draft;
  const scopesError = form.errorOf("scopes");
  return (
    <>
      <FormDialog
        form={form}
        open={open}
        onOpenChange={onOpenChange}
        title="Create an API key"
        description={`For ${application.name}, in the ${application.environment} environment.`}
        submit="Create key"
        submitting="Creating…"
      >
        <Field
          label="Name"
          hint="Where you use it, such as “Production server”, so that you find it again to revoke it."
          error={form.errorOf("name")}
        >
          <TextInput {...form.text("name")} autoComplete="off" />
        </Field>
        <fieldset name="scopes" aria-describedby={scopesError ? scopesErrorId : undefined}>
          <legend className="font-medium text-sm">Permissions</legend>
          {allScopes.map((scope) => (
            <Checkbox
              key={scope}
              label={<code className="font-mono text-[13px]">{scope}</code>}
              hint={scopeTexts[scope]}
              checked={scopes.includes(scope)}
              onChange={({ target }) =>
                form.set({ scopes: allScopes.filter((one) => (one === scope ? target.checked : scopes.includes(one))) })
              }
            />
          ))}
          <p id={scopesErrorId} aria-live="polite" className="min-h-6 text-bad text-sm">
            {scopesError}
          </p>
        </fieldset>
      </FormDialog>
      {form.answer && (
        <SecretOnce
          title={`Store the key “${form.answer.name}” now`}
          secret={form.answer.secret}
          name="the key"
          storedLabel="I stored the key"
          onStored={() => {
            form.reset();
            requestAnimationFrame(() => trigger.current?.focus());
          }}
        >
          <div className="grid gap-2">
            <p className="text-sm">To try the quick start samples, run this in your shell:</p>
            <Command text={`export LATCHKEY_KEY=${form.answer.secret}`} label="the line that sets LATCHKEY_KEY" />
          </div>
        </SecretOnce>
      )}
    </>
  );
}
