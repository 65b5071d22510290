"use client";

import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { CircleCheck, Clock, Plus, TriangleAlert, Webhook } from "lucide-react";
import { StateBadge } from "@/components/connection-facts/connection-state";
import { NextStep } from "@/components/connection-facts/next-step";
import type { SandboxFacts } from "@/components/connections/first-steps";
import { FirstSteps } from "@/components/connections/lazy-first-steps";
import { useConnectionChanges } from "@/components/connections/live-changes";
import { durationText } from "@/components/overview/duration-text";
import { deliveryHistoryQuery, overviewQuery, stateHistoryQuery } from "@/components/overview/queries";
import { countGroup, groupHref, groupNote, type StateGroup, stateGroups } from "@/components/overview/state-groups";
import { QueryError } from "@/components/queries/query-error";
import { useEnvironment } from "@/components/session/environment";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { BarChart, StackedAreaChart } from "@/components/ui/chart";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-classes";
import { isLongName, MiddleTruncate } from "@/components/ui/middle-truncate";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { PageSkeleton, Skeleton } from "@/components/ui/skeleton";
import { StatTile } from "@/components/ui/stat-tile";
import type { ConnectionSummary } from "@/lib/connections/schema";
import type { OverviewResource } from "@/lib/connections/stats/schema";

export function OverviewHome({ appUrl, sandbox }: { appUrl: string; sandbox: SandboxFacts | null }) {
  useConnectionChanges();
  const overview = useQuery(overviewQuery(useEnvironment()));
  const { data } = overview;
  const isEmpty = data?.states.every(({ count }) => count === 0) ?? false;
  return (
    <div className="grid gap-6">
      <PageHeader
        title="Overview"
        description="The status of your customers' domains, and what needs attention."
        actions={
          <ButtonLink href="/connections/new">
            <Plus aria-hidden className="size-4" />
            Add a domain
          </ButtonLink>
        }
      />
      {!data && !overview.isError && <PageSkeleton label="Loading the overview" />}
      {!data && overview.isError && <QueryError title="The overview could not be loaded" query={overview} />}
      {data && isFirstRun(data) && (
        <FirstSteps appUrl={appUrl} sandbox={sandbox} first={data.needsAttention.connections[0] ?? null} />
      )}
      {data && !isEmpty && <Figures overview={data} />}
    </div>
  );
}

const fewDomains = 3;

/** Until the first domain is live, unless somebody starts with many. */
function isFirstRun({ states, timeToLive, needsAttention }: OverviewResource): boolean {
  const started = states.reduce((sum, { count }) => sum + count, 0);
  const everLive = timeToLive.live.count > 0 || states.some(({ state, count }) => state === "live" && count > 0);
  return !everLive && started <= fewDomains && needsAttention.count === 0;
}

const icons = { live: CircleCheck, waiting: Clock, attention: TriangleAlert } as const;

function Figures({ overview }: { overview: OverviewResource }) {
  const { needsAttention, deliveries } = overview;
  return (
    <>
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        {stateGroups.map((group) => {
          const count = currentCount(group, overview);
          return (
            <StatTile
              key={group.key}
              label={group.label}
              value={count.toLocaleString("en")}
              note={groupNote(group, overview.states)}
              icon={icons[group.key]}
              tone={count > 0 ? group.tone : "quiet"}
              href={groupHref(group)}
            />
          );
        })}
        <StatTile
          label="Webhooks, last 24 hours"
          value={deliveries.succeeded.toLocaleString("en")}
          note={deliveryNote(deliveries)}
          icon={Webhook}
          tone={deliveries.failed + deliveries.failingEndpoints > 0 ? "bad" : "quiet"}
          href="/webhooks/deliveries"
        />
      </div>
      <Section {...headingOf(needsAttention)}>
        {needsAttention.connections.length === 0 ? (
          <p className="p-4 text-ink-soft sm:p-5">Nothing. Every domain is live.</p>
        ) : (
          <DataTable
            bare
            label="Domains that need attention"
            columns={columns}
            rows={needsAttention.connections}
            rowId={(row) => row.id}
            rowName={(row) => row.hostnameUnicode}
            rowHref={(row) => `/connections/${row.id}`}
            rowTooltip={(row) => (isLongName(row.hostnameUnicode) ? row.hostnameUnicode : null)}
          />
        )}
      </Section>
      <StageTimes times={overview.timeToLive} />
      <div className="grid gap-6 xl:grid-cols-2">
        <StatesOverTime />
        <DeliveriesOverTime />
      </div>
    </>
  );
}

/** What is red by its cause is counted where it needs attention, whatever its state. */
function currentCount(group: StateGroup, { states, needsAttention }: OverviewResource): number {
  const count = countGroup(group, states);
  if (group.key === "attention") return needsAttention.count;
  const [, , attention] = stateGroups;
  return group.key === "waiting" ? Math.max(0, count - (needsAttention.count - countGroup(attention, states))) : count;
}

