"use client";

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Eye, Globe } from "lucide-react";
import { type FormEvent, useState } from "react";
import { StateBadge } from "@/components/connection-facts/connection-state";
import { viewTenant } from "@/components/shell/view-calls";
import { supportTenantConnectionsQuery, supportTenantQuery } from "@/components/support/queries";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-classes";
import { DataTableSkeleton } from "@/components/ui/data-table-skeleton";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { LoadMore } from "@/components/ui/load-more";
import { Meter } from "@/components/ui/meter";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { PageSkeleton } from "@/components/ui/skeleton";
import { TextInput } from "@/components/ui/text-input";
import { toast } from "@/components/ui/toast";
import { request } from "@/lib/api/client";
import { updateSupportTenantEndpoint } from "@/lib/api/endpoints/support";
import type { ConnectionSummary } from "@/lib/connections/schema";
import {
  byUsageKind,
  type PlanName,
  planNames,
  plans,
  type UsageKind,
  usageKindNames,
  usageKinds,
} from "@/lib/kernel/plans";
import type { SupportTenant } from "@/lib/support/schema";

const labelOf = (kind: UsageKind) =>
  usageKinds[kind].reset === "month" ? `${usageKinds[kind].title} a month` : usageKinds[kind].title;

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
  const total = tenant.states.reduce((sum, { count }) => sum + count, 0);
  return (
    <div className="grid gap-6">
      <PageHeader
        breadcrumbs={[{ href: "/support/tenants", label: "Companies" }]}
        title={tenant.name}
        description={
          <span className="flex flex-wrap gap-x-4 text-sm">
            <span>
              {tenant.members} {tenant.members === 1 ? "member" : "members"}, {tenant.applications}{" "}
              {tenant.applications === 1 ? "application" : "applications"}
            </span>
            <span>
              since <RelativeTime date={tenant.createdAt} />
            </span>
            <span className="font-mono text-[13px] [overflow-wrap:anywhere]">{tenant.id}</span>
          </span>
        }
        actions={<ViewAs tenant={tenant} />}
      />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Section title="Usage" padded>
          <div className="grid gap-y-6">
            {usageKindNames.map((kind) => (
              <Meter key={kind} label={labelOf(kind)} used={tenant.usage[kind].used} limit={tenant.usage[kind].limit} />
            ))}
          </div>
        </Section>
        <Limits key={JSON.stringify([tenant.plan, tenant.limitOverrides])} tenant={tenant} />
      </div>
      <section aria-labelledby="connections-heading" className="grid gap-3">
        <div>
          <h2 id="connections-heading" className="font-semibold text-lg">
            Connections
          </h2>
          <p className="text-ink-soft text-sm">As the company sees them, newest first.</p>
        </div>
        {total > 0 && (
          <ul aria-label="By state" className="flex flex-wrap gap-2">
            {tenant.states.map(({ state, count }) => (
              <li key={state} className="inline-flex items-center gap-1.5">
                <StateBadge state={state} />
                <span className="tabular-nums">{count}</span>
              </li>
            ))}
          </ul>
        )}
        <Connections id={tenant.id} />
      </section>
    </div>
  );
}

/** Opens the company's own dashboard, read only. */
function ViewAs({ tenant }: { tenant: SupportTenant }) {
  const view = useMutation({
    mutationFn: () => viewTenant(tenant.id),
    onError: (error) => toast({ tone: "bad", title: "Its dashboard did not open", text: error.message }),
  });
  return (
    <Button variant="plain" busy={view.isPending} onClick={() => view.mutate()}>
      <Eye aria-hidden className="size-4" />
      View as {tenant.name}
    </Button>
  );
}

function limitText(limit: number | null): string {
  return limit === null ? "no limit" : limit.toLocaleString("en");
}

/** What stands in a field: empty follows the plan, “none” is no limit. */
function Limits({ tenant }: { tenant: SupportTenant }) {
  const client = useQueryClient();
  const given = tenant.limitOverrides;
  const textOf = (limit: number | null | undefined) => (limit === undefined ? "" : (limit?.toString() ?? "none"));
  const [plan, setPlan] = useState<PlanName>(planNames.find((name) => name === tenant.plan) ?? "free");
  const [texts, setTexts] = useState(() => byUsageKind(usageKindNames, (kind) => textOf(given[kind])));
  const isWrong = (text: string) => !/^(\d{1,9}|none)?$/.test(text.trim());
  const save = useMutation({
    mutationFn: () => {
      const wanted = usageKindNames.filter((kind) => texts[kind].trim() !== "");
      const limitOverrides = Object.fromEntries(
        wanted.map((kind) => [kind, texts[kind].trim() === "none" ? null : Number(texts[kind])]),
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
    if (!save.isPending && !usageKindNames.some((kind) => isWrong(texts[kind]))) save.mutate();
  }
  return (
    <Section title="Plan and limits" description="An empty field follows the plan; “none” is no limit." padded>
      <form onSubmit={submit} noValidate className="grid gap-4">
        <Field label="Plan">
          <Select
            options={planNames.map((value) => ({ value, label: plans[value].title }))}
            value={plan}
            onValueChange={setPlan}
          />
        </Field>
        {usageKindNames.map((kind) => (
          <Field
            key={kind}
            label={labelOf(kind)}
            hint={`The plan: ${limitText(plans[plan].limits[kind])}`}
            error={isWrong(texts[kind]) ? "A whole number, “none”, or nothing." : undefined}
          >
            <TextInput
              value={texts[kind]}
              autoComplete="off"
              onChange={(event) => setTexts({ ...texts, [kind]: event.target.value })}
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
  const list = useInfiniteQuery(supportTenantConnectionsQuery(id));
  const rows = list.data?.pages.flatMap((page) => page.data);
  if (!rows) {
    if (!list.isError) return <DataTableSkeleton label="Connections" columns={columns} rows={4} />;
    return (
      <ErrorState
        title="The list could not be loaded"
        error={list.error}
        busy={list.isFetching}
        onRetry={() => list.refetch()}
      />
    );
  }
  if (rows.length === 0) {
    return (
      <EmptyState icon={Globe} title="It has connected nothing yet">
        Its first steps stand on its own overview: view it as the company does.
      </EmptyState>
    );
  }
  return (
    <>
      <DataTable
        label="Connections"
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        rowHref={(row) => `/support/connections/${row.id}`}
      />
      <LoadMore shown={rows.length} noun="connections" query={list} />
    </>
  );
}

const columns: readonly Column<ConnectionSummary>[] = [
  {
    key: "hostname",
    header: "Hostname",
    primary: true,
    cell: ({ hostnameUnicode }) => <span className="[overflow-wrap:anywhere]">{hostnameUnicode}</span>,
  },
  { key: "state", header: "State", width: "w-46", cell: ({ state }) => <StateBadge state={state} /> },
  {
    key: "since",
    header: "Since",
    width: "w-32",
    cell: ({ stateChangedAt }) => (
      <span className="text-ink-soft">
        <RelativeTime date={stateChangedAt} />
      </span>
    ),
  },
];
