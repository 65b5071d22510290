"use client";

import { ExternalLink, Stethoscope } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { ConnectionPath } from "@/components/connection-facts/connection-path";
import { stateStyle } from "@/components/connection-facts/connection-state";
import { useProvider } from "@/components/connection-facts/known-provider";
import { pathSteps } from "@/components/connection-facts/path-steps";
import { ConnectionHeader } from "@/components/connections/connection-header";
import { ContestStatus } from "@/components/connections/contest-status";
import { useLiveMoment } from "@/components/connections/live-moment";
import { RecordCards } from "@/components/connections/record-cards";
import { StateAnnouncer } from "@/components/connections/state-announcer";
import { StopStatus } from "@/components/connections/stop-status";
import type { SandboxEdge } from "@/components/connections/visit-link";
import { isToBeDiagnosed } from "@/components/diagnosis/diagnosis-queries";
import { whoInDashboard } from "@/components/diagnosis/finding-presentation";
import { LiveRegion } from "@/components/diagnosis/live-region";
import { OtherFindings } from "@/components/diagnosis/other-findings";
import { currentFindings, whatNow } from "@/components/diagnosis/what-now";
import { Breadcrumbs, type Crumb } from "@/components/ui/breadcrumbs";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { SteadyBox } from "@/components/ui/steady-box";
import { type ConnectionState, isOver } from "@/lib/connections/machine";
import type { ConnectionResource, EventResource } from "@/lib/connections/schema";
import { placeFindings } from "@/lib/diagnosis/instructions/place-findings";
import type { RecordRow } from "@/lib/diagnosis/instructions/record-rows";
import { dnsPageOf } from "@/lib/dns/providers/dns-page-of";

/** The newest diagnosis, and the request for a newer one. */
export type ShownDiagnosis = {
  diagnosis: Parameters<typeof currentFindings>[1];
  busy: boolean;
  error: Error | null;
  refetch: () => void;
};

/**
 * What the dashboard and the support console share on a connection. The records are first, each with what is wrong about
 * it, and their cards keep their height: what arrives later moves nothing.
 */
