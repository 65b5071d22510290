"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { type FormEvent, useState } from "react";
import { CertificateFacts } from "@/components/connections/certificate-facts";
import { ConnectionPath } from "@/components/connections/connection-path";
import { StateBadge } from "@/components/connections/connection-state";
import { pathSteps } from "@/components/connections/path-steps";
import { ServerAnswers } from "@/components/connections/server-answers";
import { FindingsSection } from "@/components/diagnosis/findings-section";
import { JobList } from "@/components/support/job-list";
import { supportConnectionQuery, supportDiagnosisQuery } from "@/components/support/queries";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { ErrorState } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { KeyValues } from "@/components/ui/key-values";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { PageSkeleton } from "@/components/ui/skeleton";
import { TextArea } from "@/components/ui/text-area";
import { toast } from "@/components/ui/toast";
import { request } from "@/lib/api/client";
import {
  createSupportNoteEndpoint,
  probeHostnameEndpoint,
  recheckConnectionEndpoint,
} from "@/lib/api/endpoints/support";
import type { SupportConnection } from "@/lib/support/schema";

const crumbs = [{ href: "/support", label: "Support" }];

/** A connection as its tenant sees it, and what support needs beside it. */
export function SupportConnectionPage({ id }: { id: string }) {
  const query = useQuery(supportConnectionQuery(id));
  if (query.data) return <Loaded shown={query.data} />;
  if (!query.isError) return <PageSkeleton label="Loading the connection" />;
  return (
    <ErrorState
      level={1}
      title="The connection could not be loaded"
      error={query.error}
      busy={query.isFetching}
      onRetry={() => query.refetch()}
    />
  );
}

function Loaded({ shown }: { shown: SupportConnection }) {
  const { connection, tenant, application, ask, claim } = shown;
  const { id, state, hostname, hostnameUnicode } = connection;
  const fresh = useQuery(supportDiagnosisQuery(id));
  const diagnosis = fresh.data?.diagnosis;
  const kept = shown.snapshots[0];
  const current = diagnosis && diagnosis.checkedAt >= connection.stateChangedAt ? fresh.data : undefined;
  return (
    <div className="grid gap-6">
      <PageHeader
        breadcrumbs={crumbs}
        title={hostnameUnicode}
        badge={<StateBadge state={state} />}
        description={
          <span className="text-sm">
            of{" "}
            <Link href={`/support/tenants/${tenant.id}`} className="text-accent underline underline-offset-4">
              {tenant.name}
            </Link>
            , changed <RelativeTime date={connection.stateChangedAt} />
          </span>
        }
      />
      <Section title="Where it stands" padded>
        <div className="grid gap-6">
          <ConnectionPath steps={pathSteps(connection, shown.events)} />
          <Actions id={id} over={state === "archived" || state === "failed"} />
        </div>
      </Section>
      <FindingsSection
        findings={state === "live" ? [] : (current?.diagnosis.findings ?? kept?.findings ?? [])}
        checkedAt={current?.diagnosis.checkedAt ?? kept?.takenAt ?? null}
        busy={fresh.isFetching}
        error={fresh.error}
        onLook={() => void fresh.refetch()}
        isWell={state === "live"}
      />
      <Reply reply={current?.reply ?? shown.reply} />
      <Section title="Answers of the nameservers" padded>
        <div className="grid gap-4">
          {(diagnosis?.evidence.answers ?? []).map(({ name, type, servers }) => (
            <div key={`${name} ${type}`} className="grid gap-2">
              <h3 className="font-mono text-[13px] [overflow-wrap:anywhere]">
                {type} {name}
              </h3>
              <ServerAnswers answers={servers} wanted={wantedOf(connection, type)} />
            </div>
          ))}
          {!diagnosis && <p className="text-ink-soft">{fresh.isFetching ? "Asking them…" : "Not asked yet."}</p>}
        </div>
      </Section>
      <JobList connectionId={id} jobs={shown.jobs} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Section title="Facts" padded>
          <KeyValues
            items={[
              { label: "Hostname", value: hostname },
              { label: "Application", value: `${application.name} (${application.environment})` },
              { label: "Plan", value: tenant.plan },
              { label: "DNS provider", value: connection.provider ?? "not known" },
              { label: "Error code", value: connection.errorCode ?? "none" },
              {
                label: "Held by",
                value: claim ? (claim.connectionId === id ? "this connection" : "another connection") : "nobody",
              },
              {
                label: "The edge asked",
                value: ask
                  ? `allowed ${ask.allowed}, refused ${ask.refused}; last ${ask.lastAllowed ? "allowed" : `refused (${ask.lastReason ?? "no reason"})`}`
                  : "never",
              },
            ]}
          />
        </Section>
        <CertificateFacts certificate={connection.certificate} />
      </div>
      <Notes id={id} notes={shown.notes} />
    </div>
  );
}

