"use client";

import { useQuery } from "@tanstack/react-query";
import { Activity, CircleCheck, Hourglass, Inbox, SearchX, ServerCog, ShieldCheck, TriangleAlert } from "lucide-react";
import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";
import { actionText } from "@/components/audit/audit-text";
import { durationText } from "@/components/overview/duration-text";
import { QueryError } from "@/components/queries/query-error";
import { hitColumns, hitHref } from "@/components/support/hit-columns";
import { supportHealthQuery, supportQueueQuery, supportSearchQuery } from "@/components/support/queries";
import { groupHref, stuckTitle } from "@/components/support/stuck-title";
import { Badge } from "@/components/ui/badge";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-classes";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { StatTile } from "@/components/ui/stat-tile";
import { SearchInput } from "@/components/ui/text-input";
import { useDebouncedValue } from "@/components/ui/use-debounced-value";
import { searchSupportCall } from "@/lib/api/calls/search-support";
import type { SupportQueue, SupportQueueGroup, SupportSearch } from "@/lib/support/schema";

const typingMs = 300;
/** Where the API stops counting. */
const maxLeftOut = 10_000;

/** The start of the console: search, health, and what is stuck and why. */
export function SupportHome() {
  const [text, setText] = useSearchText();
  const q = useDebouncedValue(text.trim(), typingMs);
  return (
    <div className="grid gap-6">
      <PageHeader
        title="Support"
        description="Across all companies. What you view and do is recorded in that company's audit log."
      />
      <SearchInput
        label="Search a domain, a company, an email address, or the id of an object or a request"
        placeholder="Domain or URL, company, email address, or any id"
        autoFocus
        value={text}
        maxLength={searchSupportCall.max?.q}
        onChange={(event) => setText(event.target.value)}
      />
      {q.length >= 3 ? (
        <Results q={q} />
      ) : (
        <>
          <HealthTiles />
          <Queue />
        </>
      )}
    </div>
  );
}

/** In the address, so that Back returns from a result to the search. */
function useSearchText(): [string, (text: string) => void] {
  const path = usePathname();
  const [text, setText] = useState(useSearchParams().get("q") ?? "");
  const settled = useDebouncedValue(text.trim(), typingMs);
  useEffect(() => {
    const wanted = settled === "" ? path : `${path}?q=${encodeURIComponent(settled)}`;
    if (wanted !== `${location.pathname}${location.search}`) history.replaceState(history.state, "", wanted);
  }, [settled, path]);
  return [text, setText];
}

function Results({ q }: { q: string }) {
  const search = useQuery(supportSearchQuery(q));
  const { data } = search;
  if (!data) {
    if (!search.isError) return <DataTable label="Results" columns={hitColumns} loading={3} />;
    return <QueryError title="The search failed" query={search} />;
  }
  const { connections, tenants, people, webhooks, requests } = data;
  const count = [connections, tenants, people, webhooks, requests].reduce((sum, hits) => sum + hits.length, 0);
  return (
    <div className="grid gap-6">
      <p role="status" className="sr-only">
        {count === 1 ? "1 result" : `${count} results`}
      </p>
      {count === 0 && (
        <EmptyState icon={SearchX} title="No results">
          Try part of a domain or company name, or a complete id.
        </EmptyState>
      )}
      <Found title="Companies" columns={tenantColumns} rows={tenants} rowHref={({ id }) => `/support/tenants/${id}`} />
      <Found title="Domains" columns={hitColumns} rows={connections} rowHref={hitHref} />
      <Found
        title="People"
        columns={personColumns}
        rows={people}
        rowId={({ id, tenantId }) => `${id} ${tenantId}`}
        rowHref={({ tenantId }) => `/support/tenants/${tenantId}`}
      />
      <Found
        title="Requests"
        columns={requestColumns}
        rows={requests}
        rowHref={({ action, targetId, tenantId }) =>
          action.startsWith("connection.") ? `/support/connections/${targetId}` : `/support/tenants/${tenantId}`
        }
      />
      <Found
        title="Webhooks"
        columns={webhookColumns}
        rows={webhooks}
        rowId={({ kind, id, connectionId }) => `${kind} ${id} ${connectionId}`}
        rowHref={({ connectionId, tenantId }) =>
          connectionId ? `/support/connections/${connectionId}` : `/support/tenants/${tenantId}`
        }
      />
    </div>
  );
}

type FoundProps<Row> = {
  title: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowId?: (row: Row) => string;
  rowHref: (row: Row) => string;
};

