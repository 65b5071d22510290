"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { useEffect, useState } from "react";
import { ArchiveConnection } from "@/components/connections/archive-connection";
import { CertificateFacts } from "@/components/connections/certificate-facts";
import { CheckNow, type CheckReport } from "@/components/connections/check-now";
import { ConnectionPath } from "@/components/connections/connection-path";
import { lookOf, StateBadge } from "@/components/connections/connection-state";
import { edgeCommand } from "@/components/connections/edge-command";
import { RecordsTable } from "@/components/connections/records-table";
import { StateAnnouncer } from "@/components/connections/state-announcer";
import { Timeline } from "@/components/connections/timeline";
import { connectionQuery } from "@/components/queries";
import { Button } from "@/components/ui/button";
import { Command } from "@/components/ui/command";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { ApiError } from "@/lib/api/client";
import type { ConnectionResource } from "@/lib/connections/schema";

type EdgeFacts = { httpsPort: number; caFile: string | null };

export function ConnectionDetail({ id, sandbox }: { id: string; sandbox: EdgeFacts }) {
  const query = useQuery(connectionQuery(id));
  return (
    <div className="grid gap-6">
      <Link
        href="/"
        className="inline-flex min-h-11 items-center gap-1.5 justify-self-start text-ink-soft hover:text-ink sm:min-h-0"
      >
        <ArrowLeft aria-hidden className="size-4" />
        All domains
      </Link>
      {query.data ? (
        <Loaded connection={query.data} sandbox={sandbox} />
      ) : query.isError ? (
        <div role="alert" className="grid justify-items-start gap-3">
          <h1 className="font-semibold text-2xl tracking-tight">
            {isGone(query.error) ? "There is no such connection" : "The connection could not be loaded"}
          </h1>
          <p className="text-ink-soft">{query.error.message}</p>
          {!isGone(query.error) && (
            <Button look="plain" busy={query.isFetching} onClick={() => query.refetch()}>
              Try again
            </Button>
          )}
        </div>
      ) : (
        <DetailSkeleton />
      )}
    </div>
  );
}

function isGone(error: Error): boolean {
  return error instanceof ApiError && error.code === "not_found";
}

function Loaded({ connection, sandbox }: { connection: ConnectionResource; sandbox: EdgeFacts }) {
  const [report, setReport] = useState<CheckReport | null>(null);
  const { hostname, hostnameUnicode, state } = connection;
  const proven = connection.ownership === "ok";

  // What a check saw before is old news once the state is another.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the state is the trigger
  useEffect(() => setReport((shown) => (shown?.tone === "waiting" ? null : shown)), [state]);
  useEffect(() => {
    document.title = `${hostnameUnicode} · Latchkey`;
  }, [hostnameUnicode]);

  return (
    <>
      <StateAnnouncerOfOne connection={connection} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="min-w-0 font-semibold text-2xl tracking-tight [overflow-wrap:anywhere] sm:text-3xl">
          {hostnameUnicode}
        </h1>
        <StateBadge state={state} />
        <span className="text-ink-soft text-sm">
          changed <RelativeTime date={connection.stateChangedAt} />
        </span>
        {hostnameUnicode !== hostname && <span className="basis-full font-mono text-ink-soft text-sm">{hostname}</span>}
      </div>
      <section aria-label="Where it stands" className="grid gap-6 rounded-xl border border-line bg-card p-4 sm:p-6">
        <ConnectionPath connection={connection} />
        <div className="grid gap-1">
          <h2 className="font-semibold text-ink-soft text-sm">What to do now</h2>
          <p className="min-h-18 max-w-3xl text-lg leading-7 sm:min-h-14">{lookOf(connection).now}</p>
        </div>
        <CheckNow connection={connection} report={report} onReport={setReport} />
        {state === "live" && (
          <div className="grid gap-2">
            <h2 className="font-semibold text-ink-soft text-sm">See it served</h2>
            <Command text={edgeCommand(hostname, sandbox)} label="the call that visits the hostname" />
          </div>
        )}
      </section>
      <RecordsTable connection={connection} seenTxt={proven ? null : (report?.seenTxt ?? null)} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Timeline connectionId={connection.id} />
        <div className="grid gap-6">
          <CertificateFacts certificate={connection.certificate} />
          {state !== "archived" && <ArchiveConnection connection={connection} />}
        </div>
      </div>
    </>
  );
}

function StateAnnouncerOfOne({ connection }: { connection: ConnectionResource }) {
  const [shown, setShown] = useState([connection]);
  useEffect(() => setShown([connection]), [connection]);
  return <StateAnnouncer connections={shown} />;
}

function DetailSkeleton() {
  return (
    <div aria-busy className="grid gap-6">
      <h1 className="sr-only">Loading the connection</h1>
      <Skeleton className="h-9 w-64" />
      <Skeleton className="h-72 w-full rounded-xl" />
      <Section title="Records to publish">
        <div className="grid gap-4 p-5">
          <Skeleton className="h-16 w-full" />
          <Skeleton className="h-16 w-full" />
        </div>
      </Section>
    </div>
  );
}
