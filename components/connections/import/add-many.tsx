"use client";

import { CircleX, Download, Play, Table2, TriangleAlert } from "lucide-react";
import { useDeferredValue, useEffect, useMemo, useState } from "react";
import { ApplicationField, useApplicationChoice } from "@/components/connections/application-choice";
import { ColumnPicker } from "@/components/connections/import/column-picker";
import { countResults, resultOf } from "@/components/connections/import/import-results";
import { ImportTable } from "@/components/connections/import/import-table";
import { maxRows } from "@/components/connections/import/limits";
import { emptySource, LinesInput, type LinesSource } from "@/components/connections/import/lines-input";
import type { ImportList } from "@/components/connections/import/read-import";
import { useImportRun } from "@/components/connections/import/use-import-run";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Section } from "@/components/ui/section";
import { TextInput } from "@/components/ui/text-input";
import { FieldErrors, useForm } from "@/components/ui/use-form";
import { createConnectionsCall } from "@/lib/api/calls/create-connections";

/** The reader of lists has the Public Suffix List: it is loaded when the page is there. */
const loadReader = () => import("@/components/connections/import/read-import").then((file) => file.readImport);
const loadWriter = () => import("@/components/connections/import/results-csv").then((file) => file.resultsCsv);
const emptyList: ImportList = { rows: [], heading: null, columns: [], selected: [], undecided: false, beyond: 0 };

/** Connects many hostnames: a preview of each row of a list or a file, then its result. */
export function AddMany({ sandbox }: { sandbox: boolean }) {
  const [source, setSource] = useState<LinesSource>(emptySource);
  const [columns, setColumns] = useState<readonly number[] | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [batch, setBatch] = useState("");
  const [contest, setContest] = useState(false);
  const choice = useApplicationChoice(chosen);
  const text = useDeferredValue(source.text);
  const [read, setRead] = useState<Awaited<ReturnType<typeof loadReader>> | null>(null);
  useEffect(() => {
    // Without a network now, the form loads it when it is sent.
    void loadReader().then(
      (reader) => setRead(() => reader),
      () => undefined,
    );
    void loadWriter().catch(() => undefined);
  }, []);
  const list = useMemo(
    () => read?.(text, { allowReservedTlds: sandbox }, columns) ?? emptyList,
    [read, text, sandbox, columns],
  );
  const run = useImportRun();
  const valid = list.rows.filter(({ problem }) => problem === null);
  const editable = run.phase === "editing";
  const replace = (next: LinesSource) => {
    setSource(next);
    setColumns(null);
  };

  const form = useForm(async () => {
    const { rows } = (read ?? (await loadReader()))(source.text, { allowReservedTlds: sandbox }, columns);
    if (rows.every(({ problem }) => problem !== null))
      throw new FieldErrors({ hostnames: "Enter at least one domain that can be connected." });
    if (choice.applicationId === null) return;
    void run.start({ applicationId: choice.applicationId, batchId: batch.trim(), contest, rows });
  });

  return (
    <div className="grid gap-6">
      <PageHeader
        breadcrumbs={[{ href: "/connections", label: "Domains" }]}
        title="Add many domains"
        description={`Up to ${number(maxRows)} at once. What is left out is listed with the reason.`}
      />
      {editable && (
        <form {...form.bind} className="grid items-start gap-6 lg:grid-cols-[minmax(0,7fr)_minmax(0,5fr)]">
          <LinesInput
            source={source}
            onChange={replace}
            problem={valid.length === 0 ? form.errorAt("hostnames") : null}
          />
          <div className="grid gap-5 rounded-xl border border-line bg-card p-4 shadow-lift-1 sm:p-5">
            <ApplicationField choice={choice} onChoose={setChosen} />
            <Field
              label="Batch"
              optional
              hint="A name to find these domains by. We generate one if you leave it empty."
            >
              <TextInput
                name="batch_id"
                mono
                maxLength={createConnectionsCall.max?.batchId}
                autoComplete="off"
                spellCheck={false}
                placeholder="spring-move"
                value={batch}
                onChange={(event) => setBatch(event.target.value)}
              />
            </Field>
            <Checkbox
              name="contest"
              label="Also those that another account holds"
              hint="Each moves here once its new TXT record is the only one, on every nameserver."
              checked={contest}
              onChange={(event) => setContest(event.target.checked)}
            />
            <Button type="submit" className="w-full">
              <Play aria-hidden className="size-4" />
              {valid.length === 0 ? "Connect" : `Connect ${hostnames(valid.length)}`}
            </Button>
          </div>
        </form>
      )}
      {editable && list.columns.length > 1 && <ColumnPicker {...list} onChange={setColumns} />}
      {!editable && <RunPanel run={run} beyond={list.beyond} onAgain={() => replace(emptySource)} />}
      {list.beyond > 0 && (
        <Notice tone="waiting" icon={TriangleAlert}>
          Only the first {number(maxRows)} rows are connected. Import the other {number(list.beyond)} as a second list.
        </Notice>
      )}
      {list.rows.length > 0 && (
        <ImportTable list={list.rows} note={noteOf(list)} results={run.results} ran={!editable} />
      )}
    </div>
  );
}