function Found<Row extends { id: string }>({ title, rowId = ({ id }) => id, ...table }: FoundProps<Row>) {
  if (table.rows.length === 0) return null;
  return (
    <section className="grid gap-2">
      <h2 className="font-semibold">{title}</h2>
      <DataTable label={title} rowId={rowId} {...table} />
    </section>
  );
}

const tenantColumns: readonly Column<SupportSearch["tenants"][number]>[] = [
  { key: "name", header: "Company", primary: true, cell: ({ name }) => name },
  { key: "plan", header: "Plan", width: "w-32", cell: ({ plan }) => plan },
  {
    key: "id",
    header: "Id",
    width: "w-88",
    hideBelow: "md",
    cell: ({ id }) => <span className="font-mono text-[13px] text-ink-soft">{id}</span>,
  },
];

const personColumns: readonly Column<SupportSearch["people"][number]>[] = [
  {
    key: "email",
    header: "Person",
    primary: true,
    cell: ({ email, name }) => (
      <span className="grid">
        <span className="[overflow-wrap:anywhere]">{email}</span>
        {name !== "" && <span className="font-normal text-ink-soft text-sm [overflow-wrap:anywhere]">{name}</span>}
      </span>
    ),
  },
  { key: "tenant", header: "Company", width: "w-48", cell: ({ tenantName }) => tenantName },
  {
    key: "role",
    header: "Role",
    width: "w-40",
    cell: ({ role, isInvited }) => (isInvited ? `invited as ${role}` : role),
  },
];

const requestColumns: readonly Column<SupportSearch["requests"][number]>[] = [
  {
    key: "action",
    header: "What the request did",
    primary: true,
    cell: ({ action, targetId }) => (
      <span className="grid">
        <span>{actionText(action)}</span>
        <span className="font-mono font-normal text-[13px] text-ink-soft [overflow-wrap:anywhere]">{targetId}</span>
      </span>
    ),
  },
  { key: "tenant", header: "Company", width: "w-48", cell: ({ tenantName }) => tenantName },
  {
    key: "when",
    header: "When",
    width: "w-32",
    cell: ({ createdAt }) => (
      <span className="text-ink-soft">
        <RelativeTime date={createdAt} />
      </span>
    ),
  },
];

const webhookColumns: readonly Column<SupportSearch["webhooks"][number]>[] = [
  {
    key: "label",
    header: "Webhook",
    primary: true,
    cell: ({ label }) => <span className="[overflow-wrap:anywhere]">{label}</span>,
  },
  { key: "kind", header: "Kind", width: "w-32", cell: ({ kind }) => (kind === "message" ? "delivery" : kind) },
  { key: "tenant", header: "Company", width: "w-48", cell: ({ tenantName }) => tenantName },
  { key: "status", header: "Status", width: "w-32", cell: ({ status }) => status },
];

/** Changes are at the edges within a second: more is a delay. */
const behindLimitSeconds = 5;

function HealthTiles() {
  const health = useQuery(supportHealthQuery);
  const { data } = health;
  if (!data && health.isError) {
    return <QueryError title="The health could not be loaded" query={health} />;
  }
  if (!data) {
    return (
      <div className="grid grid-cols-2 gap-3 sm:gap-4 xl:grid-cols-4">
        {[1, 2, 3, 4].map((key) => (
          <Skeleton key={key} className="h-29 w-full" />
        ))}
      </div>
    );
  }
  const alive = data.workers.filter((worker) => worker.alive);
  const [last] = data.workers;
  const { known, connected, behindSeconds } = data.edges;
  const isUpToDate = connected > 0 && connected === known && behindSeconds < behindLimitSeconds;
  const asked = data.asks.minutes.reduce((sum, { allowed, refused }) => sum + allowed + refused, 0);
  return (
    <section aria-label="Health" className="grid grid-cols-2 gap-3 sm:gap-4 xl:grid-cols-4">
      <StatTile
        label="Workers"
        href="/support/health"
        icon={ServerCog}
        value={alive.length.toLocaleString("en")}
        tone={alive.length > 0 ? "good" : "bad"}
        note={
          last ? (
            <>
              last heartbeat <RelativeTime date={last.seenAt} />
            </>
          ) : (
            "none seen yet"
          )
        }
      />
      <StatTile
        label="Jobs due"
        href="/support/health"
        icon={Hourglass}
        tone={data.queue.oldestSeconds > 60 ? "waiting" : "good"}
        value={data.queue.due.toLocaleString("en")}
        note={data.queue.due === 0 ? "none waiting" : `oldest for ${durationText(data.queue.oldestSeconds)}`}
      />
      <StatTile
        label="Failed jobs"
        href="/support/health"
        icon={data.queue.failed > 0 ? TriangleAlert : CircleCheck}
        value={data.queue.failed.toLocaleString("en")}
        tone={data.queue.failed > 0 ? "bad" : "good"}
        note={data.queue.failed > 0 ? "need a decision" : "none"}
      />
      <StatTile
        label="Domains at the edge"
        href="/support/health"
        icon={isUpToDate ? ShieldCheck : Activity}
        tone={isUpToDate ? "good" : "waiting"}
        value={data.hosts.toLocaleString("en")}
        note={`${connected} of ${known} ${known === 1 ? "edge" : "edges"} connected; they asked ${asked === 1 ? "once" : `${asked.toLocaleString("en")} times`} in the last hour`}
      />
    </section>
  );
}

