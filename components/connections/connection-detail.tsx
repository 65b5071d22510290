"use client";

import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { CertificateFacts } from "@/components/connection-facts/certificate-facts";
import { ArchiveConnection } from "@/components/connections/archive-connection";
import { CheckNowButton, useCheckNow } from "@/components/connections/check-now";
import { ConnectionView, type ShownDiagnosis, useDiagnoseOnChange } from "@/components/connections/connection-view";
import { SetUpAtProvider } from "@/components/connections/domain-connect/set-up-at-provider";
import { ExportRecords } from "@/components/connections/export-records";
import { useConnectionChanges } from "@/components/connections/live-changes";
import { MetadataSection } from "@/components/connections/metadata-section";
import { SendInstructions } from "@/components/connections/send-instructions";
import { Timeline } from "@/components/connections/timeline";
import type { SandboxEdge } from "@/components/connections/visit-link";
import { WritingSection } from "@/components/connections/writing/writing-section";
import {
  diagnosisQuery,
  isToBeDiagnosed,
  lastSnapshotQuery,
  snapshotsQuery,
} from "@/components/diagnosis/diagnosis-queries";
import { useApplicationEnvironment } from "@/components/queries/application-environment";
import { connectionQuery, eventsQuery, observationsQuery } from "@/components/queries/queries";
import { rememberVisit } from "@/components/session/recent-visits";
import { useShellSession } from "@/components/session/shell-session";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { ButtonLink } from "@/components/ui/button-link";
import { useDocumentTitle } from "@/components/ui/document-title";
import { ErrorState } from "@/components/ui/error-state";
import { PageSkeleton } from "@/components/ui/skeleton";
import { ApiError } from "@/lib/api/client";
import { isOver } from "@/lib/connections/machine";
import type { ConnectionResource } from "@/lib/connections/schema";
import { latestAnswers } from "@/lib/diagnosis/instructions/latest-answers";
import { recordRows } from "@/lib/diagnosis/instructions/record-rows";

const crumbs = [{ href: "/connections", label: "Domains" }];

export function ConnectionDetail({ id, sandbox }: { id: string; sandbox: SandboxEdge | null }) {
  useConnectionChanges();
  const query = useQuery(connectionQuery(id));
  if (query.data) return <Loaded connection={query.data} sandbox={sandbox} />;
  if (!query.isError) return <PageSkeleton label="Loading the domain" />;
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

function Loaded({ connection, sandbox }: { connection: ConnectionResource; sandbox: SandboxEdge | null }) {
  const { id, hostnameUnicode, state } = connection;
  useApplicationEnvironment(connection.applicationId);
  const { tenant, scopes } = useShellSession();
  const mayWrite = scopes.includes("connections:write");
  const over = isOver(state);
  const events = useInfiniteQuery({ ...eventsQuery(id), select: ({ pages }) => pages.flatMap((page) => page.data) });
  const observations = useQuery({ ...observationsQuery(id), enabled: !over });
  const { evidence, ...diagnosed } = useDiagnosis(connection, observations.data?.ownership?.values);
  const rows = recordRows(connection, observations.data ?? null, evidence && latestAnswers(connection, evidence));

  const now = useCheckNow(connection, () => isToBeDiagnosed(state) && diagnosed.refetch());

  useDocumentTitle(hostnameUnicode);
  useEffect(() => {
    rememberVisit(tenant.id, { href: `/connections/${id}`, label: hostnameUnicode });
  }, [hostnameUnicode, id, tenant.id]);

  const writing = <WritingSection connection={connection} editable={mayWrite} />;
  return (
    <ConnectionView
      connection={connection}
      events={events.data ?? []}
      diagnosed={diagnosed}
      rows={rows}
      crumbs={crumbs}
      about={connection.endUserRef !== null && <span>Connected by {connection.endUserRef}</span>}
      sandbox={sandbox}
      question={now.question}
      actions={
        mayWrite && !over && <CheckNowButton isPrimary={state !== "live"} busy={now.isPending} onClick={now.check} />
      }
      publishable={mayWrite && sandbox !== null}
      recordActions={
        <>
          {!over && (
            <SendInstructions connection={connection} rows={rows} findings={diagnosed.diagnosis?.findings ?? []} />
          )}
          <ExportRecords connection={connection} />
          {!over && (
            <ButtonLink variant="plain" size="small" href={`/connections/${id}/email`}>
              Email DNS
            </ButtonLink>
          )}
        </>
      }
      afterRecords={!over && <SetUpAtProvider connection={connection} events={events.data ?? []} />}
      aside={
        <>
          {connection.writing !== null && writing}
          <CertificateFacts certificate={connection.certificate} over={over} />
          <MetadataSection connection={connection} editable={mayWrite && !over} />
          {mayWrite && state !== "archived" && <ArchiveConnection connection={connection} />}
          {/* Whether it can be offered is known later: what comes last moves nothing. */}
          {connection.writing === null && writing}
        </>
      }
    >
      <Timeline connectionId={id} />
    </ConnectionView>
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
