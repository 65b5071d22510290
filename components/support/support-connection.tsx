"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CertificateFacts } from "@/components/connection-facts/certificate-facts";
import { ServerAnswers } from "@/components/connection-facts/server-answers";
import { CheckNowButton } from "@/components/connections/check-now";
import { ConnectionView, useDiagnoseOnChange } from "@/components/connections/connection-view";
import { TimelineList } from "@/components/connections/timeline";
import { diagnosisChanges, timelineEntries } from "@/components/connections/timeline-entries";
import type { SandboxEdge } from "@/components/connections/visit-link";
import { isToBeDiagnosed } from "@/components/diagnosis/diagnosis-queries";
import { QueryError } from "@/components/queries/query-error";
import { Assignment } from "@/components/support/assignment";
import { EdgeSection } from "@/components/support/edge-section";
import { JobList } from "@/components/support/job-list";
import { NotesSection } from "@/components/support/notes-section";
import { supportConnectionQuery, supportDiagnosisQuery } from "@/components/support/queries";
import { ReplySection } from "@/components/support/reply-section";
import { groupHref } from "@/components/support/stuck-title";
import { ViewAs } from "@/components/support/view-as";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { useDocumentTitle } from "@/components/ui/document-title";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { PageSkeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { recheckConnectionCall } from "@/lib/api/calls/recheck-connection";
import { request } from "@/lib/api/client";
import { isOver } from "@/lib/connections/machine";
import { latestAnswers } from "@/lib/diagnosis/instructions/latest-answers";
import { recordRows } from "@/lib/diagnosis/instructions/record-rows";
import type { SupportConnection, SupportDiagnosis } from "@/lib/support/schema";

const crumbs = [{ href: "/support", label: "Stuck" }];
const noNames: ReadonlyMap<string, string> = new Map();

/** A connection as its tenant sees it, with what support needs beside it. `sandbox`: records can be published here. */
export function SupportConnectionPage({
  id,
  userId,
  sandbox,
}: {
  id: string;
  userId: string;
  sandbox: SandboxEdge | null;
}) {
  const query = useQuery(supportConnectionQuery(id));
  if (query.data) return <Loaded shown={query.data} userId={userId} sandbox={sandbox} />;
  if (!query.isError) return <PageSkeleton label="Loading the domain" />;
  return (
    <div className="grid gap-4">
      <Breadcrumbs crumbs={crumbs} />
      <QueryError level={1} title="The domain could not be loaded" query={query} />
    </div>
  );
}

function Loaded({ shown, userId, sandbox }: { shown: SupportConnection; userId: string; sandbox: SandboxEdge | null }) {
  const { connection, tenant, application, observations, events } = shown;
  const { id, state } = connection;
  useDocumentTitle(connection.hostnameUnicode, "Support");
  const { fresh, diagnosis } = useSupportDiagnosis(shown);
  const asked = fresh.data && {
    answers: fresh.data.diagnosis.evidence.answers,
    checkedAt: fresh.data.diagnosis.checkedAt,
  };
  const refetch = () => void fresh.refetch();
  return (
    <ConnectionView
      connection={connection}
      events={events}
      diagnosed={{ diagnosis, busy: fresh.isFetching, error: fresh.error, refetch }}
      rows={recordRows(connection, observations, asked ? latestAnswers(connection, asked) : null)}
      crumbs={crumbsOf(connection)}
      about={
        <>
          <Link
            href={`/support/tenants/${tenant.id}`}
            className="font-medium text-accent underline-offset-4 [overflow-wrap:anywhere] hover:underline"
          >
            {tenant.name}
          </Link>
          <span>
            {application.name}, {application.environment}, plan {tenant.plan}
          </span>
          {state !== "live" && !isOver(state) && (
            <span>
              the customer has waited for <RelativeTime date={shown.waitingSince} bare />
            </span>
          )}
        </>
      }
      sandbox={sandbox}
      question={null}
      actions={
        <>
          <ViewAs tenant={tenant} path={`/connections/${id}`} />
          {!isOver(state) && <Recheck id={id} onDone={() => isToBeDiagnosed(state) && refetch()} />}
        </>
      }
      publishable={sandbox !== null}
      afterRecords={<ReplySection id={id} reply={replyOf(shown, fresh.data)} />}
      aside={
        <>
          <Assignment id={id} assignee={shown.assignee} userId={userId} />
          <CertificateFacts certificate={connection.certificate} over={isOver(state)} />
          <EdgeSection shown={shown} />
          <NotesSection id={id} notes={shown.notes} />
        </>
      }
    >
      <RawAnswers connection={connection} diagnosis={fresh.data?.diagnosis ?? null} busy={fresh.isFetching} />
      <Section title="Jobs" description="Pending work for this domain.">
        <JobList jobs={shown.jobs} empty="No pending jobs." />
      </Section>
      <Section title="Timeline" description="The newest 50 events, as the company sees them." padded>
        <TimelineList entries={timelineEntries(events, diagnosisChanges(shown.snapshots), false)} names={noNames} />
      </Section>
    </ConnectionView>
  );
}

/** The way back: to the queue, and to the group of the queue that has the same cause. */
function crumbsOf({ finding }: SupportConnection["connection"]) {
  if (finding === null) return crumbs;
  return [...crumbs, { href: groupHref({ by: "finding", code: finding.code }), label: finding.title }];
}

/** The newest diagnosis: the stored one until a new one arrives. */
function useSupportDiagnosis({ connection, snapshots }: SupportConnection) {
  const { id, state, ownership, observedRecords } = connection;
  const fresh = useQuery({ ...supportDiagnosisQuery(id), enabled: isToBeDiagnosed(state) });
  useDiagnoseOnChange(state, [ownership, observedRecords.map(({ propagated }) => propagated)], fresh.refetch);
  const [stored] = snapshots;
  const diagnosis = fresh.data?.diagnosis ?? (stored ? { checkedAt: stored.takenAt, findings: stored.findings } : null);
  return { fresh, diagnosis };
}

/** The draft that knows the current state. */
function replyOf({ connection, reply }: SupportConnection, fresh: SupportDiagnosis | undefined) {
  return fresh && fresh.diagnosis.checkedAt >= connection.stateChangedAt ? fresh.reply : reply;
}

function Recheck({ id, onDone }: { id: string; onDone: () => void }) {
  const client = useQueryClient();
  const check = useMutation({
    mutationFn: () => request(recheckConnectionCall, { id }),
    onSuccess: () => toast({ title: "Checked", text: "Checks run often for the next few minutes.", tone: "quiet" }),
    onError: (error) => toast({ title: "The check failed", text: error.message, tone: "bad" }),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: supportConnectionQuery(id).queryKey });
      onDone();
    },
  });
  return <CheckNowButton label="Check again" isPrimary busy={check.isPending} onClick={() => check.mutate()} />;
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
          ? `Zone ${diagnosis.evidence.zone}, ${diagnosis.evidence.questions.asked} queries in ${diagnosis.tookMs} ms.`
          : "Each server's own answer."
      }
      padded
    >
      <div className="grid gap-x-8 gap-y-5 lg:grid-cols-2">
        {answers.map(({ name, type, servers }) => (
          <div key={`${name} ${type}`} className="grid min-w-0 content-start gap-2">
            <h3 className="font-mono text-[13px] [overflow-wrap:anywhere]">
              {type} <span className="text-ink-soft">{name}</span>
            </h3>
            <ServerAnswers answers={servers} expected={expectedOf(connection, name, type)} />
          </div>
        ))}
        {answers.length === 0 && (
          <p className="text-ink-soft">{busy ? "Querying…" : "Not queried yet. Run the diagnosis."}</p>
        )}
      </div>
    </Section>
  );
}

function expectedOf(
  { ownershipChallenge, desiredRecords }: SupportConnection["connection"],
  name: string,
  type: string,
): string {
  if (name === ownershipChallenge.name) return ownershipChallenge.value;
  return desiredRecords.find((record) => record.type === type)?.value ?? "";
}