function Queue() {
  const queue = useQuery(supportQueueQuery);
  const { data } = queue;
  return (
    <section aria-labelledby="queue-heading" className="grid gap-3">
      <div>
        <h2 id="queue-heading" className="font-semibold text-lg">
          Stuck
        </h2>
        <p className="min-h-6 text-ink-soft text-sm">
          {data && data.total > 0 && `${countText(data)} across all companies, grouped by cause. `}
          {data && leftOutText(data)}
        </p>
      </div>
      {!data && !queue.isError && <DataTable label="Stuck domains" columns={groupColumns} loading={4} />}
      {!data && queue.isError && <QueryError title="The queue could not be loaded" query={queue} />}
      {data?.groups.length === 0 && (
        <EmptyState icon={Inbox} title="Nothing is stuck">
          Domains appear here when they stall, fail or drift, when something wrong is published, or when setup takes
          more than an hour.
        </EmptyState>
      )}
      {data && data.groups.length > 0 && (
        <DataTable
          label="Stuck domains"
          columns={groupColumns}
          rows={data.groups}
          rowId={({ by, code }) => `${by} ${code}`}
          rowHref={groupHref}
        />
      )}
    </section>
  );
}

function countText({ total, capped }: SupportQueue): string {
  const count = total.toLocaleString("en");
  if (capped) return `The ${count} longest-waiting domains`;
  return total === 1 ? "1 domain" : `${count} domains`;
}

function leftOutText({ leftOut }: SupportQueue): string {
  if (leftOut === 0) return "Nothing is left out.";
  const count =
    leftOut === 1 ? "1 domain" : `${leftOut.toLocaleString("en")}${leftOut < maxLeftOut ? "" : " or more"} domains`;
  return `Left out: ${count} in setup for less than an hour, where nothing wrong has been seen.`;
}

const groupColumns: readonly Column<SupportQueueGroup>[] = [
  {
    key: "title",
    header: "Cause",
    primary: true,
    cell: (group) => (
      <span className="grid">
        <span className="[overflow-wrap:anywhere]">{stuckTitle(group)}</span>
        <span className="font-mono font-normal text-[13px] text-ink-soft">{group.code}</span>
      </span>
    ),
  },
  {
    key: "count",
    header: "Domains",
    width: "w-36",
    align: "end",
    cell: ({ count, unassigned }) => (
      <span className="grid tabular-nums">
        <span className="font-semibold">{count.toLocaleString("en")}</span>
        {unassigned > 0 && <span className="text-ink-soft text-sm">{unassigned.toLocaleString("en")} unassigned</span>}
      </span>
    ),
  },
  {
    key: "oldest",
    header: "Oldest",
    width: "w-28",
    cell: ({ oldestAt }) => (
      <span className="text-ink-soft">
        <RelativeTime date={oldestAt} />
      </span>
    ),
  },
  {
    key: "examples",
    header: "Longest waiting",
    width: "w-88",
    hideBelow: "lg",
    cell: ({ examples, count }) => (
      <span className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        {examples.map(({ id, hostname }) => (
          <Link
            key={id}
            href={`/support/connections/${id}`}
            prefetch={false}
            className="max-w-full truncate text-accent underline-offset-4 hover:underline"
          >
            {hostname}
          </Link>
        ))}
        {count > examples.length && <Badge>{(count - examples.length).toLocaleString("en")} more</Badge>}
      </span>
    ),
  },
];
