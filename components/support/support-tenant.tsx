"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { type FormEvent, useState } from "react";
import { StateBadge, stateLabel } from "@/components/connections/connection-state";
import { supportTenantConnectionsQuery, supportTenantQuery } from "@/components/support/queries";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { KeyValues } from "@/components/ui/key-values";
import { Meter } from "@/components/ui/meter";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { PageSkeleton, TextSkeleton } from "@/components/ui/skeleton";
import { TextInput } from "@/components/ui/text-input";
import { toast } from "@/components/ui/toast";
import { request } from "@/lib/api/client";
import { updateSupportTenantEndpoint } from "@/lib/api/endpoints/support";
import { type PlanName, planNames, plans } from "@/lib/quotas/plans";
import type { SupportTenant } from "@/lib/support/schema";

const kinds = [
  { key: "connect", label: "Domains started a month" },
  { key: "activeDomain", label: "Active domains" },
  { key: "cert", label: "Certificates a month" },
  { key: "apiCall", label: "API calls a month" },
] as const;

/** A company's plan, limits and use, and its connections as it sees them. */
export function SupportTenantPage({ id }: { id: string }) {
  const query = useQuery(supportTenantQuery(id));
  if (query.data) return <Loaded tenant={query.data} />;
  if (!query.isError) return <PageSkeleton label="Loading the company" />;
  return (
    <ErrorState
      level={1}
      title="The company could not be loaded"
      error={query.error}
      busy={query.isFetching}
      onRetry={() => query.refetch()}
    />
  );
}

function Loaded({ tenant }: { tenant: SupportTenant }) {
  return (
    <div className="grid gap-6">
      <PageHeader
        breadcrumbs={[{ href: "/support", label: "Support" }]}
        title={tenant.name}
        description={`${tenant.members} members, ${tenant.applications} applications`}
      />
      <Section title="Usage" padded>
        <div className="grid gap-x-8 gap-y-6 md:grid-cols-2">
          {kinds.map(({ key, label }) => (
            <Meter key={key} label={label} used={tenant.usage[key].used} limit={tenant.usage[key].limit} />
          ))}
        </div>
      </Section>
      <Limits key={JSON.stringify([tenant.plan, tenant.limitOverrides])} tenant={tenant} />
      <Section title="States" padded>
        <KeyValues items={tenant.states.map(({ state, count }) => ({ label: stateLabel(state), value: count }))} />
      </Section>
      <Connections id={tenant.id} />
    </div>
  );
}

type Texts = Record<(typeof kinds)[number]["key"], string>;

/** What stands in a field: empty follows the plan, “none” is no limit. */
function Limits({ tenant }: { tenant: SupportTenant }) {
  const client = useQueryClient();
  const given = tenant.limitOverrides;
  const textOf = (limit: number | null | undefined) => (limit === undefined ? "" : (limit?.toString() ?? "none"));
  const [plan, setPlan] = useState<PlanName>(planNames.find((name) => name === tenant.plan) ?? "free");
  const [texts, setTexts] = useState<Texts>({
    connect: textOf(given.connect),
    activeDomain: textOf(given.activeDomain),
    cert: textOf(given.cert),
    apiCall: textOf(given.apiCall),
  });
  const isWrong = (text: string) => !/^(\d{1,9}|none)?$/.test(text.trim());
  const save = useMutation({
    mutationFn: () => {
      const wanted = kinds.filter(({ key }) => texts[key].trim() !== "");
      const limitOverrides = Object.fromEntries(
        wanted.map(({ key }) => [key, texts[key].trim() === "none" ? null : Number(texts[key])]),
      );
      return request(updateSupportTenantEndpoint, { id: tenant.id, plan, limitOverrides });
    },
    onSuccess: (saved) => {
      client.setQueryData(supportTenantQuery(tenant.id).queryKey, saved);
      toast({ title: "Saved", text: "The limits hold from now on." });
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!save.isPending && !kinds.some(({ key }) => isWrong(texts[key]))) save.mutate();
  }
  return (
    <Section title="Plan and limits" description="Empty follows the plan; “none” is no limit." padded>
      <form onSubmit={submit} noValidate className="grid max-w-xl gap-4">
        <Field label="Plan">
          <Select
            options={planNames.map((value) => ({ value, label: plans[value].title }))}
            value={plan}
            onValueChange={setPlan}
          />
        </Field>
        {kinds.map(({ key, label }) => (
          <Field
            key={key}
            label={label}
            error={isWrong(texts[key]) ? "A whole number, “none”, or nothing." : undefined}
          >
            <TextInput
              value={texts[key]}
              autoComplete="off"
              onChange={(event) => setTexts({ ...texts, [key]: event.target.value })}
            />
          </Field>
        ))}
        <p role="alert" className="text-bad empty:hidden">
          {save.error?.message}
        </p>
        <Button type="submit" busy={save.isPending} className="justify-self-start">
          Save
        </Button>
      </form>
    </Section>
  );
}

function Connections({ id }: { id: string }) {
  const list = useQuery(supportTenantConnectionsQuery(id));
  return (
    <Section title="Its connections" description="As the company sees them, the newest 50." padded>
      {!list.data && !list.isError && <TextSkeleton lines={4} />}
      {!list.data && list.isError && (
        <ErrorState
          title="The list could not be loaded"
          error={list.error}
          busy={list.isFetching}
          onRetry={() => list.refetch()}
        />
      )}
      {list.data?.data.length === 0 && <p className="text-ink-soft">It has none yet.</p>}
      <ul className="grid gap-2">
        {list.data?.data.map((one) => (
          <li key={one.id} className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
            <Link
              href={`/support/connections/${one.id}`}
              className="font-medium text-accent underline-offset-4 [overflow-wrap:anywhere] hover:underline"
            >
              {one.hostnameUnicode}
            </Link>
            <StateBadge state={one.state} />
            <span className="text-ink-soft text-sm">
              <RelativeTime date={one.stateChangedAt} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
