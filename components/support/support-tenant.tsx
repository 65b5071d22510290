"use client";

import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { Globe } from "lucide-react";
import { StateBadge } from "@/components/connection-facts/connection-state";
import { QueryError } from "@/components/queries/query-error";
import { supportTenantConnectionsQuery, supportTenantQuery } from "@/components/support/queries";
import { ViewAs } from "@/components/support/view-as";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-classes";
import { useDocumentTitle } from "@/components/ui/document-title";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { LoadMore } from "@/components/ui/load-more";
import { Meter } from "@/components/ui/meter";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { PageSkeleton } from "@/components/ui/skeleton";
import { TextInput } from "@/components/ui/text-input";
import { toast } from "@/components/ui/toast";
import { useEndpointForm } from "@/components/ui/use-endpoint-form";
import { updateSupportTenantCall } from "@/lib/api/calls/update-support-tenant";
import type { ConnectionSummary } from "@/lib/connections/schema";
import {
  byUsageKind,
  type PlanName,
  perPeriod,
  planNames,
  plans,
  type UsageKind,
  usageKindNames,
  usageKinds,
} from "@/lib/kernel/plans";
import { toSnake } from "@/lib/kernel/wire";
import type { SupportTenant } from "@/lib/support/schema";

const labelOf = (kind: UsageKind) => `${usageKinds[kind].title}${perPeriod(kind)}`;

/** A company's plan, limits, usage and connections. */
export function SupportTenantPage({ id }: { id: string }) {
  const query = useQuery(supportTenantQuery(id));
  if (query.data) return <Loaded tenant={query.data} />;
  if (!query.isError) return <PageSkeleton label="Loading the company" />;
  return <QueryError level={1} title="The company could not be loaded" query={query} />;
}

function Loaded({ tenant }: { tenant: SupportTenant }) {
  useDocumentTitle(tenant.name, "Support");
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
            Domains
          </h2>
          <p className="text-ink-soft text-sm">As the company sees them, newest first.</p>
        </div>
        {total > 0 && (
          <ul aria-label="By state" className="flex flex-wrap gap-2">
            {tenant.states.map(({ state, count }) => (
              <li key={state} className="inline-flex items-center gap-1.5">
                <StateBadge state={state} />
                <span className="tabular-nums">{count.toLocaleString("en")}</span>
              </li>
            ))}
          </ul>
        )}
        <Domains id={tenant.id} />
      </section>
    </div>
  );
}

function limitText(limit: number | null): string {
  return limit === null ? "no limit" : limit.toLocaleString("en");
}

const limitMessage = "A whole number, “none”, or nothing.";

/** An empty field follows the plan; “none” is no limit. */
function Limits({ tenant }: { tenant: SupportTenant }) {
  const client = useQueryClient();
  const given = tenant.limitOverrides;
  const textOf = (limit: number | null | undefined) => (limit === undefined ? "" : (limit?.toString() ?? "none"));
  const form = useEndpointForm(updateSupportTenantCall, {
    initial: {
      plan: planNames.find((name) => name === tenant.plan) ?? ("free" as PlanName),
      limitOverrides: byUsageKind(usageKindNames, (kind) => textOf(given[kind])),
    },
    toInput: ({ plan, limitOverrides: texts }) => {
      const wanted = usageKindNames.filter((kind) => texts[kind].trim() !== "");
      return {
        id: tenant.id,
        plan,
        limitOverrides: Object.fromEntries(wanted.map((kind) => [kind, toLimit(texts[kind])])),
      };
    },
    messages: Object.fromEntries(usageKindNames.map((kind) => [kind, limitMessage])),
    onSuccess: (saved) => {
      client.setQueryData(supportTenantQuery(tenant.id).queryKey, saved);
      toast({ title: "Saved", text: "The limits apply now." });
    },
  });
  const { plan, limitOverrides: texts } = form.draft;
  return (
    <Section title="Plan and limits" description="An empty field follows the plan; “none” is no limit." padded>
      <Form
        form={form}
        className="grid gap-4"
        actions={
          <Button type="submit" busy={form.busy} className="justify-self-start">
            Save
          </Button>
        }
      >
        <Field label="Plan" error={form.errorOf("plan")}>
          <Select {...form.choice("plan")} options={planNames.map((value) => ({ value, label: plans[value].title }))} />
        </Field>
        {usageKindNames.map((kind) => {
          const name = `limit_overrides.${toSnake(kind)}`;
          return (
            <Field
              key={kind}
              label={labelOf(kind)}
              hint={`The plan: ${limitText(plans[plan].limits[kind])}`}
              error={form.errorAt(name)}
            >
              <TextInput
                name={name}
                value={texts[kind]}
                autoComplete="off"
                onChange={(event) => form.set({ limitOverrides: { ...texts, [kind]: event.target.value } })}
              />
            </Field>
          );
        })}
      </Form>
    </Section>
  );
}

/** NaN, which the schema refuses, for what is neither a number nor “none”. */
function toLimit(text: string): number | null {
  if (text.trim() === "none") return null;
  return /^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN;
}

function Domains({ id }: { id: string }) {
  const list = useInfiniteQuery(supportTenantConnectionsQuery(id));
  const rows = list.data?.pages.flatMap((page) => page.data);
  if (!rows) {
    if (!list.isError) return <DataTable label="Domains" columns={columns} loading={4} />;
    return <QueryError title="The list could not be loaded" query={list} />;
  }
  if (rows.length === 0) {
    return (
      <EmptyState icon={Globe} title="No domains yet">
        View the dashboard as the company to see its first steps.
      </EmptyState>
    );
  }
  return (
    <>
      <DataTable
        label="Domains"
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        rowHref={(row) => `/support/connections/${row.id}`}
      />
      <LoadMore shown={rows.length} noun="domains" query={list} />
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
  {
    key: "state",
    header: "State",
    width: "w-46",
    cell: ({ state, unreachableSince }) => <StateBadge state={state} unreachableSince={unreachableSince} />,
  },
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
