"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { durationText } from "@/components/overview/duration-text";
import { QueryError } from "@/components/queries/query-error";
import { JobList } from "@/components/support/job-list";
import { failedJobsQuery, supportHealthQuery } from "@/components/support/queries";
import { Badge } from "@/components/ui/badge";
import { BarChart } from "@/components/ui/chart";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-classes";
import { KeyValues } from "@/components/ui/key-values";
import { Link } from "@/components/ui/link";
import { LoadMore } from "@/components/ui/load-more";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { CardSkeleton, TextSkeleton } from "@/components/ui/skeleton";
import type { FailedJobResource, SupportHealth } from "@/lib/support/schema";

/** The state of workers, queue and edge, and the failed jobs. */
export function SupportHealthPage() {
  const health = useQuery(supportHealthQuery);
  return (
    <div className="grid gap-6">
      <PageHeader
        title="Health"
        description={
          health.data ? (
            <>
              As of <RelativeTime date={health.data.checkedAt} />. Covers all companies.
            </>
          ) : (
            "Workers, queue and edge."
          )
        }
      />
      {health.data && <SystemHealth health={health.data} />}
      {!health.data && !health.isError && <CardSkeleton />}
      {!health.data && health.isError && <QueryError title="The health could not be loaded" query={health} />}
      <FailedJobs />
    </div>
  );
}

const poolLabels: Record<string, string> = {
  checks: "First and requested checks",
  rechecks: "Routine checks",
  handshakes: "First and requested handshakes",
  rehandshakes: "Routine handshakes",
  deliveries: "Webhook deliveries",
  upkeep: "Upkeep",
};

function SystemHealth({ health }: { health: SupportHealth }) {
  const { workers, queue, problems, hosts, edges, asks } = health;
  return (
    <>
      {problems.length > 0 && (
        <Notice tone="bad" icon={CircleAlert}>
          <ul className="grid gap-1">
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Notice>
      )}
      <section aria-labelledby="workers-heading" className="grid gap-3">
        <h2 id="workers-heading" className="font-semibold text-lg">
          Workers
        </h2>
        {workers.length === 0 ? (
          <p className="text-ink-soft">
            No worker has reported yet. Start one with <code className="font-mono text-[13px]">WORKER_ENABLED=1</code>,
            or call <code className="font-mono text-[13px]">POST /internal/work</code> from a cron.
          </p>
        ) : (
          <DataTable label="Workers" columns={workerColumns} rows={workers} rowId={({ id }) => id} />
        )}
      </section>
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Section title="Queue" padded>
          <KeyValues
            items={[
              { label: "Due", value: number(queue.due) },
              { label: "Oldest waiting for", value: queue.due === 0 ? "–" : durationText(queue.oldestSeconds) },
              { label: "Failed", value: number(queue.failed) },
              ...queue.pools.map(({ pool, due, running, oldestSeconds }) => ({
                label: poolLabels[pool] ?? pool,
                value: `${number(due)} due${due === 0 ? "" : `, oldest for ${durationText(oldestSeconds)}`}; ${number(running)} running`,
              })),
            ]}
          />
        </Section>
        <Section title="Edge" padded>
          <KeyValues
            items={[
              {
                label: "Domains that may be served",
                value: number(hosts),
              },
              {
                label: "Edges",
                value: <EdgesLine edges={edges} />,
              },
              { label: "Requests in the last hour, for any hostname", value: answersText(sumOf(asks.minutes)) },
              {
                label: "Requests for connected hostnames, since each was connected",
                value: `${answersText(asks)}, for ${hostnamesText(asks.hostnames)} requested in the last 24 hours`,
              },
            ]}
          />
        </Section>
      </div>
      <Section
        title="Edge requests"
        description="At all edges, per minute, in the last hour, for any hostname. Requests for hostnames that nobody has connected are refused: these are usually scanners."
        padded
      >
        <BarChart
          title="Requests per minute"
          times={asks.minutes.map(({ at }) => at)}
          series={[
            {
              key: "allowed",
              label: "Allowed",
              values: asks.minutes.map(({ allowed }) => allowed),
              color: "var(--good)",
            },
            {
              key: "refused",
              label: "Refused",
              values: asks.minutes.map(({ refused }) => refused),
              color: "var(--bad)",
            },
          ]}
          formatTime={timeOfDay}
        />
      </Section>
    </>
  );
}

