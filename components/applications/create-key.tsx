"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type FormEvent, useId, useRef, useState } from "react";
import { errorAt, errorElsewhere } from "@/components/applications/field-error";
import { keysQuery } from "@/components/applications/queries";
import { scopeTexts, usualScopes } from "@/components/applications/scope-texts";
import { SecretOnce } from "@/components/applications/secret-once";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Command } from "@/components/ui/command";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";
import type { ApplicationResource } from "@/lib/accounts/applications/schema";
import { request } from "@/lib/api/client";
import { createKeyEndpoint } from "@/lib/api/endpoints/applications";
import { scopes as allScopes, type Scope } from "@/lib/kernel/scopes";

/** Stays where it is while keys come: it holds the secret of the new one until that is stored. */
export function CreateKey({
  application,
  variant = "primary",
}: {
  application: ApplicationResource;
  variant?: "primary" | "plain";
}) {
  const client = useQueryClient();
  const formId = useId();
  const scopesProblemId = useId();
  const nameInput = useRef<HTMLInputElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>(usualScopes);
  const [problem, setProblem] = useState<"name" | "scopes" | null>(null);
  const create = useMutation({
    mutationFn: () => request(createKeyEndpoint, { id: application.id, name: name.trim(), scopes: [...scopes] }),
    onSuccess: () => {
      setOpen(false);
      void client.invalidateQueries({ queryKey: keysQuery(application.id).queryKey });
    },
    // The secret lives in this component until it is stored, and nowhere else.
    gcTime: 0,
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    if (create.isPending) return;
    const missing = name.trim() === "" ? "name" : scopes.length === 0 ? "scopes" : null;
    setProblem(missing);
    if (missing === "name") nameInput.current?.focus();
    if (missing === null) create.mutate();
  }

  function change(next: boolean) {
    setOpen(next);
    if (!next) return;
    setName("");
    setScopes(usualScopes);
    setProblem(null);
    create.reset();
  }

  const scopesProblem = problem === "scopes" ? "Choose at least one." : errorAt(create.error, "scopes");
  return (
    <>
      <Dialog
        open={open}
        onOpenChange={change}
        title="Create an API key"
        description={`For ${application.name}, in the ${application.environment} environment.`}
        trigger={
          <Button ref={trigger} variant={variant}>
            <Plus aria-hidden className="size-4" />
            Create key
          </Button>
        }
        footer={
          <>
            <DialogClose>
              <Button variant="plain">Cancel</Button>
            </DialogClose>
            <Button type="submit" form={formId} busy={create.isPending}>
              {create.isPending ? "Creating…" : "Create key"}
            </Button>
          </>
        }
      >
        <form id={formId} onSubmit={submit} noValidate className="grid gap-5">
          <Field
            label="Name"
            hint="Where it is used, as “Production server”: it is how you find the one to revoke."
            error={problem === "name" ? "Give it a name." : errorAt(create.error, "name")}
          >
            <TextInput
              ref={nameInput}
              value={name}
              maxLength={120}
              autoComplete="off"
              onChange={(event) => {
                setName(event.target.value);
                setProblem(null);
              }}
            />
          </Field>
          <fieldset aria-describedby={scopesProblem ? scopesProblemId : undefined}>
            <legend className="font-medium text-sm">What it may do</legend>
            {allScopes.map((scope) => (
              <Checkbox
                key={scope}
                label={<code className="font-mono text-[13px]">{scope}</code>}
                hint={scopeTexts[scope]}
                checked={scopes.includes(scope)}
                onChange={(event) => {
                  const { checked } = event.target;
                  setScopes(allScopes.filter((one) => (one === scope ? checked : scopes.includes(one))));
                  setProblem(null);
                }}
              />
            ))}
            <p id={scopesProblemId} aria-live="polite" className="min-h-6 text-bad text-sm">
              {scopesProblem}
            </p>
          </fieldset>
          <p role="alert" className="text-bad empty:hidden">
            {errorElsewhere(create.error, ["name", "scopes"])}
          </p>
        </form>
      </Dialog>
      {create.data && (
        <SecretOnce
          title={`Store the key “${create.data.name}” now`}
          secret={create.data.secret}
          name="the key"
          storedLabel="I stored the key where my server finds it"
          onStored={() => {
            create.reset();
            requestAnimationFrame(() => trigger.current?.focus());
          }}
        >
          <div className="grid gap-2">
            <p className="text-sm">In a shell, to try it out with the samples of Quick start:</p>
            <Command text={`export LATCHKEY_KEY=${create.data.secret}`} label="the line that sets LATCHKEY_KEY" />
          </div>
        </SecretOnce>
      )}
    </>
  );
}