/** What was understood of a table. */
function noteOf({ heading, columns, selected }: ImportList): string | null {
  const names = columns.filter(({ index }) => selected.includes(index)).map((column) => column.heading);
  const named = names.filter((name) => name !== null);
  const from = named.length > 0 ? `From the column ${named.join(", ")}. ` : "";
  return heading ? `${from}Line ${heading.line} is the heading.` : from || null;
}

type Run = ReturnType<typeof useImportRun>;

function RunPanel({ run, beyond, onAgain }: { run: Run; beyond: number; onAgain: () => void }) {
  const { phase, rows, results, end, batchId } = run;
  const counts = countResults(rows, results);
  const left = counts.waiting;
  const leftOut = counts.left_out + beyond;
  const sent = counts.connected + counts.already_connected + counts.refused;
  return (
    <Section
      title={phase === "running" ? "Connecting…" : left > 0 ? "Not all domains were sent" : "Done"}
      padded
      aside={
        phase === "running" && (
          <Button variant="plain" size="small" busy={run.stopping} onClick={run.stop}>
            {run.stopping ? "Stopping…" : "Stop"}
          </Button>
        )
      }
    >
      <div className="grid gap-4">
        <ProgressBar label="Domains sent" done={sent} total={sent + left} />
        <p role="status" className="text-ink-soft">
          {number(rows.length + beyond)} rows: {number(counts.connected)} connected, {number(counts.already_connected)}{" "}
          already connected, {number(counts.refused)} refused, {number(leftOut)} left out
          {left > 0 ? `, ${number(left)} not sent` : ""}.
          {phase === "running" && " Keep this page open until it is done."}
        </p>
        {end?.kind === "failed" && (
          <Notice tone="bad" icon={CircleX}>
            {end.error.message} Domains added so far stay. Nothing is sent twice.
          </Notice>
        )}
        {phase === "ended" && (
          <div className="flex flex-wrap gap-2 max-sm:[&>*]:flex-1">
            {left > 0 && <Button onClick={() => void run.resume()}>Continue with the other {number(left)}</Button>}
            {counts.connected > 0 && (
              <ButtonLink
                href={`/connections?batch_id=${encodeURIComponent(batchId)}`}
                variant={left > 0 ? "plain" : "primary"}
              >
                <Table2 aria-hidden className="size-4" />
                View in the table
              </ButtonLink>
            )}
            <Button variant="plain" onClick={() => download(run)}>
              <Download aria-hidden className="size-4" />
              Download results
            </Button>
            <Button
              variant="quiet"
              onClick={() => {
                run.reset();
                onAgain();
              }}
            >
              Start over
            </Button>
          </div>
        )}
      </div>
    </Section>
  );
}

async function download(run: Run): Promise<void> {
  const resultsCsv = await loadWriter();
  const url = URL.createObjectURL(
    new Blob([resultsCsv(run.rows, (row) => resultOf(row, run.results))], { type: "text/csv;charset=utf-8" }),
  );
  const link = document.createElement("a");
  link.href = url;
  link.download = `${run.batchId.replace(/[^\w.-]+/g, "-")}-results.csv`;
  link.click();
  URL.revokeObjectURL(url);
}

function hostnames(count: number): string {
  return count === 1 ? "1 domain" : `${number(count)} domains`;
}

function number(count: number): string {
  return count.toLocaleString("en-GB");
}
