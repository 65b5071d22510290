"use client";

import { useQuery } from "@tanstack/react-query";
import { Inbox } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { StateBadge } from "@/components/connections/connection-state";
import { supportHealthQuery, supportQueueQuery, supportSearchQuery } from "@/components/support/queries";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { CardSkeleton, TextSkeleton } from "@/components/ui/skeleton";
import { StatTile } from "@/components/ui/stat-tile";
import { SearchInput } from "@/components/ui/text-input";
import { useSettled } from "@/components/ui/use-settled";
import type { SupportQueueGroup, SupportSearch } from "@/lib/support/schema";

const typingMs = 300;

/** Where support begins: a search over everything, what is stuck and why, and how the machinery stands. */
export function SupportHome() {
  const [text, setText] = useState("");
  const q = useSettled(text.trim(), typingMs);
  return (
    <div className="grid gap-6">
      <PageHeader
        title="Support"
        description="Across all companies. What you look at and do is written to the audit log of the company it is about."
      />
      <SearchInput
        label="Search hostnames, companies and ids"
        value={text}
        maxLength={253}
        onChange={(event) => setText(event.target.value)}
      />
      {q.length >= 2 && <Results q={q} />}
      <Health />
      <Queue />
    </div>
  );
}

function Results({ q }: { q: string }) {
  const search = useQuery(supportSearchQuery(q));
  const { data } = search;
  if (!data) {
    if (!search.isError) return <TextSkeleton lines={3} />;
    return (
      <ErrorState
        title="The search failed"
        error={search.error}
        busy={search.isFetching}
        onRetry={() => search.refetch()}
      />
    );
  }
  const none = data.connections.length + data.tenants.length + data.webhooks.length === 0;
  return (
    <Section title="Found" padded>
      <div role="status">{none && <p>Nothing is called so. Try a part of the hostname, or an id.</p>}</div>
      <Connections connections={data.connections} />
      <ul className="grid gap-2">
        {data.tenants.map((tenant) => (
          <li key={tenant.id}>
            <Link href={`/support/tenants/${tenant.id}`} className={link}>
              {tenant.name}
            </Link>{" "}
            <span className="text-ink-soft text-sm">company, plan {tenant.plan}</span>
          </li>
        ))}
        {data.webhooks.map(({ kind, id, connectionId, tenantId, tenantName, label, status }) => (
          <li key={`${kind} ${id} ${connectionId}`}>
            <Link
              href={connectionId ? `/support/connections/${connectionId}` : `/support/tenants/${tenantId}`}
              className={link}
            >
              {label}
            </Link>{" "}
            <span className="text-ink-soft text-sm">
              webhook {kind} of {tenantName}, {status}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const link = "font-medium text-accent underline-offset-4 hover:underline [overflow-wrap:anywhere]";

function Connections({ connections }: Pick<SupportSearch, "connections">) {
  return (
    <ul className="grid gap-2">
      {connections.map((one) => (
        <li key={one.id} className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          <Link href={`/support/connections/${one.id}`} className={link}>
            {one.hostname}
          </Link>
          <StateBadge state={one.state} />
          <span className="text-ink-soft text-sm">
            {one.tenantName}, <RelativeTime date={one.stateChangedAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function Health() {
  const health = useQuery(supportHealthQuery);
  const { data } = health;
  if (!data) {
    if (!health.isError) return <CardSkeleton />;
    return (
      <ErrorState
        title="The health could not be read"
        error={health.error}
        busy={health.isFetching}
        onRetry={() => health.refetch()}
      />
    );
  }
  const alive = data.workers.filter((worker) => worker.alive);
  const [last] = data.workers;
  return (
    <section aria-label="Health" className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
      <StatTile
        label="Workers"
        value={alive.length}
        tone={alive.length > 0 ? "good" : "bad"}
        note={last ? <RelativeTime date={last.seenAt} /> : "none was ever seen"}
      />
      <StatTile
        label="Jobs due"
        value={data.queue.due}
        note={`the oldest for ${Math.round(data.queue.oldestSeconds)} s`}
      />
      <StatTile
        label="Jobs given up"
        value={data.queue.failed}
        tone={data.queue.failed > 0 ? "bad" : "good"}
        note="kept until somebody decides"
      />
      <StatTile
        label="Hostnames at the edge"
        value={data.claims}
        note={`asked about today: ${data.asks.hostnames}; refused ever: ${data.asks.refused}`}
      />
    </section>
  );
}

function Queue() {
  const queue = useQuery(supportQueueQuery);
  const { data } = queue;
  if (!data) {
    if (!queue.isError) return <CardSkeleton />;
    return (
      <ErrorState
        title="The queue could not be loaded"
        error={queue.error}
        busy={queue.isFetching}
        onRetry={() => queue.refetch()}
      />
    );
  }
  if (data.groups.length === 0) {
    return (
      <EmptyState icon={Inbox} title="Nothing is stuck">
        Connections stand here when they stall, fail or drift, or take more than an hour.
      </EmptyState>
    );
  }
  return (
    <Section
      title="Stuck"
      description={`${data.total} connections${data.capped ? ", or more" : ""}, by what is found first`}
    >
      <div className="divide-y divide-line">
        {data.groups.map((group) => (
          <Group key={`${group.by} ${group.code}`} group={group} />
        ))}
      </div>
    </Section>
  );
}

function Group({ group }: { group: SupportQueueGroup }) {
  return (
    <details className="px-4 py-3 sm:px-5">
      <summary className="cursor-pointer">
        <span className="font-medium">{group.title ?? group.code.replaceAll("_", " ")}</span>{" "}
        <span className="text-ink-soft text-sm">
          {group.count} {group.count === 1 ? "connection" : "connections"}, the oldest{" "}
          <RelativeTime date={group.oldestAt} />
        </span>
      </summary>
      <div className="grid gap-2 pt-3">
        <Connections connections={group.examples} />
      </div>
    </details>
  );
}
