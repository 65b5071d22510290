"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { AuditFilters } from "@/components/audit/audit-filters";
import { actionText, actorText, capitalized, targetText } from "@/components/audit/audit-text";
import { type AuditView, auditSearch, parseAuditView } from "@/components/audit/audit-view";
import { ExportLog } from "@/components/audit/export-log";
import { auditQuery, visitQuery } from "@/components/audit/queries";
import { QueryError } from "@/components/queries/query-error";
import { useEnvironment } from "@/components/session/environment";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-classes";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { KeyValues } from "@/components/ui/key-values";
import { LoadMore } from "@/components/ui/load-more";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { TextSkeleton } from "@/components/ui/skeleton";
import type { AuditEntryResource } from "@/lib/platform/audit/schema";

export function AuditLog() {
  const view = parseAuditView(useSearchParams());
  return (
    <div className="grid gap-6">
      <PageHeader
        title="Audit log"
        description="Who did what, with which key or account, and from where. Nothing here can be changed or deleted."
        actions={<ExportLog view={view} />}
      />
      <Entries view={view} />
    </div>
  );
}

/** The address holds the filters, so that a view can be shared. */
function show(view: AuditView): void {
  window.history.replaceState(null, "", `${window.location.pathname}${auditSearch(view)}`);
}

function Entries({ view }: { view: AuditView }) {
  const list = useInfiniteQuery(auditQuery(view, useEnvironment()));
  const entries = list.data?.pages.flatMap((page) => page.data);
  const isFiltered = auditSearch(view) !== "";
  return (
    <div className="grid gap-4">
      <AuditFilters view={view} onView={show} />
      {!entries && !list.isError && <DataTable label="Audit log" columns={columns} loading={8} />}
      {!entries && list.isError && <QueryError title="The audit log could not be loaded" query={list} />}
      {entries?.length === 0 && (
        <EmptyState icon={ScrollText} title={isFiltered ? "No matching entries" : "No entries yet"}>
          {isFiltered
            ? "Change or clear the filters."
            : "Every change made by a person, an API key or Latchkey itself is recorded here."}
        </EmptyState>
      )}
      {entries && entries.length > 0 && (
        <>
          <DataTable
            label="Audit log"
            columns={columns}
            rows={entries}
            rowId={(row) => row.id}
            rowName={(row) => `${actionText(row.action)} ${targetText(row)}`}
          />
          <LoadMore shown={entries.length} noun="entries" query={list} />
        </>
      )}
    </div>
  );
}

const columns: readonly Column<AuditEntryResource>[] = [
  {
    key: "what",
    header: "What",
    primary: true,
    cell: (row) => (
      <span className="grid">
        <span>{capitalized(actionText(row.action))}</span>
        {row.visit ? (
          <span className="font-normal text-ink-soft text-sm">
            <VisitText visit={row.visit} />
          </span>
        ) : (
          <span className="font-normal text-ink-soft text-sm sm:truncate" title={targetText(row)}>
            {targetText(row)}
          </span>
        )}
      </span>
    ),
  },
  {
    key: "who",
    header: "Who",
    cell: (row) => {
      const { name, kind, id } = actorText(row);
      return (
        <span className="grid" title={id ?? undefined}>
          <span className="[overflow-wrap:anywhere]">{name}</span>
          {kind !== null && <span className="text-ink-soft text-sm">{kind}</span>}
          {id !== null && <span className="truncate font-mono text-[13px] text-ink-soft">…{id.slice(-12)}</span>}
        </span>
      );
    },
  },
  {
    key: "from",
    header: "From",
    width: "w-36",
    hideBelow: "lg",
    cell: (row) => <span className="font-mono text-[13px] text-ink-soft">{row.ip ?? "–"}</span>,
  },
  {
    key: "when",
    header: "When",
    width: "w-36",
    cell: (row) => (
      <span className="text-ink-soft">
        <RelativeTime date={row.createdAt} />
      </span>
    ),
  },
  {
    key: "details",
    header: "Details",
    headerHidden: true,
    width: "w-24",
    align: "end",
    cell: (row) => <Details entry={row} />,
  },
];

function Details({ entry }: { entry: AuditEntryResource }) {
  const text = actionText(entry.action);
  return (
    <Dialog
      title={capitalized(text)}
      width="medium"
      trigger={
        <Button variant="quiet" size="small" aria-label={`Details: ${text} ${targetText(entry)}`}>
          Details
        </Button>
      }
    >
      <KeyValues
        items={[
          { label: "When", value: entry.createdAt.toISOString() },
          {
            label: "Who",
            value: (
              <>
                {actorText(entry).name} <Mono text={entry.actor} />
              </>
            ),
          },
          { label: "From", value: entry.ip ?? "no address" },
          { label: "Action", value: <Mono text={entry.action} /> },
          { label: "Object", value: <Mono text={entry.targetId} /> },
          { label: "Request", value: entry.requestId ? <Mono text={entry.requestId} /> : "none" },
        ]}
      />
      {entry.visit && <VisitedPages id={entry.id} />}
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="mt-4 max-h-72 overflow-auto rounded-lg border border-line bg-paper p-3 font-mono text-[13px]"
      >
        {JSON.stringify(entry.data, null, 2)}
      </pre>
    </Dialog>
  );
}

function Mono({ text }: { text: string }) {
  return <span className="font-mono text-[13px] [overflow-wrap:anywhere]">{text}</span>;
}

/** When a visit of support staff ended, and how much was opened. */
function VisitText({ visit: { endedAt, pages } }: { visit: NonNullable<AuditEntryResource["visit"]> }) {
  return (
    <>
      {pages === 1 ? "1 page opened" : `${pages.toLocaleString("en")} pages opened`},{" "}
      {endedAt === null ? (
        "still open"
      ) : (
        <>
          ended <RelativeTime date={endedAt} />
        </>
      )}
    </>
  );
}

function VisitedPages({ id }: { id: string }) {
  const list = useInfiniteQuery(visitQuery(id));
  const entries = list.data?.pages.flatMap((page) => page.data);
  return (
    <section aria-labelledby={`visit-${id}`} className="mt-4 grid gap-2">
      <h3 id={`visit-${id}`} className="font-semibold text-sm">
        The visit, newest first
      </h3>
      {!entries && !list.isError && <TextSkeleton lines={3} />}
      {!entries && list.isError && <QueryError title="The visit could not be loaded" query={list} />}
      {entries && (
        <>
          <ol className="grid max-h-72 gap-1 overflow-auto text-sm">
            {entries.map((entry) => (
              <li key={entry.id} className="flex flex-wrap justify-between gap-x-4">
                <span className="min-w-0 [overflow-wrap:anywhere]">
                  {entry.action === "support.viewed" ? <Mono text={targetText(entry)} /> : actionText(entry.action)}
                </span>
                <span className="text-ink-soft">
                  <RelativeTime date={entry.createdAt} />
                </span>
              </li>
            ))}
          </ol>
          <LoadMore shown={entries.length} noun="entries" query={list} />
        </>
      )}
    </section>
  );
}