function headingOf({ count, connections }: OverviewResource["needsAttention"]): {
  title: string;
  description?: string;
} {
  if (connections.length === 0) return { title: "Needs attention" };
  if (count > 0) {
    return {
      title: "Needs attention first",
      description: "Drifted, stalled, failed and blocked domains first, then those waiting longest.",
    };
  }
  return {
    title: "Waiting longest",
    description: "Nothing is wrong. These domains wait for their DNS records, or for the next check.",
  };
}

function deliveryNote({ failed, pending, failingEndpoints }: OverviewResource["deliveries"]): string {
  if (failingEndpoints > 0) return `${failingEndpoints} endpoint${failingEndpoints === 1 ? "" : "s"} failing`;
  if (failed > 0) return `delivered; ${failed} failed`;
  return pending > 0 ? `delivered; ${pending} pending` : "delivered, none failed";
}

const columns: readonly Column<ConnectionSummary>[] = [
  {
    key: "hostname",
    header: "Domain",
    primary: true,
    cell: (row) => <MiddleTruncate text={row.hostnameUnicode} title={row.hostname} />,
  },
  {
    key: "state",
    header: "State",
    width: "w-46",
    card: "inline",
    cell: (row) => <StateBadge state={row.state} unreachableSince={row.unreachableSince} />,
  },
  {
    key: "next",
    header: "What is next",
    width: "w-72",
    hideBelow: "lg",
    card: "line",
    cell: (row) => <NextStep connection={row} />,
  },
  {
    key: "since",
    header: "Since",
    width: "w-36",
    card: "inline",
    cell: (row) => (
      <span className="text-ink-soft">
        <RelativeTime date={row.stateChangedAt} />
      </span>
    ),
  },
];

const stages = [
  { key: "verified", label: "Ownership verified", note: "from adding the domain" },
  { key: "pointing", label: "Records pointing here", note: "from verification" },
  { key: "certificate", label: "Certificate issued", note: "from pointing" },
  { key: "live", label: "Live", note: "from adding the domain, in all" },
] as const;

/** Rows are shared, so that the numbers are on one line also where a caption wraps. */
function StageTimes({ times }: { times: OverviewResource["timeToLive"] }) {
  return (
    <Section
      padded
      title="From added to live"
      description="How long each step took for domains added in the last 30 days: half of them the median or less, 95 % of them the 95th percentile (p95) or less."
    >
      <dl className="grid gap-x-6 gap-y-4 sm:grid-cols-2 lg:grid-cols-4">
        {stages.map(({ key, label, note }) => (
          <div key={key} className="row-span-3 grid grid-rows-subgrid gap-y-0.5">
            <dt className="text-ink-soft text-sm">
              {label} <span className="block">{note}</span>
            </dt>
            <dd className="whitespace-nowrap font-semibold text-xl tabular-nums">
              {durationText(times[key].p50)} <span className="font-normal text-ink-soft text-sm">median</span>
            </dd>
            <dd className="text-ink-soft text-sm tabular-nums">
              {times[key].count === 0
                ? "No data yet"
                : `${durationText(times[key].p95)} p95 · ${domainsText(times[key].count)}`}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

function domainsText(count: number): string {
  return count === 1 ? "1 domain" : `${count.toLocaleString("en")} domains`;
}

const chartHeight = 220;

function StatesOverTime() {
  const history = useQuery(stateHistoryQuery(useEnvironment()));
  return (
    <Card>
      {history.data ? (
        <StackedAreaChart
          title="Domains by day, UTC"
          height={chartHeight}
          times={history.data.data.map(({ day }) => new Date(day))}
          series={stateGroups.map((group) => ({
            key: group.key,
            label: group.label,
            color: group.color,
            values: history.data.data.map(({ states }) => countGroup(group, states)),
          }))}
        />
      ) : (
        <Pending query={history} title="The history could not be loaded" />
      )}
    </Card>
  );
}

function DeliveriesOverTime() {
  const history = useQuery(deliveryHistoryQuery(useEnvironment()));
  return (
    <Card>
      {history.data ? (
        <BarChart
          title="Webhook deliveries by day of the event, UTC"
          height={chartHeight}
          times={history.data.data.map(({ day }) => new Date(day))}
          series={[
            {
              key: "succeeded",
              label: "Delivered",
              color: "var(--good)",
              values: history.data.data.map((day) => day.succeeded),
            },
            {
              key: "failed",
              label: "Failed",
              color: "var(--bad)",
              values: history.data.data.map((day) => day.failed),
            },
          ]}
        />
      ) : (
        <Pending query={history} title="The deliveries could not be loaded" />
      )}
    </Card>
  );
}

function Pending({ query, title }: { query: UseQueryResult; title: string }) {
  return query.isError ? <QueryError title={title} query={query} /> : <Skeleton className="h-55 w-full" />;
}
