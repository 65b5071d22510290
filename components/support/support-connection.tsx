"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import Link from "next/link";
import { useEffect, useRef, useState } from "react";
import { CertificateFacts } from "@/components/connection-facts/certificate-facts";
import { ConnectionPath } from "@/components/connection-facts/connection-path";
import { StateBadge } from "@/components/connection-facts/connection-state";
import { pathSteps } from "@/components/connection-facts/path-steps";
import { recordRows } from "@/components/connection-facts/records-rows";
import { RecordsTable } from "@/components/connection-facts/records-table";
import { ServerAnswers } from "@/components/connection-facts/server-answers";
import { DetailSkeleton } from "@/components/connections/connection-skeleton";
import { DriftStory } from "@/components/connections/drift-story";
import { StateAnnouncer } from "@/components/connections/state-announcer";
import { TimelineList } from "@/components/connections/timeline";
import { diagnosisChanges, timelineEntries } from "@/components/connections/timeline-entries";
import { isToBeDiagnosed } from "@/components/diagnosis/diagnosis-queries";
import { FindingsSection } from "@/components/diagnosis/findings-section";
import { latestAnswers } from "@/components/diagnosis/latest-answers";
import { currentFindings, whatNow } from "@/components/diagnosis/what-now";
import { QueryError } from "@/components/queries/query-error";
import { EdgeSection } from "@/components/support/edge-section";
import { JobList } from "@/components/support/job-list";
import { NotesSection } from "@/components/support/notes-section";
import { supportConnectionQuery, supportDiagnosisQuery } from "@/components/support/queries";
import { ReplySection } from "@/components/support/reply-section";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { request } from "@/lib/api/client";
import { recheckConnectionEndpoint } from "@/lib/api/endpoints/support";
import type { SupportConnection, SupportDiagnosis } from "@/lib/support/schema";

const crumbs = [{ href: "/support", label: "Stuck" }];
const noNames: ReadonlyMap<string, string> = new Map();

/**
 * A connection as its tenant sees it, and what support needs beside it. `sandbox`: a click does what the customer would
 * do.
 */
export function SupportConnectionPage({ id, sandbox }: { id: string; sandbox: boolean }) {
  const query = useQuery(supportConnectionQuery(id));
  if (query.data) return <Loaded shown={query.data} sandbox={sandbox} />;
  if (!query.isError) return <DetailSkeleton />;
  return (
    <div className="grid gap-4">
      <Breadcrumbs crumbs={crumbs} />
      <QueryError level={1} title="The connection could not be loaded" query={query} />
    </div>
  );
}