function number(count: number): string {
  return count.toLocaleString("en");
}

function answersText({ allowed, refused }: { allowed: number; refused: number }): string {
  return `${number(allowed)} allowed, ${number(refused)} refused`;
}

function hostnamesText(count: number): string {
  return count === 1 ? "the 1 hostname" : `the ${number(count)} hostnames`;
}

/** What the chart shows, in all. */
function sumOf(minutes: SupportHealth["asks"]["minutes"]): { allowed: number; refused: number } {
  return {
    allowed: minutes.reduce((sum, { allowed }) => sum + allowed, 0),
    refused: minutes.reduce((sum, { refused }) => sum + refused, 0),
  };
}

function EdgesLine({ edges: { known, connected, lagging, behindSeconds } }: { edges: SupportHealth["edges"] }) {
  const behind = behindSeconds < 1 ? "" : `, up to ${durationText(behindSeconds)} behind`;
  return (
    <Link href="/support/edges" className="text-accent underline-offset-4 hover:underline">
      {connected} of {known} connected, {lagging} lagging{behind}
    </Link>
  );
}

function timeOfDay(time: Date): string {
  return time.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

const workerColumns: readonly Column<SupportHealth["workers"][number]>[] = [
  {
    key: "host",
    header: "Host",
    primary: true,
    cell: ({ host, id }) => (
      <span className="grid">
        <span className="[overflow-wrap:anywhere]">{host}</span>
        <span className="font-mono font-normal text-[12px] text-ink-soft [overflow-wrap:anywhere]">{id}</span>
      </span>
    ),
  },
  {
    key: "alive",
    header: "Status",
    width: "w-32",
    cell: ({ alive }) => <Badge tone={alive ? "good" : "quiet"}>{alive ? "Alive" : "Gone"}</Badge>,
  },
  {
    key: "seen",
    header: "Last heartbeat",
    width: "w-32",
    cell: ({ seenAt }) => (
      <span className="text-ink-soft">
        <RelativeTime date={seenAt} />
      </span>
    ),
  },
  {
    key: "started",
    header: "Started",
    width: "w-32",
    hideBelow: "lg",
    cell: ({ startedAt }) => (
      <span className="text-ink-soft">
        <RelativeTime date={startedAt} />
      </span>
    ),
  },
  { key: "drained", header: "Jobs run", width: "w-28", align: "end", cell: ({ drained }) => number(drained) },
  { key: "failed", header: "Failed", width: "w-24", align: "end", cell: ({ failed }) => number(failed) },
];

function FailedJobs() {
  const list = useInfiniteQuery(failedJobsQuery);
  const jobs = list.data?.pages.flatMap((page) => page.data);
  return (
    <Section title="Failed jobs" description="Retry or discard them: they do not run again on their own.">
      {!jobs && !list.isError && (
        <div className="px-4 py-4 sm:px-5">
          <TextSkeleton lines={3} />
        </div>
      )}
      {!jobs && list.isError && (
        <div className="px-4 py-4 sm:px-5">
          <QueryError title="The jobs could not be loaded" query={list} />
        </div>
      )}
      {jobs && <JobList jobs={jobs} empty="No failed jobs." about={aboutJob} />}
      {jobs && jobs.length > 0 && (
        <div className="border-line border-t px-4 py-2 sm:px-5">
          <LoadMore shown={jobs.length} noun="jobs" query={list} />
        </div>
      )}
    </Section>
  );
}

function aboutJob({ connectionId, tenantId, tenantName }: FailedJobResource) {
  if (tenantName === "") return "of this installation";
  const link = "text-accent underline-offset-4 hover:underline";
  return (
    <>
      of{" "}
      <Link href={`/support/tenants/${tenantId}`} className={link}>
        {tenantName}
      </Link>
      {connectionId && (
        <>
          , about{" "}
          <Link href={`/support/connections/${connectionId}`} className={link}>
            its domain
          </Link>
        </>
      )}
    </>
  );
}
