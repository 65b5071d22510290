"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Archive, CircleCheck, CircleX, Clock, type LucideIcon } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { v4 as randomId } from "uuid";
import { type RunEnd, runInChunks } from "@/components/connections/run-in-chunks";
import type { BulkKind } from "@/components/connections/table/bulk-buttons";
import { announce } from "@/components/ui/announcer";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { assertConfirmed, ConfirmationField } from "@/components/ui/confirmation-field";
import { Dialog } from "@/components/ui/dialog";
import { Form } from "@/components/ui/form";
import { Link } from "@/components/ui/link";
import { Notice, type Tone } from "@/components/ui/notice";
import { ProgressBar } from "@/components/ui/progress-bar";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { useForm } from "@/components/ui/use-form";
import { archiveConnectionsCall } from "@/lib/api/calls/archive-connections";
import { verifyConnectionsCall } from "@/lib/api/calls/verify-connections";
import { request } from "@/lib/api/client";
import { isServed } from "@/lib/connections/machine";
import type { BulkArchive, BulkVerification, ConnectionSummary } from "@/lib/connections/schema";

type Status = (BulkVerification | BulkArchive)["results"][number]["status"];
type Result = { status: Status; message: string | null };

const sizes: Record<BulkKind, number> = { verify: 20, archive: 100 };

const statusStyles: Record<Status, { label: string; tone: Tone; icon: LucideIcon }> = {
  verified: { label: "Verified", tone: "good", icon: CircleCheck },
  archived: { label: "Archived", tone: "quiet", icon: Archive },
  queued: { label: "Checking soon", tone: "working", icon: Clock },
  refused: { label: "Failed", tone: "bad", icon: CircleX },
};

/** Asks for confirmation, runs in chunks, and shows each result. `targets`: selected when it opened. */
export function BulkDialog({
  kind,
  targets,
  onClose,
}: {
  kind: BulkKind;
  targets: readonly ConnectionSummary[];
  /** `done`: at least one target was processed. */
  onClose: (done: boolean) => void;
}) {
  const run = useBulkRun(kind, targets);
  const { phase, results, end } = run;
  const count = hostnames(targets.length);
  const done = results.size > 0;
  const title = {
    asking: kind === "verify" ? `Check ${count} now?` : `Archive ${count}?`,
    running: kind === "verify" ? `Checking ${count}` : `Archiving ${count}`,
    ended: kind === "verify" ? "Checked" : "Archived",
  }[phase];
  const word = kind === "archive" && serving(targets) > 0 ? "archive" : undefined;
  const form = useForm(({ confirmation = "" }) => {
    assertConfirmed(confirmation.toLowerCase(), word);
    void run.start(0);
  });

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && phase !== "running" && onClose(done)}
      title={title}
      footer={
        phase === "asking" ? (
          <>
            <Button variant="plain" onClick={() => onClose(false)}>
              Cancel
            </Button>
            <Button type="submit" form={form.bind.id} variant={kind === "archive" ? "danger-solid" : "primary"}>
              {kind === "archive" ? `Archive ${count}` : `Check ${count}`}
            </Button>
          </>
        ) : phase === "running" ? (
          <Button variant="plain" onClick={run.stop} busy={run.stopping}>
            {run.stopping ? "Stopping…" : "Stop"}
          </Button>
        ) : (
          <>
            {end && end.kind !== "finished" && (
              <Button variant="plain" onClick={() => run.start(end.next)}>
                Continue with the other {targets.length - end.next}
              </Button>
            )}
            <Button onClick={() => onClose(done)}>Close</Button>
          </>
        )
      }
    >
      {phase === "asking" && (
        <Form form={form} className="grid gap-4">
          {kind === "archive" ? <ArchiveConsequences targets={targets} /> : <VerifyExplanation />}
          <TargetList targets={targets} />
          {word && <ConfirmationField word={word} form={form} />}
        </Form>
      )}
      {phase !== "asking" && (
        <div className="grid gap-4">
          <ProgressBar label={kind === "verify" ? "Checked" : "Archived"} done={results.size} total={targets.length} />
          {end?.kind === "failed" && (
            <Notice tone="bad" icon={CircleX}>
              {end.error.message} The others were not {kind === "verify" ? "checked" : "archived"}.
            </Notice>
          )}
          <ResultList targets={targets} results={results} ended={phase === "ended"} />
        </div>
      )}
    </Dialog>
  );
}

