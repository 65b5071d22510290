"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleAlert, CircleCheck, CircleDashed, Info } from "lucide-react";
import type { ReactNode } from "react";
import { domainConnectQuery } from "@/components/applications/queries";
import { UnsavedGuard } from "@/components/applications/unsaved-guard";
import { QueryError } from "@/components/queries/query-error";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { Command } from "@/components/ui/command";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { SaveBar } from "@/components/ui/save-bar";
import { Section } from "@/components/ui/section";
import { TextInput, UrlInput } from "@/components/ui/text-input";
import { toast } from "@/components/ui/toast";
import { useEndpointForm } from "@/components/ui/use-endpoint-form";
import type {
  DomainConnectCheck,
  DomainConnectKeyResource,
  DomainConnectResource,
} from "@/lib/accounts/domain-connect/schema";
import { checkDomainConnectCall } from "@/lib/api/calls/check-domain-connect";
import { createDomainConnectKeyCall } from "@/lib/api/calls/create-domain-connect-key";
import { putDomainConnectCall } from "@/lib/api/calls/put-domain-connect";
import { request } from "@/lib/api/client";

/** The way from a provider id to templates at DNS providers, as steps with the state of each. */
export function DomainConnectSetup({ id }: { id: string }) {
  const query = useQuery(domainConnectQuery(id));
  if (query.isError && !query.data) {
    return <QueryError title="The Domain Connect settings could not be loaded" query={query} />;
  }
  if (!query.data) return null;
  const settings = query.data;
  return (
    <div className="grid gap-6">
      <Notice tone="quiet" icon={Info}>
        With Domain Connect, your customers set all records with one click on their DNS provider's own page. You set it
        up once; each DNS provider then has to take your templates. Elsewhere, customers publish the records by hand.
      </Notice>
      <Names key={settings.updatedAt?.toISOString() ?? "new"} settings={settings} />
      <Keys settings={settings} />
      <Templates settings={settings} />
      <Providers />
    </div>
  );
}

function Names({ settings }: { settings: DomainConnectResource }) {
  const client = useQueryClient();
  const { applicationId } = settings;
  const form = useEndpointForm(putDomainConnectCall, {
    initial: toDraft(settings),
    toInput: ({ providerId, keyDomain, providerName, logoUrl }) => ({
      ...{ id: applicationId, providerName, logoUrl: logoUrl.trim() || null },
      ...{ providerId: providerId.trim(), keyDomain: keyDomain.trim() },
    }),
    messages: {
      providerId: "Enter a domain name of yours.",
      keyDomain: "Enter a name below a domain of yours.",
      providerName: "Enter your name.",
      logoUrl: "Enter an https:// URL.",
    },
    onSuccess: (saved, reset) => {
      client.setQueryData(domainConnectQuery(applicationId).queryKey, saved);
      reset(toDraft(saved));
      toast({ title: "Saved" });
    },
  });
  return (
    <Section
      title="1. Who you are"
      aside={<State done={settings.providerId !== null} text={settings.providerId === null ? "To do" : "Done"} />}
      footer={<SaveBar form={form} />}
      padded
    >
      <Form form={form} className="grid max-w-xl gap-5">
        <UnsavedGuard dirty={form.dirty && !form.busy} what="the Domain Connect settings" />
        <Field
          label="Provider id"
          hint="A domain of yours. Your templates are named after it, so it cannot change later. A name that reads like Domain Connect itself is refused by its reviewers."
          error={form.errorOf("providerId")}
        >
          <UrlInput {...form.text("providerId")} placeholder="example.com" />
        </Field>
        <Field label="Your name" hint="DNS providers show it to your customers." error={form.errorOf("providerName")}>
          <TextInput {...form.text("providerName")} autoComplete="off" />
        </Field>
        <Field
          label="Domain of the keys"
          hint="You publish your public keys below this name. No underscores in it."
          error={form.errorOf("keyDomain")}
        >
          <UrlInput {...form.text("keyDomain")} placeholder="dckeys.example.com" />
        </Field>
        <Field
          label="Logo"
          optional
          hint="An https URL of an SVG. Some providers want one."
          error={form.errorOf("logoUrl")}
        >
          <UrlInput {...form.text("logoUrl")} placeholder="https://example.com/logo.svg" />
        </Field>
      </Form>
    </Section>
  );
}

function toDraft({ providerId, providerName, keyDomain, logoUrl }: DomainConnectResource) {
  return {
    providerId: providerId ?? "",
    providerName: providerName ?? "",
    keyDomain: keyDomain ?? "",
    logoUrl: logoUrl ?? "",
  };
}