function wantedOf({ ownershipChallenge, desiredRecords }: SupportConnection["connection"], type: string): string {
  if (type === ownershipChallenge.type) return ownershipChallenge.value;
  return desiredRecords.find((record) => record.type === type)?.value ?? "";
}

function Actions({ id, over }: { id: string; over: boolean }) {
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: ["support"] });
  const recheck = useMutation({ mutationFn: () => request(recheckConnectionEndpoint, { id }), onSettled: again });
  const probe = useMutation({ mutationFn: () => request(probeHostnameEndpoint, { id }), onSettled: again });
  const problem = recheck.error ?? probe.error;
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap gap-3">
        {!over && (
          <Button busy={recheck.isPending} onClick={() => recheck.mutate()}>
            Check again
          </Button>
        )}
        <Button look="plain" busy={probe.isPending} onClick={() => probe.mutate()}>
          Try a handshake
        </Button>
      </div>
      <p role="status" className="[overflow-wrap:anywhere] empty:hidden">
        {probe.data &&
          (probe.data.valid
            ? `The edge has a valid certificate of ${probe.data.certificate?.issuer ?? "an unknown issuer"}.`
            : `No valid certificate: ${probe.data.reason ?? probe.data.kind}.`)}
      </p>
      <p role="alert" className="text-bad empty:hidden">
        {problem?.message}
      </p>
    </div>
  );
}

function Reply({ reply }: { reply: SupportConnection["reply"] }) {
  const text = `Subject: ${reply.subject}\n\n${reply.text}`;
  return (
    <Section title="Reply to the customer" aside={<CopyButton text={text} label="the drafted reply" />} padded>
      <p className="font-medium [overflow-wrap:anywhere]">{reply.subject}</p>
      <p className="mt-3 whitespace-pre-wrap text-sm [overflow-wrap:anywhere]">{reply.text}</p>
    </Section>
  );
}

function Notes({ id, notes }: { id: string; notes: SupportConnection["notes"] }) {
  const client = useQueryClient();
  const [text, setText] = useState("");
  const add = useMutation({
    mutationFn: () => request(createSupportNoteEndpoint, { id, text: text.trim() }),
    onSuccess: async () => {
      setText("");
      toast({ title: "Noted" });
      await client.invalidateQueries({ queryKey: supportConnectionQuery(id).queryKey });
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (text.trim() !== "" && !add.isPending) add.mutate();
  }
  return (
    <Section title="Notes" description="For colleagues: the company never sees them." padded>
      <form onSubmit={submit} className="grid gap-3">
        <Field label="New note" error={add.error?.message}>
          <TextArea value={text} maxLength={4_000} rows={3} onChange={(event) => setText(event.target.value)} />
        </Field>
        <Button type="submit" look="plain" busy={add.isPending} className="justify-self-start">
          Add note
        </Button>
      </form>
      <ul className="mt-4 grid gap-3">
        {notes.map((note) => (
          <li key={note.id}>
            <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{note.text}</p>
            <p className="text-ink-soft text-sm">
              <RelativeTime date={note.createdAt} />
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
