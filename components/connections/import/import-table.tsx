"use client";

import { CircleCheck, CircleX, Clock, CornerDownRight, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import type { ImportLine } from "@/components/connections/import/read-lines";
import type { LineResult } from "@/components/connections/import/results-csv";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-classes";
import type { Tone } from "@/components/ui/notice";
import { SegmentedControl } from "@/components/ui/segmented-control";

const step = 100;

type Row = ImportLine & { result: LineResult };

/** Each line of the list, with its problem before it is sent, and its result afterwards. */
export function ImportTable({
  lines,
  column,
  resultOf,
  ran,
}: {
  lines: readonly ImportLine[];
  column: string | null;
  resultOf: (line: ImportLine) => LineResult;
  /** Sending has begun. */
  ran: boolean;
}) {
  const [only, setOnly] = useState<"all" | "good" | "bad">("all");
  const [shown, setShown] = useState(step);
  const rows = lines.map((line): Row => ({ ...line, result: resultOf(line) }));
  const bad = rows.filter(isBad);
  const good = rows.filter((row) => !isBad(row) && (!ran || row.result.status === "connected"));
  const wanted = { all: rows, good, bad }[only];
  return (
    <section aria-label="Lines" className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <SegmentedControl
          label="Which lines"
          value={only}
          onValueChange={(next) => {
            setOnly(next);
            setShown(step);
          }}
          options={[
            { value: "all", label: `All ${number(rows.length)}` },
            { value: "good", label: `${ran ? "Connected" : "Ready"} ${number(good.length)}` },
            { value: "bad", label: `${ran ? "Failures" : "Problems"} ${number(bad.length)}` },
          ]}
        />
        {column && (
          <p className="text-ink-soft text-sm">
            From the column <span className="font-mono">{column}</span>
          </p>
        )}
      </div>
      {wanted.length === 0 ? (
        <p className="rounded-xl border border-line border-dashed bg-card px-5 py-8 text-center text-ink-soft">
          {only === "bad" ? "No problems." : "No lines yet."}
        </p>
      ) : (
        <DataTable
          label="Lines"
          columns={columns}
          rows={wanted.slice(0, shown)}
          rowId={(row) => String(row.line) + row.text}
        />
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
  return result.status === "skipped" || result.status === "refused";
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
    header: "Hostname",
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
  { key: "result", header: "Status", width: "w-40", cell: (row) => <ResultBadge row={row} /> },
  { key: "reason", header: "Details", cell: (row) => <Reason row={row} /> },
];

const styles: Record<LineResult["status"], { label: string; tone: Tone; icon: typeof Clock }> = {
  waiting: { label: "Ready", tone: "quiet", icon: Clock },
  skipped: { label: "Skipped", tone: "waiting", icon: TriangleAlert },
  connected: { label: "Connected", tone: "good", icon: CircleCheck },
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
  const text = result.status === "refused" ? result.message : problem;
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

function number(count: number): string {
  return count.toLocaleString("en-GB");
}