function Keys({ settings }: { settings: DomainConnectResource }) {
  const client = useQueryClient();
  const { applicationId: id, keys, keyDomain } = settings;
  const store = (saved: DomainConnectResource) => client.setQueryData(domainConnectQuery(id).queryKey, saved);
  const create = useMutation({ mutationFn: () => request(createDomainConnectKeyCall, { id }), onSuccess: store });
  const check = useMutation({
    mutationFn: () => request(checkDomainConnectCall, { id }),
    onSuccess: (answer) => store(answer.settings),
  });
  const signs = keys.some((key) => key.signs);
  const problem = create.error ?? check.error;
  return (
    <Section
      title="2. Your key"
      description="DNS providers verify with it that a request is yours. Publish every value as a TXT record of its own."
      aside={<State done={signs} text={signs ? "Published" : keys.length > 0 ? "Not found yet" : "To do"} />}
      footer={
        <>
          <Button variant="plain" writes busy={create.isPending} onClick={() => create.mutate()}>
            {keys.length === 0 ? "Create key" : "Create a successor"}
          </Button>
          {keys.length > 0 && keyDomain !== null && (
            <Button busy={check.isPending} onClick={() => check.mutate()}>
              {check.isPending ? "Checking…" : "Check the records"}
            </Button>
          )}
        </>
      }
      padded
    >
      <div className="grid gap-6">
        {problem && (
          <div role="alert">
            <Notice tone="bad" icon={CircleAlert}>
              {problem.message}
            </Notice>
          </div>
        )}
        {keys.length === 0 && (
          <p className="text-ink-soft">There is no key yet. Its private part never leaves Latchkey.</p>
        )}
        {keys.map((key) => (
          <Key key={key.name} published={key} found={check.data?.keys.find(({ name }) => name === key.name) ?? null} />
        ))}
      </div>
    </Section>
  );
}

function Key({
  published: { name, host, values, signs, publishedAt },
  found,
}: {
  published: DomainConnectKeyResource;
  found: DomainConnectCheck["keys"][number] | null;
}) {
  return (
    <div className="grid gap-3">
      <h3 className="flex flex-wrap items-center gap-3 font-medium">
        <span className="font-mono">{name}</span>
        {signs ? (
          <Badge tone="good" icon={CircleCheck}>
            Signs
          </Badge>
        ) : (
          <Badge tone="waiting" icon={CircleDashed}>
            {publishedAt === null ? "Signs once it is found published" : "A newer key signs"}
          </Badge>
        )}
        {publishedAt && (
          <span className="font-normal text-ink-soft text-sm">
            found <RelativeTime date={publishedAt} />
          </span>
        )}
      </h3>
      {host !== null && (
        <div className="grid gap-1">
          <p className="text-ink-soft text-sm">TXT records at</p>
          <Command text={host} label="the name" />
        </div>
      )}
      {values.map((value, index) => (
        <Command key={value} text={value} label={`value ${index + 1}`} />
      ))}
      <div role="status">
        {found && (
          <Notice
            tone={found.problem === null ? "good" : "bad"}
            icon={found.problem === null ? CircleCheck : CircleAlert}
          >
            {found.explanation}
          </Notice>
        )}
      </div>
    </div>
  );
}

function Templates({ settings: { templates } }: { settings: DomainConnectResource }) {
  return (
    <Section
      title="3. Your templates"
      description="One for hostnames, one for domains themselves (apex). Submit both to the public repository of templates."
      aside={<State done={templates.length > 0} text={templates.length > 0 ? "Ready" : "After step 1"} />}
      padded
    >
      <div className="grid gap-6">
        {templates.map(({ serviceId, fileName, content, problem }) => (
          <div key={serviceId} className="grid gap-2">
            <h3 className="font-medium font-mono text-sm [overflow-wrap:anywhere]">{fileName ?? serviceId}</h3>
            {content === null ? (
              <Notice tone="waiting" icon={CircleAlert}>
                {problem}
              </Notice>
            ) : (
              <CodeBlock label={fileName ?? serviceId} samples={[{ language: "JSON", code: content }]} />
            )}
          </div>
        ))}
        {templates.length === 0 && <p className="text-ink-soft">They are made from your name and your records.</p>}
      </div>
    </Section>
  );
}

function Providers() {
  return (
    <Section title="4. Onboarding at each DNS provider" padded>
      <div className="grid max-w-prose gap-3">
        <p>
          A merge into the <Out href="https://github.com/Domain-Connect/Templates">repository of templates</Out> deploys
          them nowhere. Cloudflare takes them by email, Vercel by a form, others on request; Glauca and Domain Chief
          take them from the repository.
        </p>
        <p>
          The{" "}
          <Link href="/domain-connect" className="font-medium text-accent underline underline-offset-4">
            debugger
          </Link>{" "}
          shows for a domain whether its DNS provider has your templates.
        </p>
      </div>
    </Section>
  );
}

function Out({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a href={href} target="_blank" rel="noreferrer" className="font-medium text-accent underline underline-offset-4">
      {children}
    </a>
  );
}

function State({ done, text }: { done: boolean; text: string }) {
  return (
    <Badge tone={done ? "good" : "quiet"} icon={done ? CircleCheck : CircleDashed}>
      {text}
    </Badge>
  );
}
