"use client";

import { CircleCheck, CircleX, Clock, CornerDownRight, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { stateLabel } from "@/components/connection-facts/connection-state";
import { type Results, type RowResult, resultOf } from "@/components/connections/import/import-results";
import type { ImportRow } from "@/components/connections/import/read-import";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-classes";
import { Link } from "@/components/ui/link";
import type { Tone } from "@/components/ui/notice";
import { SegmentedControl } from "@/components/ui/segmented-control";

const step = 100;

type Row = ImportRow & { result: RowResult };

/** Each row of the list, with its problem before it is sent, and its result afterwards. */
export function ImportTable({
  list,
  note,
  results,
  ran,
}: {
  list: readonly ImportRow[];
  note: string | null;
  results: Results;
  /** Sending has begun. */
  ran: boolean;
}) {
  const [only, setOnly] = useState<"all" | "good" | "known" | "bad">("all");
  const [shown, setShown] = useState(step);
  const rows = list.map((row): Row => ({ ...row, result: resultOf(row, results) }));
  const bad = rows.filter(isBad);
  const known = rows.filter(({ result }) => result.status === "already_connected");
  const good = rows.filter((row) => !isBad(row) && (!ran || row.result.status === "connected"));
  const wanted = { all: rows, good, known, bad }[only];
  return (
    <section aria-label="Rows" className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <SegmentedControl
          label="Which rows"
          value={only}
          onValueChange={(next) => {
            setOnly(next);
            setShown(step);
          }}
          options={[
            { value: "all", label: `All ${number(rows.length)}` },
            { value: "good", label: `${ran ? "Connected" : "Ready"} ${number(good.length)}` },
            ...(known.length > 0 ? [{ value: "known" as const, label: `Already there ${number(known.length)}` }] : []),
            { value: "bad", label: `${ran ? "Failures" : "Problems"} ${number(bad.length)}` },
          ]}
        />
        {note && <p className="text-ink-soft text-sm [overflow-wrap:anywhere]">{note}</p>}
      </div>
      {wanted.length === 0 ? (
        <p className="rounded-xl border border-line border-dashed bg-card px-5 py-8 text-center text-ink-soft">
          {only === "bad" ? "No problems." : "No rows yet."}
        </p>
      ) : (
        <DataTable label="Rows" columns={columns} rows={wanted.slice(0, shown)} rowId={(row) => String(row.row)} />
      )}
      {wanted.length > shown && (
        <Button variant="plain" className="justify-self-center" onClick={() => setShown(shown + step * 5)}>
          Show more ({number(wanted.length - shown)})
        </Button>
      )}
    </section>
  );
}

function isBad({ result }: Row): boolean {
  return result.status === "left_out" || result.status === "refused";
}

const columns: Column<Row>[] = [
  {
    key: "line",
    header: "Line",
    width: "w-20",
    cell: ({ line }) => <span className="text-ink-soft tabular-nums">{line}</span>,
  },
  {
    key: "hostname",
    header: "Domain",
    primary: true,
    cell: ({ text, hostname }) => (
      <span className="font-mono text-[13px] [overflow-wrap:anywhere]">
        {text === "" ? <span className="text-ink-soft">empty</span> : text.slice(0, 300)}
        {hostname && hostname !== text && (
          <span className="flex items-baseline gap-1 font-normal text-ink-soft">
            <CornerDownRight aria-hidden className="size-3 shrink-0" />
            {hostname}
          </span>
        )}
      </span>
    ),
  },
  { key: "result", header: "Status", width: "w-52", cell: (row) => <ResultBadge row={row} /> },
  { key: "reason", header: "Details", cell: (row) => <Reason row={row} /> },
];

const styles: Record<RowResult["status"], { label: string; tone: Tone; icon: typeof Clock }> = {
  waiting: { label: "Ready", tone: "quiet", icon: Clock },
  left_out: { label: "Left out", tone: "waiting", icon: TriangleAlert },
  connected: { label: "Connected", tone: "good", icon: CircleCheck },
  already_connected: { label: "Already connected", tone: "quiet", icon: CircleCheck },
  refused: { label: "Refused", tone: "bad", icon: CircleX },
};

function ResultBadge({ row: { result } }: { row: Row }) {
  const { label, tone, icon } = styles[result.status];
  return (
    <Badge tone={tone} icon={icon}>
      {label}
    </Badge>
  );
}

function Reason({ row: { result, problem } }: { row: Row }) {
  const id = "connectionId" in result ? result.connectionId : null;
  const text = textOf(result) ?? problem;
  return (
    <span className="text-ink-soft text-sm [overflow-wrap:anywhere]">
      {text}{" "}
      {id && (
        <Link href={`/connections/${id}`} className="font-medium text-accent underline underline-offset-4">
          Open it
        </Link>
      )}
    </span>
  );
}

function textOf(result: RowResult): string | null {
  if (result.status === "refused") return result.message;
  if (result.status !== "already_connected") return null;
  return result.state === null ? "Skipped." : `Skipped: it is in your list, “${stateLabel(result.state)}”.`;
}

function number(count: number): string {
  return count.toLocaleString("en-GB");
}
