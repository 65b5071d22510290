"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { actionText, actorText, targetText } from "@/components/audit/audit-text";
import { auditQuery } from "@/components/audit/queries";
import { QueryError } from "@/components/queries/query-error";
import { useEnvironment } from "@/components/session/environment";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-classes";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { KeyValues } from "@/components/ui/key-values";
import { LoadMore } from "@/components/ui/load-more";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { Select } from "@/components/ui/select";
import { type AuditAction, auditActions } from "@/lib/platform/audit/catalog";
import type { AuditEntryResource } from "@/lib/platform/audit/schema";

export function AuditLog() {
  return (
    <div className="grid gap-6">
      <PageHeader
        title="Audit log"
        description="Who did what, with which key or account, and from where. Nothing here can be changed or deleted."
      />
      <Entries />
    </div>
  );
}

/** The address holds the filter, so that a view can be shared. */
function useActionFilter(): [AuditAction | null, (action: AuditAction | "all") => void] {
  const router = useRouter();
  const pathname = usePathname();
  const wanted = useSearchParams().get("action");
  const action = auditActions.find((known) => known === wanted) ?? null;
  return [action, (next) => router.replace(next === "all" ? pathname : `${pathname}?action=${next}`)];
}

function Entries() {
  const [action, setAction] = useActionFilter();
  const list = useInfiniteQuery(auditQuery(action, useEnvironment()));
  const entries = list.data?.pages.flatMap((page) => page.data);
  return (
    <div className="grid gap-4">
      <Field label="What happened" className="max-w-sm">
        <Select
          options={[
            { value: "all", label: "Everything" },
            ...auditActions.map((value) => ({ value, label: capitalized(actionText(value)) })),
          ]}
          value={action ?? "all"}
          onValueChange={setAction}
        />
      </Field>
      {!entries && !list.isError && <DataTable label="Audit log" columns={columns} loading={8} />}
      {!entries && list.isError && <QueryError title="The audit log could not be loaded" query={list} />}
      {entries?.length === 0 && (
        <EmptyState icon={ScrollText} title={action ? "No entries of this kind yet" : "No entries yet"}>
          {action
            ? "Choose another kind, or Everything."
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
        <span className="font-normal text-ink-soft text-sm sm:truncate" title={targetText(row)}>
          {targetText(row)}
        </span>
      </span>
    ),
  },
  {
    key: "who",
    header: "Who",
    cell: (row) => {
      const { kind, id } = actorText(row.actor);
      return (
        <span className="grid" title={id ?? undefined}>
          <span className="[overflow-wrap:anywhere]">{row.actorName ?? kind}</span>
          {row.actorName !== null && <span className="text-ink-soft text-sm">{kind}</span>}
          {row.actorName === null && id && (
            <span className="truncate font-mono text-[13px] text-ink-soft">…{id.slice(-12)}</span>
          )}
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
                {entry.actorName} <Mono text={entry.actor} />
              </>
            ),
          },
          { label: "From", value: entry.ip ?? "no address" },
          { label: "Action", value: <Mono text={entry.action} /> },
          { label: "Object", value: <Mono text={entry.targetId} /> },
          { label: "Request", value: entry.requestId ? <Mono text={entry.requestId} /> : "none" },
        ]}
      />
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

function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