export function ConnectionView({
  connection,
  events,
  diagnosed,
  rows,
  crumbs,
  about,
  sandbox,
  actions,
  question,
  publishable,
  recordActions,
  afterRecords,
  aside,
  children,
}: {
  connection: ConnectionResource;
  /** Newest first. */
  events: readonly EventResource[];
  diagnosed: ShownDiagnosis;
  rows: readonly RecordRow[];
  crumbs: readonly Crumb[];
  /** In the line below the title, before the times. */
  about?: ReactNode;
  sandbox: SandboxEdge | null;
  /** In the header: check now. */
  actions: ReactNode;
  /** What is queried at the moment, in a sentence. */
  question: string | null;
  /** A click publishes a record in the sandbox's DNS. */
  publishable: boolean;
  recordActions?: ReactNode;
  /** Below the records: other ways to publish them. */
  afterRecords?: ReactNode;
  /** Beside the records, below the status. */
  aside: ReactNode;
  children: ReactNode;
}) {
  const { state, stateChangedAt } = connection;
  const { diagnosis, busy, error, refetch } = diagnosed;
  const over = isOver(state);
  const findings = currentFindings(connection, diagnosis);
  const { byRecord, others } = placeFindings(rows, findings);
  const ranAt = diagnosis && diagnosis.checkedAt >= stateChangedAt ? diagnosis.checkedAt : null;
  const { text: fix, why } = whatNow(connection, diagnosis);
  useLiveMoment(connection, sandbox);
  return (
    <div className="flex flex-col gap-3 sm:gap-4">
      <StateAnnouncer connections={[connection]} except="live" />
      <LiveRegion text={why === null ? "" : `${why}. ${fix}`} />
      <div className="-mt-3 -mb-4">
        <Breadcrumbs crumbs={crumbs} />
      </div>
      <ConnectionHeader connection={connection} about={about} sandbox={sandbox} actions={actions} />
      <div className="grid items-start gap-3 sm:gap-4 lg:grid-cols-[minmax(0,1fr)_21rem] lg:grid-rows-[auto_1fr] lg:gap-x-6">
        <RecordsColumn
          connection={connection}
          question={question}
          actions={recordActions}
          cards={<RecordCards connection={connection} rows={rows} findings={byRecord} publishable={publishable} />}
        >
          {afterRecords}
        </RecordsColumn>
        <div className="grid min-w-0 gap-3 sm:gap-4 lg:col-start-2 lg:row-span-2 lg:row-start-1">
          <section
            aria-label="Status"
            className="grid min-w-0 gap-3 rounded-xl border border-line bg-card p-4 shadow-lift-1"
          >
            {!over && (
              <OtherFindings
                findings={others}
                who={whoInDashboard}
                placed={findings.length - others.length}
                ran={ranAt !== null}
                busy={busy}
                error={error}
                isWell={!isToBeDiagnosed(state)}
              />
            )}
            <ConnectionPath steps={pathSteps(connection, events)} />
            <SteadyBox reserve="min-h-24 sm:max-lg:min-h-12" more="the whole text">
              <p className="[overflow-wrap:anywhere]">{stateStyle(connection).now}</p>
            </SteadyBox>
            {connection.contest && <ContestStatus contest={connection.contest} />}
            {connection.stop && <StopStatus stop={connection.stop} />}
            {!over && (
              <div className="grid grid-cols-[9.5rem_minmax(0,1fr)] items-center gap-2 text-ink-soft text-sm">
                <Button variant="plain" size="small" className="w-full justify-start" busy={busy} onClick={refetch}>
                  <Stethoscope aria-hidden className="size-4" />
                  {busy ? "Running…" : ranAt ? "Diagnose again" : "Run diagnosis"}
                </Button>
                <span>
                  {ranAt && (
                    <>
                      ran <RelativeTime date={ranAt} />
                    </>
                  )}
                </span>
              </div>
            )}
          </section>
          {aside}
        </div>
        <div className="grid min-w-0 gap-3 sm:gap-4">{children}</div>
      </div>
    </div>
  );
}

function RecordsColumn({
  connection,
  question,
  actions,
  cards,
  children,
}: {
  connection: ConnectionResource;
  question: string | null;
  actions: ReactNode;
  cards: ReactNode;
  children: ReactNode;
}) {
  const { state, registrableDomain: zone } = connection;
  const provider = useProvider(connection.provider);
  return (
    <section aria-labelledby="records" className="grid min-w-0 gap-3">
      <div className="min-w-0">
        <h2 id="records" className="font-semibold">
          {isOver(state) ? "Requested records" : "Records to publish"}
        </h2>
        <p role="status" className="truncate text-ink-soft text-sm">
          {question ?? (
            <>
              in the DNS of <span className="font-mono">{zone}</span>
              {provider && ` at ${provider.name}`}
            </>
          )}
        </p>
      </div>
      {cards}
      <div className="flex flex-wrap items-center gap-2">
        {actions}
        {provider && (
          <a
            href={dnsPageOf(provider, zone)}
            target="_blank"
            rel="noopener noreferrer"
            className="control-small inline-flex items-center gap-1.5 px-1 font-medium text-accent text-sm underline-offset-4 hover:underline"
          >
            Open the DNS page of {provider.name}
            <ExternalLink aria-hidden className="size-3.5" />
            <span className="sr-only">(in a new tab)</span>
          </a>
        )}
      </div>
      {provider?.notes && <p className="text-ink-soft text-sm">{provider.notes}</p>}
      {children}
    </section>
  );
}

/** Runs the diagnosis again when the state or `seen`, what the checks have observed, changes. */
export function useDiagnoseOnChange(state: ConnectionState, seen: unknown, refetch: () => unknown): void {
  const text = JSON.stringify([state, seen]);
  const last = useRef(text);
  useEffect(() => {
    if (last.current === text) return;
    last.current = text;
    if (isToBeDiagnosed(state)) void refetch();
  }, [text, state, refetch]);
}
