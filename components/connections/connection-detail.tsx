"use client";

import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { CertificateFacts } from "@/components/connection-facts/certificate-facts";
import { ConnectionPath } from "@/components/connection-facts/connection-path";
import { StateBadge } from "@/components/connection-facts/connection-state";
import { edgeCommand } from "@/components/connection-facts/edge-command";
import { pathSteps } from "@/components/connection-facts/path-steps";
import { recordRows } from "@/components/connection-facts/records-rows";
import { RecordsTable } from "@/components/connection-facts/records-table";
import { ArchiveConnection } from "@/components/connections/archive-connection";
import { CheckNow } from "@/components/connections/check-now";
import { DetailSkeleton } from "@/components/connections/connection-skeleton";
import { DriftStory } from "@/components/connections/drift-story";
import { ExportRecords } from "@/components/connections/export-records";
import { useConnectionChanges } from "@/components/connections/live-changes";
import { SendInstructions } from "@/components/connections/send-instructions";
import { StateAnnouncer } from "@/components/connections/state-announcer";
import { Timeline } from "@/components/connections/timeline";
import {
  diagnosisQuery,
  isToBeDiagnosed,
  lastSnapshotQuery,
  snapshotsQuery,
} from "@/components/diagnosis/diagnosis-queries";
import { whoInDashboard } from "@/components/diagnosis/finding-presentation";
import { FindingsSection } from "@/components/diagnosis/findings-section";
import { latestAnswers } from "@/components/diagnosis/latest-answers";
import { currentFindings, whatNow } from "@/components/diagnosis/what-now";
import { connectionQuery, eventsQuery, observationsQuery } from "@/components/queries/queries";
import { rememberVisit } from "@/components/session/recent-visits";
import { useShellSession } from "@/components/session/shell-session";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { ButtonLink } from "@/components/ui/button";
import { Command } from "@/components/ui/command";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { ApiError } from "@/lib/api/client";
import { isOver } from "@/lib/connections/machine";
import type { ConnectionResource } from "@/lib/connections/schema";

type EdgeFacts = { httpsPort: number; caFile: string | null };

const crumbs = [{ href: "/connections", label: "Connections" }];

export function ConnectionDetail({ id, sandbox }: { id: string; sandbox: EdgeFacts | null }) {
  useConnectionChanges();
  const query = useQuery(connectionQuery(id));
  if (query.data) return <Loaded connection={query.data} sandbox={sandbox} />;
  if (!query.isError) return <DetailSkeleton />;
  const gone = query.error instanceof ApiError && query.error.code === "not_found";
  return (
    <div className="grid gap-4">
      <Breadcrumbs crumbs={crumbs} />
      <ErrorState
        level={1}
        title={gone ? "There is no such connection" : "The connection could not be loaded"}
        error={gone ? new Error("It may belong to another company of yours, or the address is mistyped.") : query.error}
        busy={query.isFetching}
        {...(gone ? {} : { onRetry: () => query.refetch() })}
      />
      {gone && (
        <ButtonLink href="/connections" variant="plain" className="justify-self-start">
          All connections
        </ButtonLink>
      )}
    </div>
  );
}

