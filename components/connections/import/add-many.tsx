"use client";

import { CircleX, Download, Play, Table2, TriangleAlert } from "lucide-react";
import { useDeferredValue, useMemo, useState } from "react";
import { ApplicationField, useApplicationChoice } from "@/components/connections/application-choice";
import { ImportTable } from "@/components/connections/import/import-table";
import { LinesInput, type LinesSource } from "@/components/connections/import/lines-input";
import { maxLines, readLines } from "@/components/connections/import/read-lines";
import { resultsCsv } from "@/components/connections/import/results-csv";
import { useImportRun } from "@/components/connections/import/use-import-run";
import { boundsOf } from "@/components/ui/bounds-of";
import { Button, ButtonLink } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Section } from "@/components/ui/section";
import { TextInput } from "@/components/ui/text-input";
import { FieldErrors, useForm } from "@/components/ui/use-form";
import { createConnectionsEndpoint } from "@/lib/api/endpoints/connections";

/** Connects many hostnames: validated here line by line, sent in chunks, with a result for each line. */
export function AddMany() {
  const [source, setSource] = useState<LinesSource>({ text: "", fileName: null });
  const [chosen, setChosen] = useState<string | null>(null);
  const [batch, setBatch] = useState("");
  const [contest, setContest] = useState(false);
  const choice = useApplicationChoice(chosen);
  const text = useDeferredValue(source.text);
  const list = useMemo(() => readLines(text), [text]);
  const run = useImportRun();
  const valid = list.lines.filter(({ problem }) => problem === null);
  const editable = run.phase === "editing";

  const form = useForm(() => {
    if (valid.length === 0) throw new FieldErrors({ hostnames: "Enter at least one hostname that can be connected." });
    if (choice.applicationId === null) return;
    void run.start({ applicationId: choice.applicationId, batchId: batch.trim(), contest, lines: list.lines });
  });

  return (
    <div className="grid gap-6">
      <PageHeader
        breadcrumbs={[{ href: "/connections", label: "Connections" }]}
        title="Connect many hostnames"
        description={`Up to ${maxLines.toLocaleString("en-GB")} at once. Lines with problems are marked and skipped.`}
      />
      {editable && (
        <form {...form.bind} className="grid items-start gap-6 lg:grid-cols-[minmax(0,7fr)_minmax(0,5fr)]">
          <LinesInput
            source={source}
            onChange={setSource}
            problem={valid.length === 0 ? form.errorAt("hostnames") : null}
          />
          <div className="grid gap-5 rounded-xl border border-line bg-card p-4 shadow-lift-1 sm:p-5">
            <ApplicationField choice={choice} onChoose={setChosen} />
            <Field
              label="Batch"
              optional
              hint="A name to find these connections by. We generate one if you leave it empty."
            >
              <TextInput
                name="batch_id"
                mono
                maxLength={boundsOf(createConnectionsEndpoint.input, "batchId").max}
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
      {!editable && <RunPanel run={run} onAgain={() => setSource({ text: "", fileName: null })} />}
      {list.leftOut > 0 && (
        <Notice tone="waiting" icon={TriangleAlert}>
          Only the first {maxLines.toLocaleString("en-GB")} lines are read. Import the other{" "}
          {list.leftOut.toLocaleString("en-GB")} as a second list.
        </Notice>
      )}
      {list.lines.length > 0 && (
        <ImportTable lines={list.lines} column={list.column} resultOf={run.resultOf} ran={!editable} />
      )}
    </div>
  );
}

type Run = ReturnType<typeof useImportRun>;

function RunPanel({ run, onAgain }: { run: Run; onAgain: () => void }) {
  const { phase, counts, end, batchId } = run;
  const left = counts.total - counts.connected - counts.refused;
  return (
    <Section
      title={phase === "running" ? "Connecting…" : left > 0 ? "Not all lines were sent" : "Done"}
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
        <ProgressBar label="Lines sent" done={counts.connected + counts.refused} total={counts.total} />
        <p role="status" className="text-ink-soft">
          {counts.connected} connected, {counts.refused} refused, {counts.skipped} skipped
          {left > 0 && phase === "ended" ? `, ${left} not sent` : ""}.
          {phase === "running" && " Keep this page open until it is done."}
        </p>
        {end?.kind === "failed" && (
          <Notice tone="bad" icon={CircleX}>
            {end.error.message} Connections made so far stay. Nothing is sent twice.
          </Notice>
        )}
        {phase === "ended" && (
          <div className="flex flex-wrap gap-2 max-sm:[&>*]:flex-1">
            {left > 0 && <Button onClick={() => void run.resume()}>Continue with the other {left}</Button>}
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

function download(run: Run): void {
  const url = URL.createObjectURL(new Blob([resultsCsv(run.lines, run.resultOf)], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${run.batchId.replace(/[^\w.-]+/g, "-")}-results.csv`;
  link.click();
  URL.revokeObjectURL(url);
}

function hostnames(count: number): string {
  return count === 1 ? "1 hostname" : `${count.toLocaleString("en-GB")} hostnames`;
}
