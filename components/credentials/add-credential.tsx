"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound, TriangleAlert } from "lucide-react";
import { FixLink } from "@/components/credentials/fix-link";
import { outcomeText } from "@/components/credentials/outcome-text";
import { credentialsQuery } from "@/components/credentials/queries";
import { providersQuery } from "@/components/queries/queries";
import { QueryError } from "@/components/queries/query-error";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Notice } from "@/components/ui/notice";
import { useRouter } from "@/components/ui/pending-navigation";
import { Section } from "@/components/ui/section";
import { CardSkeleton } from "@/components/ui/skeleton";
import { TextInput } from "@/components/ui/text-input";
import { toast } from "@/components/ui/toast";
import { useEndpointForm } from "@/components/ui/use-endpoint-form";
import { maxFieldLength } from "@/lib/accounts/credentials/policy";
import { createCredentialCall } from "@/lib/api/calls/create-credential";
import { ApiError } from "@/lib/api/client";
import type { CredentialFacts, ProviderResource } from "@/lib/dns/providers/schema";

type Writable = ProviderResource & { credential: CredentialFacts };

const empty = { provider: "", label: "", zone: "", expiresAt: "", fields: {} as Record<string, string> };

/** Picks a provider, asks for what its credential is made of, and stores it once a trial has succeeded. */
export function AddCredential({ id }: { id: string }) {
  const providers = useQuery(providersQuery);
  const writable = providers.data?.filter((one): one is Writable => one.credential !== null);
  if (!writable && providers.isError) {
    return <QueryError title="The providers could not be loaded" query={providers} />;
  }
  return writable ? <CredentialForm id={id} providers={writable} /> : <CardSkeleton className="h-72" />;
}

function CredentialForm({ id, providers }: { id: string; providers: readonly Writable[] }) {
  const router = useRouter();
  const client = useQueryClient();
  const form = useEndpointForm(createCredentialCall, {
    initial: empty,
    toInput: ({ provider, label, zone, expiresAt, fields }) => ({
      id,
      provider,
      label,
      fields: Object.fromEntries(Object.entries(fields).filter(([, value]) => value.trim() !== "")),
      ...(zone.trim() === "" ? {} : { zone }),
      ...(expiresAt === "" ? {} : { expiresAt: `${expiresAt}T00:00:00Z` }),
    }),
    messages: { provider: "Choose a provider.", label: "Enter a name." },
    onSuccess: async (credential) => {
      toast({ title: `${credential.label} stored`, text: outcomeText(credential) });
      await client.invalidateQueries({ queryKey: credentialsQuery(id).queryKey });
      router.push(`/applications/${id}/credentials`);
    },
  });
  const chosen = providers.find(({ key }) => key === form.draft.provider);
  return (
    <Section
      title="Add a DNS credential"
      description="It is tried before it is stored. What does not work is not stored."
      padded
    >
      <Form
        form={form}
        className="grid max-w-2xl gap-5"
        actions={
          <>
            <FailureLink error={form.error} />
            {form.busy && chosen && (
              <p role="status" className="text-ink-soft">
                Latchkey asks {chosen.name} for its domains, writes a TXT record at _latchkey-probe, reads it and
                removes it. This takes up to 18 seconds.
              </p>
            )}
            <div className="flex flex-wrap gap-3">
              <Button type="submit" busy={form.busy}>
                {form.busy ? "Trying it…" : "Try and store"}
              </Button>
              <ButtonLink href={`/applications/${id}/credentials`} variant="plain">
                Cancel
              </ButtonLink>
            </div>
          </>
        }
      >
        <fieldset name="provider">
          <Field
            label="DNS provider"
            hint="Where the domains' DNS records are edited. This need not be where the domains were bought."
            error={form.errorOf("provider")}
          >
            <Combobox
              options={providers.map(({ key, name }) => ({ value: key, label: name }))}
              value={form.draft.provider || null}
              onValueChange={(provider) => form.set({ provider, fields: {} })}
              placeholder="Search providers…"
              emptyText="No such provider. Its records are published by hand."
            />
          </Field>
        </fieldset>
        {chosen && (
          <>
            <Preparation provider={chosen} />
            {chosen.credential.fields.map(({ name, label, help, secret, required, placeholder }) => (
              <Field
                key={`${chosen.key} ${name}`}
                label={label}
                hint={help}
                optional={!required}
                error={form.errorAt(`fields.${name}`)}
              >
                <TextInput
                  name={`fields.${name}`}
                  type={secret ? "password" : "text"}
                  mono
                  autoComplete={secret ? "new-password" : "off"}
                  spellCheck={false}
                  placeholder={placeholder ?? undefined}
                  maxLength={maxFieldLength}
                  value={form.draft.fields[name] ?? ""}
                  onChange={(event) => {
                    form.set({ fields: { ...form.draft.fields, [name]: event.target.value } });
                  }}
                />
              </Field>
            ))}
            <Field
              label="Name"
              hint="For your team, such as “DNS of example.com”. Shown wherever records are written with it."
              error={form.errorOf("label")}
            >
              <TextInput {...form.text("label")} autoComplete="off" />
            </Field>
            <Field
              label="Domain to try"
              hint="A record is written, read and removed there. Empty: the first domain that the provider lists."
              optional
              error={form.errorOf("zone")}
            >
              <TextInput {...form.text("zone")} autoComplete="off" spellCheck={false} placeholder="example.com" />
            </Field>
            <Field
              label="Expires"
              hint="If the provider showed you a date: your owners and admins are mailed 14, 3 and 1 days before."
              optional
              error={form.errorOf("expiresAt")}
            >
              <TextInput {...form.text("expiresAt")} type="date" />
            </Field>
          </>
        )}
      </Form>
    </Section>
  );
}

/** What to do at the provider first: the least privilege, and what it demands besides a token. */
function Preparation({ provider: { name, credential } }: { provider: Writable }) {
  return (
    <div className="grid gap-3">
      <Notice tone="quiet" icon={KeyRound}>
        <div className="grid gap-1.5">
          <p>{credential.permissions}</p>
          {credential.tokenUrl && <FixLink url={credential.tokenUrl}>Create it at {name}</FixLink>}
        </div>
      </Notice>
      {credential.gates.map(({ text, url }) => (
        <Notice key={text} tone="waiting" icon={TriangleAlert}>
          <div className="grid gap-1.5">
            <p>{text}</p>
            {url && <FixLink url={url} />}
          </div>
        </Notice>
      ))}
    </div>
  );
}

/** The page where the failure of a trial is fixed. Its words are the form's own error. */
function FailureLink({ error }: { error: unknown }) {
  if (!(error instanceof ApiError) || typeof error.details.url !== "string") return null;
  return <FixLink url={error.details.url} />;
}
