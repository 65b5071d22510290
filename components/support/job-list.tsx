"use client";

import { useQueryClient } from "@tanstack/react-query";
import { ChevronRight, RotateCw, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import { discardJobCall } from "@/lib/api/calls/discard-job";
import { retryJobCall } from "@/lib/api/calls/retry-job";
import { request } from "@/lib/api/client";
import type { SupportJobResource } from "@/lib/support/schema";

/** Jobs with their error and payload; each can be retried or discarded. `about`: whose job it is, where the page does not say. */
export function JobList<J extends SupportJobResource>({
  jobs,
  empty,
  about,
}: {
  jobs: readonly J[];
  empty: string;
  about?: (job: J) => ReactNode;
}) {
  if (jobs.length === 0) return <p className="px-4 py-4 text-ink-soft sm:px-5">{empty}</p>;
  return (
    <ul className="divide-y divide-line">
      {jobs.map((job) => (
        <li
          key={job.id}
          className="grid gap-x-4 gap-y-3 px-4 py-4 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-start sm:px-5"
        >
          <div className="grid min-w-0 gap-1">
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <span className="font-medium font-mono text-[13px]">{job.name}</span>
              <JobStatus job={job} />
            </p>
            {about && <p className="text-sm [overflow-wrap:anywhere]">{about(job)}</p>}
            {job.lastError && (
              <p className="font-mono text-[13px] text-bad leading-5 [overflow-wrap:anywhere]">{job.lastError}</p>
            )}
            <Payload job={job} />
          </div>
          <JobActions job={job} />
        </li>
      ))}
    </ul>
  );
}

function JobStatus({ job }: { job: SupportJobResource }) {
  const tries = `${job.attempts} ${job.attempts === 1 ? "attempt" : "attempts"} failed`;
  if (job.failedAt) {
    return (
      <>
        <Badge tone="bad">Failed</Badge>
        <span className="text-ink-soft text-sm">
          <RelativeTime date={job.failedAt} />, {tries}
        </span>
      </>
    );
  }
  return (
    <>
      {job.lockedUntil && <Badge tone="working">Running</Badge>}
      <span className="text-ink-soft text-sm">
        due <RelativeTime date={job.runAt} planned />
        {job.attempts > 0 && `, ${tries}`}
      </span>
    </>
  );
}

function Payload({ job }: { job: SupportJobResource }) {
  return (
    <details className="group">
      <summary
        aria-label={`Payload of ${job.name}`}
        className="control-small inline-flex list-none items-center gap-1 rounded-md text-ink-soft text-sm hover:text-ink [&::-webkit-details-marker]:hidden"
      >
        <ChevronRight aria-hidden className="size-4 group-open:rotate-90 motion-safe:transition-transform" />
        Payload
      </summary>
      <pre className="whitespace-pre-wrap rounded-lg bg-paper px-3 py-2.5 font-mono text-[13px] leading-5 [overflow-wrap:anywhere]">
        {JSON.stringify({ job: job.id, ...job.payload }, null, 2)}
      </pre>
    </details>
  );
}

function JobActions({ job }: { job: SupportJobResource }) {
  const client = useQueryClient();
  async function act(endpoint: typeof retryJobCall | typeof discardJobCall, title: string) {
    await request(endpoint, { jobId: job.id });
    toast({ title });
    await client.invalidateQueries({ queryKey: ["support"] });
  }
  return (
    <div className="flex flex-wrap gap-2">
      <ConfirmDialog
        harmless
        title={`Run ${job.name} now?`}
        description="It runs right away, with all its attempts left."
        trigger={
          <Button variant="plain" size="small">
            <RotateCw aria-hidden className="size-4" />
            Retry now
          </Button>
        }
        confirm="Retry now"
        onConfirm={() => act(retryJobCall, "Job queued")}
      />
      <ConfirmDialog
        title={`Discard ${job.name}?`}
        description="Its work is skipped until someone checks the domain again."
        trigger={
          <Button variant="quiet" size="small">
            <Trash2 aria-hidden className="size-4" />
            Discard
          </Button>
        }
        confirm="Discard"
        onConfirm={() => act(discardJobCall, "Job discarded")}
      />
    </div>
  );
}