function Loaded({ connection, sandbox }: { connection: ConnectionResource; sandbox: EdgeFacts | null }) {
  const { id, hostname, hostnameUnicode, state } = connection;
  const { tenant, scopes } = useShellSession();
  const mayWrite = scopes.includes("connections:write");
  const ended = isOver(state);
  const events = useInfiniteQuery({ ...eventsQuery(id), select: ({ pages }) => pages.flatMap((page) => page.data) });
  const observations = useQuery({ ...observationsQuery(id), enabled: !ended });
  const { diagnosis, evidence, refetch, ...fetching } = useDiagnosis(connection, observations.data?.ownership?.values);
  const findings = currentFindings(connection, diagnosis);
  const asked = evidence && latestAnswers(connection, evidence);
  const rows = recordRows(connection, observations.data ?? null, asked);

  useEffect(() => {
    document.title = `${hostnameUnicode} · Latchkey`;
    rememberVisit(tenant.id, { href: `/connections/${id}`, label: hostnameUnicode });
  }, [hostnameUnicode, id, tenant.id]);

  return (
    <div className="grid gap-6">
      <StateAnnouncerOfOne connection={connection} />
      <PageHeader
        breadcrumbs={crumbs}
        title={hostnameUnicode}
        badge={<StateBadge state={state} />}
        description={
          <span className="flex flex-wrap gap-x-4 text-sm">
            {hostnameUnicode !== hostname && <span className="font-mono">{hostname}</span>}
            <span>
              changed <RelativeTime date={connection.stateChangedAt} />
            </span>
            <span>
              created <RelativeTime date={connection.createdAt} />
            </span>
          </span>
        }
      />
      <section
        aria-label="Where it stands"
        className="grid min-w-0 gap-6 rounded-xl border border-line bg-card p-4 shadow-lift-1 sm:p-6"
      >
        <ConnectionPath steps={pathSteps(connection, events.data ?? [])} />
        <NextStep connection={connection} diagnosis={diagnosis} />
        {state === "drifted" && <DriftStory events={events.data ?? []} />}
        {mayWrite && !ended && <CheckNow connection={connection} onDone={() => isToBeDiagnosed(state) && refetch()} />}
        {state === "live" && sandbox && (
          <div className="grid gap-2">
            <h2 className="font-semibold text-ink-soft text-sm">See it served</h2>
            <Command text={edgeCommand(hostname, sandbox)} label="the call that visits the hostname" />
          </div>
        )}
      </section>
      {!ended && (
        <FindingsSection
          findings={findings}
          checkedAt={diagnosis && diagnosis.checkedAt >= connection.stateChangedAt ? diagnosis.checkedAt : null}
          onRefetch={refetch}
          isWell={!isToBeDiagnosed(state)}
          {...fetching}
        />
      )}
      <RecordsTable
        title={ended ? "Records that were asked for" : "Records to publish"}
        zone={connection.registrableDomain}
        provider={connection.provider}
        rows={rows}
        publishable={mayWrite && !ended && sandbox !== null}
        actions={
          <>
            {!ended && <SendInstructions connection={connection} rows={rows} />}
            <ExportRecords connection={connection} />
          </>
        }
      />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Timeline connectionId={id} />
        <div className="grid min-w-0 gap-6">
          <CertificateFacts certificate={connection.certificate} />
          {mayWrite && state !== "archived" && <ArchiveConnection connection={connection} />}
        </div>
      </div>
    </div>
  );
}

type Diagnosed = Parameters<typeof whatNow>[1];

/** The sentence keeps its place: three lines of it and its reason, and a line more on a small screen. */
function NextStep({ connection, diagnosis }: { connection: ConnectionResource; diagnosis: Diagnosed }) {
  const { text, why, who } = whatNow(connection, diagnosis);
  return (
    <div className="grid gap-1">
      <h2 className="font-semibold text-ink-soft text-sm">What to do now</h2>
      <div
        aria-live="polite"
        className={`max-w-3xl ${isToBeDiagnosed(connection.state) ? "min-h-36 sm:min-h-28" : ""}`}
      >
        <p className="text-lg leading-7 [overflow-wrap:anywhere]">{text}</p>
        {why !== null && who !== null && (
          <p className="mt-1 text-ink-soft text-sm [overflow-wrap:anywhere]">
            {why}. To be done by {whoInDashboard[who]}.
          </p>
        )}
      </div>
    </div>
  );
}

/**
 * The newest diagnosis: what was kept of the last one, until there is a new one. Whatever is seen to have changed asks
 * for another.
 */
function useDiagnosis(connection: ConnectionResource, seenTxt: readonly string[] | undefined) {
  const { id, state, ownership, observedRecords } = connection;
  const seen = JSON.stringify([
    state,
    ownership,
    seenTxt ?? [],
    observedRecords.map((record) => [record.propagated, record.observedValue]),
  ]);
  const snapshot = useQuery({ ...lastSnapshotQuery(id), enabled: isToBeDiagnosed(state) });
  const fresh = useQuery(diagnosisQuery(id, state));
  const { refetch } = fresh;
  const lastSeen = useRef(seen);
  useEffect(() => {
    if (lastSeen.current === seen) return;
    lastSeen.current = seen;
    if (isToBeDiagnosed(state)) void refetch();
  }, [seen, state, refetch]);
  const client = useQueryClient();
  const { dataUpdatedAt } = fresh;
  useEffect(() => {
    // A diagnosis that finds something else is kept, and belongs into the timeline.
    if (dataUpdatedAt > 0) void client.invalidateQueries({ queryKey: snapshotsQuery(id).queryKey });
  }, [client, dataUpdatedAt, id]);
  const kept = snapshot.data ? { checkedAt: snapshot.data.takenAt, findings: snapshot.data.findings } : null;
  const diagnosis: Diagnosed = fresh.data ?? kept;
  const evidence = fresh.data ? { answers: fresh.data.evidence.answers, checkedAt: fresh.data.checkedAt } : null;
  return { diagnosis, evidence, busy: fresh.isFetching, error: fresh.error, refetch: () => void refetch() };
}

function StateAnnouncerOfOne({ connection }: { connection: ConnectionResource }) {
  const [shown, setShown] = useState([connection]);
  useEffect(() => setShown([connection]), [connection]);
  return <StateAnnouncer connections={shown} />;
}
