"use client";

import { useQuery } from "@tanstack/react-query";
import { Waypoints } from "lucide-react";
import { durationText } from "@/components/overview/duration-text";
import { QueryError } from "@/components/queries/query-error";
import { supportEdgesQuery } from "@/components/support/queries";
import { Badge } from "@/components/ui/badge";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-classes";
import { EmptyState } from "@/components/ui/empty-state";
import type { Tone } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import type { SupportEdges } from "@/lib/support/schema";

/** Each edge, with what it knows and how it is; and what edges may still serve though it was released. */
export function SupportEdgesPage() {
  const list = useQuery(supportEdgesQuery);
  const { data } = list;
  return (
    <div className="grid gap-6">
      <PageHeader
        title="Edges"
        description={
          data ? (
            <>
              As of <RelativeTime date={data.checkedAt} />. An edge that is silent or behind still serves what it knows.
            </>
          ) : (
            "The machines that serve the connected domains."
          )
        }
      />
      {!data && !list.isError && <DataTable label="Edges" columns={columns} loading={3} />}
      {!data && list.isError && <QueryError title="The edges could not be loaded" query={list} />}
      {data?.edges.length === 0 && (
        <EmptyState icon={Waypoints} title="No edge has reported yet">
          <code className="font-mono text-[13px]">npm start</code> runs one beside the app. To add one on another
          machine, set <code className="font-mono text-[13px]">CONTROLPLANE_URL</code> and{" "}
          <code className="font-mono text-[13px]">EDGE_TOKEN</code> there, and run{" "}
          <code className="font-mono text-[13px]">npm run edge</code>.
        </EmptyState>
      )}
      {data && data.edges.length > 0 && (
        <DataTable label="Edges" columns={columns} rows={data.edges} rowId={({ id }) => id} />
      )}
      {data && <LateStops stops={data.lateStops} />}
    </div>
  );
}

type Edge = SupportEdges["edges"][number];

const statuses: Record<Edge["status"], { label: string; tone: Tone }> = {
  silent: { label: "Silent", tone: "bad" },
  lagging: { label: "Lagging", tone: "waiting" },
  current: { label: "Current", tone: "good" },
};

const columns: readonly Column<Edge>[] = [
  {
    key: "name",
    header: "Edge",
    primary: true,
    cell: ({ name, responderVersion, caddyVersion, problems }) => (
      <span className="grid gap-1">
        <span className="[overflow-wrap:anywhere]">{name}</span>
        <span className="font-normal text-ink-soft text-sm">
          Responder {responderVersion}, Caddy {caddyVersion ?? "unknown"}
        </span>
        {problems.map((problem) => (
          <span key={problem} className="font-normal text-bad text-sm [overflow-wrap:anywhere]">
            {problem}
          </span>
        ))}
      </span>
    ),
  },
  {
    key: "status",
    header: "Status",
    width: "w-28",
    cell: ({ status }) => <Badge tone={statuses[status].tone}>{statuses[status].label}</Badge>,
  },
  { key: "hosts", header: "Hosts", width: "w-24", align: "end", cell: ({ hosts }) => hosts.toLocaleString("en") },
  {
    key: "behind",
    header: "Position",
    width: "w-36",
    cell: ({ sequence, behind, behindSeconds }) => (
      <span className="grid text-sm">
        <span>{sequence.toLocaleString("en")}</span>
        <span className="text-ink-soft">
          {behind === 0 ? "no lag" : `${behind.toLocaleString("en")} behind, ${durationText(behindSeconds)}`}
        </span>
      </span>
    ),
  },
  {
    key: "renewals",
    header: "Renewals",
    width: "w-36",
    hideBelow: "lg",
    cell: ({ renewals }) =>
      renewals === null ? (
        <span className="text-ink-soft">–</span>
      ) : (
        <span className="grid text-sm">
          <span>{renewals.dueNow} due</span>
          <span className={renewals.overdueCount > 0 ? "text-bad" : "text-ink-soft"}>
            {renewals.overdueCount} overdue
          </span>
        </span>
      ),
  },
  {
    key: "ask",
    header: "Last ask",
    width: "w-32",
    hideBelow: "lg",
    cell: ({ lastAskAt }) => (
      <span className="text-ink-soft">{lastAskAt ? <RelativeTime date={lastAskAt} /> : "never"}</span>
    ),
  },
  {
    key: "seen",
    header: "Last seen",
    width: "w-32",
    cell: ({ seenAt }) => (
      <span className="text-ink-soft">
        <RelativeTime date={seenAt} />
      </span>
    ),
  },
];

function LateStops({ stops }: { stops: SupportEdges["lateStops"] }) {
  return (
    <Section
      title="Not confirmed as stopped"
      description="Archived or failed domains that an edge may still serve, more than 10 seconds after their release."
    >
      {stops.length === 0 ? (
        <p className="px-4 py-4 text-ink-soft sm:px-5">Every edge has confirmed what was released.</p>
      ) : (
        <DataTable
          bare
          label="Not confirmed as stopped"
          columns={stopColumns}
          rows={stops}
          rowId={({ connectionId }) => connectionId}
          rowHref={({ connectionId }) => `/support/connections/${connectionId}`}
        />
      )}
    </Section>
  );
}

const stopColumns: readonly Column<SupportEdges["lateStops"][number]>[] = [
  {
    key: "hostname",
    header: "Hostname",
    primary: true,
    cell: ({ hostname, tenantName }) => (
      <span className="grid">
        <span className="[overflow-wrap:anywhere]">{hostname}</span>
        <span className="font-normal text-ink-soft text-sm [overflow-wrap:anywhere]">{tenantName}</span>
      </span>
    ),
  },
  {
    key: "edges",
    header: "Edges",
    cell: ({ edges }) => <span className="[overflow-wrap:anywhere]">{edges.join(", ")}</span>,
  },
  {
    key: "released",
    header: "Released",
    width: "w-32",
    cell: ({ releasedAt }) => (
      <span className="text-ink-soft">
        <RelativeTime date={releasedAt} />
      </span>
    ),
  },
];