function useBulkRun(kind: BulkKind, targets: readonly ConnectionSummary[]) {
  const client = useQueryClient();
  const [runId] = useState(() => randomId());
  const [phase, setPhase] = useState<"asking" | "running" | "ended">("asking");
  const [results, setResults] = useState<ReadonlyMap<string, Result>>(new Map());
  const [end, setEnd] = useState<RunEnd | null>(null);
  const [stopping, setStopping] = useState(false);
  const stopped = useRef(false);

  useEffect(
    () => () => {
      stopped.current = true;
    },
    [],
  );

  async function start(from: number) {
    stopped.current = false;
    setStopping(false);
    setPhase("running");
    const ended = await runInChunks({
      runId,
      items: targets.map(({ id }) => id),
      size: sizes[kind],
      from,
      send: ({ items, headers }) => send(kind, items, headers),
      onAnswer: (_, answer) => {
        const received = answer.results.map(({ id, status, error }): [string, Result] => [
          id,
          { status, message: error?.message ?? null },
        ]);
        setResults((before) => new Map([...before, ...received]));
      },
      isStopped: () => stopped.current,
    });
    setEnd(ended);
    setPhase("ended");
    announce(ended.kind === "finished" ? "All done." : "Not all done.");
    await client.invalidateQueries({ queryKey: ["connections"] });
  }

  function stop() {
    stopped.current = true;
    setStopping(true);
  }

  return { phase, results, end, stopping, start, stop };
}

function send(
  kind: BulkKind,
  items: readonly string[],
  headers: Record<string, string>,
): Promise<BulkVerification | BulkArchive> {
  const input = { ids: [...items] };
  if (kind === "verify") return request(verifyConnectionsCall, input, { headers });
  return request(archiveConnectionsCall, input, { headers });
}

function VerifyExplanation() {
  return (
    <p className="text-ink-soft">
      We query the nameservers of each domain for its TXT record now, then check every few seconds. Live domains are not
      affected.
    </p>
  );
}

function ArchiveConsequences({ targets }: { targets: readonly ConnectionSummary[] }) {
  const live = serving(targets);
  return (
    <div className="grid gap-3">
      {live > 0 && (
        <Notice tone="bad" icon={CircleX}>
          {live === 1 ? "One of them is live" : `${live} of them are live`}. Visitors will no longer reach{" "}
          {live === 1 ? "it" : "them"}.
        </Notice>
      )}
      <ul className="grid list-disc gap-1 pl-5 text-ink-soft">
        <li>The edge stops serving them and gets no more certificates for them.</li>
        <li>The domains are released: anyone who proves control can connect them.</li>
        <li>Records in your customers' DNS stay. Ask them to remove the records.</li>
        <li>We send a domain.archived webhook for each. You can still read their timelines.</li>
        <li>You cannot undo this. Connecting one again needs a new TXT record.</li>
      </ul>
    </div>
  );
}

const namedTargets = 8;

function TargetList({ targets }: { targets: readonly ConnectionSummary[] }) {
  const more = targets.length - namedTargets;
  return (
    <p className="text-sm [overflow-wrap:anywhere]">
      {targets
        .slice(0, namedTargets)
        .map(({ hostnameUnicode }) => hostnameUnicode)
        .join(", ")}
      {more > 0 && ` and ${more} more`}
    </p>
  );
}

const shownResults = 200;

function ResultList({
  targets,
  results,
  ended,
}: {
  targets: readonly ConnectionSummary[];
  results: ReadonlyMap<string, Result>;
  ended: boolean;
}) {
  const [only, setOnly] = useState<"all" | "refused">("all");
  const refused = targets.filter(({ id }) => results.get(id)?.status === "refused");
  const rows = (only === "all" ? targets.filter(({ id }) => results.has(id)) : refused).slice(0, shownResults);
  return (
    <div className="grid min-h-40 content-start gap-3">
      {ended && (
        <p role="status">
          {results.size - refused.length} done
          {refused.length > 0 && `, ${refused.length} failed`}
          {results.size < targets.length && `, ${targets.length - results.size} not tried`}.
        </p>
      )}
      {ended && refused.length > 0 && refused.length < results.size && (
        <div>
          <SegmentedControl
            label="Results"
            value={only}
            onValueChange={setOnly}
            options={[
              { value: "all", label: "All" },
              { value: "refused", label: `Failed (${refused.length})` },
            ]}
          />
        </div>
      )}
      <ul className="grid divide-y divide-line">
        {rows.map(({ id, hostnameUnicode }) => {
          const result = results.get(id);
          if (!result) return null;
          const { label, tone, icon } = statusStyles[result.status];
          return (
            <li key={id} className="grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-3 py-2 text-sm">
              <Link href={`/connections/${id}`} className="hover:underline [overflow-wrap:anywhere]">
                {hostnameUnicode}
              </Link>
              <Badge tone={tone} icon={icon}>
                {label}
              </Badge>
              {result.message && <p className="col-span-2 text-ink-soft">{result.message}</p>}
            </li>
          );
        })}
      </ul>
      {results.size > shownResults && rows.length === shownResults && (
        <p className="text-ink-soft text-sm">Showing the first {shownResults}.</p>
      )}
    </div>
  );
}

function serving(targets: readonly ConnectionSummary[]): number {
  return targets.filter(({ state }) => isServed(state)).length;
}

function hostnames(count: number): string {
  return count === 1 ? "1 domain" : `${count} domains`;
}