function Loaded({ shown, sandbox }: { shown: SupportConnection; sandbox: boolean }) {
  const { connection, tenant, application, observations, events } = shown;
  const { id, state, hostname, hostnameUnicode } = connection;
  const isOver = state === "archived" || state === "failed";
  const { fresh, diagnosis } = useSupportDiagnosis(shown);
  const findings = currentFindings(connection, diagnosis);
  const asked = fresh.data && {
    answers: fresh.data.diagnosis.evidence.answers,
    checkedAt: fresh.data.diagnosis.checkedAt,
  };
  const isCurrent = diagnosis !== null && diagnosis.checkedAt >= connection.stateChangedAt;
  const { text: now, why } = whatNow(connection, diagnosis);
  return (
    <div className="grid gap-6">
      <StateAnnouncerOfOne connection={connection} />
      <PageHeader
        breadcrumbs={crumbs}
        title={hostnameUnicode}
        badge={<StateBadge state={state} />}
        description={
          <span className="flex flex-wrap gap-x-4 text-sm">
            <Link
              href={`/support/tenants/${tenant.id}`}
              className="font-medium text-accent underline-offset-4 [overflow-wrap:anywhere] hover:underline"
            >
              {tenant.name}
            </Link>
            <span>
              {application.name}, {application.environment}, plan {tenant.plan}
            </span>
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
        <ConnectionPath steps={pathSteps(connection, events)} />
        <div className="grid gap-1">
          <h2 className="font-semibold text-ink-soft text-sm">What the company is told</h2>
          <p className="max-w-3xl text-lg leading-7 [overflow-wrap:anywhere]">{now}</p>
          {why !== null && <p className="text-ink-soft text-sm [overflow-wrap:anywhere]">{why}.</p>}
        </div>
        {state === "drifted" && <DriftStory events={events} />}
        {!isOver && <Recheck id={id} onDone={() => isToBeDiagnosed(state) && void fresh.refetch()} />}
      </section>
      {!isOver && (
        <FindingsSection
          findings={findings}
          checkedAt={isCurrent ? diagnosis.checkedAt : null}
          busy={fresh.isFetching}
          error={fresh.error}
          onRefetch={() => void fresh.refetch()}
          isWell={!isToBeDiagnosed(state)}
        />
      )}
      <ReplySection id={id} reply={replyOf(shown, fresh.data)} />
      <RecordsTable
        title={isOver ? "Records that were asked for" : "Records to publish"}
        zone={connection.registrableDomain}
        provider={connection.provider}
        rows={recordRows(connection, observations, asked ? latestAnswers(connection, asked) : null)}
        publishable={sandbox && !isOver}
      />
      <RawAnswers connection={connection} diagnosis={fresh.data?.diagnosis ?? null} busy={fresh.isFetching} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <EdgeSection shown={shown} />
        <CertificateFacts certificate={connection.certificate} />
      </div>
      <Section title="Jobs" description="What the worker owes this connection.">
        <JobList jobs={shown.jobs} empty="Nothing is owed." />
      </Section>
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Section title="Timeline" description="The newest 50 events, as the company sees them." padded>
          <TimelineList entries={timelineEntries(events, diagnosisChanges(shown.snapshots), false)} names={noNames} />
        </Section>
        <NotesSection id={id} notes={shown.notes} />
      </div>
    </div>
  );
}

/** What a diagnosis finds now, else what the last one that was kept found. Whatever moves asks for another. */
function useSupportDiagnosis({ connection, snapshots }: SupportConnection) {
  const { id, state, ownership, observedRecords } = connection;
  const fresh = useQuery({ ...supportDiagnosisQuery(id), enabled: isToBeDiagnosed(state) });
  const { refetch } = fresh;
  const seen = JSON.stringify([state, ownership, observedRecords.map(({ propagated }) => propagated)]);
  const lastSeen = useRef(seen);
  useEffect(() => {
    if (lastSeen.current === seen) return;
    lastSeen.current = seen;
    if (isToBeDiagnosed(state)) void refetch();
  }, [seen, state, refetch]);
  const [kept] = snapshots;
  const diagnosis = fresh.data?.diagnosis ?? (kept ? { checkedAt: kept.takenAt, findings: kept.findings } : null);
  return { fresh, diagnosis };
}

/** The one that knows the state as it is now. */
function replyOf({ connection, reply }: SupportConnection, fresh: SupportDiagnosis | undefined) {
  return fresh && fresh.diagnosis.checkedAt >= connection.stateChangedAt ? fresh.reply : reply;
}

function Recheck({ id, onDone }: { id: string; onDone: () => void }) {
  const client = useQueryClient();
  const check = useMutation({
    mutationFn: () => request(recheckConnectionEndpoint, { id }),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: supportConnectionQuery(id).queryKey });
      onDone();
    },
  });
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Button busy={check.isPending} onClick={() => check.mutate()}>
        <RefreshCw aria-hidden className="size-4" />
        {check.isPending ? "Looking…" : "Check again"}
      </Button>
      <p role="status" className="text-ink-soft text-sm empty:hidden">
        {check.isSuccess && "Looked just now. It is watched closely for the next minutes."}
      </p>
      <p role="alert" className="text-bad empty:hidden">
        {check.error?.message}
      </p>
    </div>
  );
}

function RawAnswers({
  connection,
  diagnosis,
  busy,
}: {
  connection: SupportConnection["connection"];
  diagnosis: SupportDiagnosis["diagnosis"] | null;
  busy: boolean;
}) {
  const answers = diagnosis?.evidence.answers ?? [];
  return (
    <Section
      title="Answers of the nameservers"
      description={
        diagnosis?.evidence.zone
          ? `Zone ${diagnosis.evidence.zone}, ${diagnosis.evidence.questions.asked} questions in ${diagnosis.tookMs} ms.`
          : "Each server by itself, as it answered."
      }
      padded
    >
      <div className="grid gap-x-8 gap-y-5 lg:grid-cols-2">
        {answers.map(({ name, type, servers }) => (
          <div key={`${name} ${type}`} className="grid min-w-0 content-start gap-2">
            <h3 className="font-mono text-[13px] [overflow-wrap:anywhere]">
              {type} <span className="text-ink-soft">{name}</span>
            </h3>
            <ServerAnswers answers={servers} wanted={wantedOf(connection, name, type)} />
          </div>
        ))}
        {answers.length === 0 && (
          <p className="text-ink-soft">{busy ? "Asking them…" : "Not asked yet: let the diagnosis look."}</p>
        )}
      </div>
    </Section>
  );
}

function wantedOf(
  { ownershipChallenge, desiredRecords }: SupportConnection["connection"],
  name: string,
  type: string,
): string {
  if (name === ownershipChallenge.name) return ownershipChallenge.value;
  return desiredRecords.find((record) => record.type === type)?.value ?? "";
}

function StateAnnouncerOfOne({ connection }: { connection: SupportConnection["connection"] }) {
  const [shown, setShown] = useState([connection]);
  useEffect(() => setShown([connection]), [connection]);
  return <StateAnnouncer connections={shown} />;
}
