"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { ConnectionPath } from "@/components/connection-facts/connection-path";
import { StateBadge } from "@/components/connection-facts/connection-state";
import { pathSteps } from "@/components/connection-facts/path-steps";
import type { RecordRow } from "@/components/connection-facts/records-rows";
import { RecordsTable } from "@/components/connection-facts/records-table";
import { ContestStatus } from "@/components/connections/contest-status";
import { DriftStory } from "@/components/connections/drift-story";
import { StateAnnouncer } from "@/components/connections/state-announcer";
import { StopStatus } from "@/components/connections/stop-status";
import { isToBeDiagnosed } from "@/components/diagnosis/diagnosis-queries";
import { FindingsSection } from "@/components/diagnosis/findings-section";
import { currentFindings, type whatNow } from "@/components/diagnosis/what-now";
import type { Crumb } from "@/components/ui/breadcrumbs";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { type ConnectionState, isOver } from "@/lib/connections/machine";
import type { ConnectionResource, EventResource } from "@/lib/connections/schema";

/** The newest diagnosis, and the request for a newer one. */
export type ShownDiagnosis = {
  diagnosis: Parameters<typeof whatNow>[1];
  busy: boolean;
  error: Error | null;
  refetch: () => void;
};

/** What the dashboard and the support console share on a connection: state, findings and records. */
export function ConnectionView({
  connection,
  events,
  diagnosed,
  rows,
  crumbs,
  about,
  summary,
  actions,
  afterFindings,
  publishable,
  recordActions,
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
  /** Below the path: what to do now. */
  summary: ReactNode;
  actions: ReactNode;
  afterFindings?: ReactNode;
  /** A click publishes a record in the sandbox's DNS. */
  publishable: boolean;
  recordActions?: ReactNode;
  children: ReactNode;
}) {
  const { state, hostname, hostnameUnicode, stateChangedAt, unreachableSince, createdAt } = connection;
  const { diagnosis, busy, error, refetch } = diagnosed;
  const over = isOver(state);
  return (
    <div className="grid gap-6">
      <StateAnnouncer connections={[connection]} />
      <PageHeader
        breadcrumbs={crumbs}
        title={hostnameUnicode}
        badge={<StateBadge state={state} unreachableSince={unreachableSince} />}
        description={
          <span className="flex flex-wrap gap-x-4 text-sm">
            {about}
            {hostnameUnicode !== hostname && <span className="font-mono">{hostname}</span>}
            <span>
              changed <RelativeTime date={stateChangedAt} />
            </span>
            {unreachableSince !== null && (
              <span>
                unreachable since <RelativeTime date={unreachableSince} />
              </span>
            )}
            <span>
              created <RelativeTime date={createdAt} />
            </span>
          </span>
        }
      />
      <section
        aria-label="Status"
        className="grid min-w-0 gap-6 rounded-xl border border-line bg-card p-4 shadow-lift-1 sm:p-6"
      >
        <ConnectionPath steps={pathSteps(connection, events)} />
        {summary}
        {connection.contest && <ContestStatus contest={connection.contest} />}
        {connection.stop && <StopStatus stop={connection.stop} />}
        {state === "drifted" && <DriftStory events={events} />}
        {actions}
      </section>
      {!over && (
        <FindingsSection
          findings={currentFindings(connection, diagnosis)}
          checkedAt={diagnosis && diagnosis.checkedAt >= stateChangedAt ? diagnosis.checkedAt : null}
          busy={busy}
          error={error}
          onRefetch={refetch}
          isWell={!isToBeDiagnosed(state)}
        />
      )}
      {afterFindings}
      <RecordsTable
        title={over ? "Requested records" : "Records to publish"}
        zone={connection.registrableDomain}
        provider={connection.provider}
        rows={rows}
        publishable={publishable && !over}
        actions={recordActions}
      />
      {children}
    </div>
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
