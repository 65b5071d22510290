"use client";

import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { CertificateFacts } from "@/components/connection-facts/certificate-facts";
import { edgeCommand } from "@/components/connection-facts/edge-command";
import { recordRows } from "@/components/connection-facts/records-rows";
import { ArchiveConnection } from "@/components/connections/archive-connection";
import { CheckNow } from "@/components/connections/check-now";
import { DetailSkeleton } from "@/components/connections/connection-skeleton";
import { ConnectionView, type ShownDiagnosis, useDiagnoseOnChange } from "@/components/connections/connection-view";
import { SetUpAtProvider } from "@/components/connections/domain-connect/set-up-at-provider";
import { ExportRecords } from "@/components/connections/export-records";
import { useConnectionChanges } from "@/components/connections/live-changes";
import { MetadataSection } from "@/components/connections/metadata-section";
import { SendInstructions } from "@/components/connections/send-instructions";
import { Timeline } from "@/components/connections/timeline";
import { WritingSection } from "@/components/connections/writing/writing-section";
import {
  diagnosisQuery,
  isToBeDiagnosed,
  lastSnapshotQuery,
  snapshotsQuery,
} from "@/components/diagnosis/diagnosis-queries";
import { whoInDashboard } from "@/components/diagnosis/finding-presentation";
import { latestAnswers } from "@/components/diagnosis/latest-answers";
import { whatNow } from "@/components/diagnosis/what-now";
import { useApplicationEnvironment } from "@/components/queries/application-environment";
import { connectionQuery, eventsQuery, observationsQuery } from "@/components/queries/queries";
import { rememberVisit } from "@/components/session/recent-visits";
import { useShellSession } from "@/components/session/shell-session";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { ButtonLink } from "@/components/ui/button";
import { Command } from "@/components/ui/command";
import { ErrorState } from "@/components/ui/error-state";
import { ApiError } from "@/lib/api/client";
import { isOver } from "@/lib/connections/machine";
import type { ConnectionResource } from "@/lib/connections/schema";

type EdgeFacts = { httpsPort: number; caFile: string | null };

const crumbs = [{ href: "/connections", label: "Domains" }];

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
        title={gone ? "There is no such domain" : "The domain could not be loaded"}
        error={gone ? new Error("It may belong to another company of yours, or the address is mistyped.") : query.error}
        busy={query.isFetching}
        {...(gone ? {} : { onRetry: () => query.refetch() })}
      />
      {gone && (
        <ButtonLink href="/connections" variant="plain" className="justify-self-start">
          All domains
        </ButtonLink>
      )}
    </div>
  );
}

function Loaded({ connection, sandbox }: { connection: ConnectionResource; sandbox: EdgeFacts | null }) {
  const { id, hostname, hostnameUnicode, state } = connection;
  useApplicationEnvironment(connection.applicationId);
  const { tenant, scopes } = useShellSession();
  const mayWrite = scopes.includes("connections:write");
  const over = isOver(state);
  const events = useInfiniteQuery({ ...eventsQuery(id), select: ({ pages }) => pages.flatMap((page) => page.data) });
  const observations = useQuery({ ...observationsQuery(id), enabled: !over });
  const { evidence, ...diagnosed } = useDiagnosis(connection, observations.data?.ownership?.values);
  const rows = recordRows(connection, observations.data ?? null, evidence && latestAnswers(connection, evidence));

  useEffect(() => {
    document.title = `${hostnameUnicode} · Latchkey`;
    rememberVisit(tenant.id, { href: `/connections/${id}`, label: hostnameUnicode });
  }, [hostnameUnicode, id, tenant.id]);

  return (
    <ConnectionView
      connection={connection}
      events={events.data ?? []}
      diagnosed={diagnosed}
      rows={rows}
      crumbs={crumbs}
      summary={<NextStep connection={connection} diagnosis={diagnosed.diagnosis} />}
      actions={
        <>
          {!over && <SetUpAtProvider connection={connection} events={events.data ?? []} />}
          {mayWrite && !over && (
            <CheckNow connection={connection} onDone={() => isToBeDiagnosed(state) && diagnosed.refetch()} />
          )}
          {state === "live" && sandbox && (
            <div className="grid gap-2">
              <h2 className="font-semibold text-ink-soft text-sm">See it served</h2>
              <Command text={edgeCommand(hostname, sandbox)} label="the call that visits the domain" />
            </div>
          )}
        </>
      }
      publishable={mayWrite && sandbox !== null}
      recordActions={
        <>
          {!over && <SendInstructions connection={connection} rows={rows} />}
          <ExportRecords connection={connection} />
          {!over && (
            <ButtonLink variant="plain" href={`/connections/${id}/email`}>
              Email DNS
            </ButtonLink>
          )}
        </>
      }
    >
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Timeline connectionId={id} />
        <div className="grid min-w-0 gap-6">
          <WritingSection connection={connection} editable={mayWrite} />
          <CertificateFacts certificate={connection.certificate} />
          <MetadataSection connection={connection} editable={mayWrite && !over} />
          {mayWrite && state !== "archived" && <ArchiveConnection connection={connection} />}
        </div>
      </div>
    </ConnectionView>
  );
}

/** Reserves three lines and their reason, so that the page does not jump when the text changes. */
function NextStep({
  connection,
  diagnosis,
}: {
  connection: ConnectionResource;
  diagnosis: ShownDiagnosis["diagnosis"];
}) {
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

/** The newest diagnosis: the stored one until a new one arrives. */
function useDiagnosis(
  connection: ConnectionResource,
  seenTxt: readonly string[] = [],
): ShownDiagnosis & { evidence: Parameters<typeof latestAnswers>[1] | null } {
  const { id, state, ownership, observedRecords } = connection;
  const client = useQueryClient();
  const snapshot = useQuery({ ...lastSnapshotQuery(id), enabled: isToBeDiagnosed(state) });
  const fresh = useQuery(diagnosisQuery(id, state));
  const { dataUpdatedAt, refetch } = fresh;
  const records = observedRecords.map(({ propagated, observedValue }) => [propagated, observedValue]);
  useDiagnoseOnChange(state, [ownership, seenTxt, records], refetch);
  useEffect(() => {
    // A diagnosis with other findings is stored, and belongs in the timeline.
    if (dataUpdatedAt > 0) void client.invalidateQueries({ queryKey: snapshotsQuery(id).queryKey });
  }, [client, dataUpdatedAt, id]);
  const stored = snapshot.data ? { checkedAt: snapshot.data.takenAt, findings: snapshot.data.findings } : null;
  return {
    diagnosis: fresh.data ?? stored,
    evidence: fresh.data ? { answers: fresh.data.evidence.answers, checkedAt: fresh.data.checkedAt } : null,
    busy: fresh.isFetching,
    error: fresh.error,
    refetch: () => void refetch(),
  };
}
