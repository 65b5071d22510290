"use client";

import { useQueryClient } from "@tanstack/react-query";
import { supportConnectionQuery } from "@/components/support/queries";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { toast } from "@/components/ui/toast";
import { request } from "@/lib/api/client";
import { discardJobEndpoint, retryJobEndpoint } from "@/lib/api/endpoints/support";
import type { SupportJobResource } from "@/lib/support/schema";

/** What is owed to a connection, and why it has not been done. */
export function JobList({ connectionId, jobs }: { connectionId: string; jobs: readonly SupportJobResource[] }) {
  const client = useQueryClient();
  async function act(endpoint: typeof retryJobEndpoint | typeof discardJobEndpoint, jobId: string, title: string) {
    await request(endpoint, { jobId });
    toast({ title });
    await client.invalidateQueries({ queryKey: supportConnectionQuery(connectionId).queryKey });
  }
  return (
    <Section title="Jobs" description="What the worker owes this connection.">
      <ul className="divide-y divide-line">
        {jobs.length === 0 && <li className="px-4 py-3 text-ink-soft sm:px-5">Nothing is owed.</li>}
        {jobs.map((job) => (
          <li key={job.id} className="grid gap-2 px-4 py-3 sm:px-5">
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <span className="font-medium font-mono">{job.name}</span>
              {job.failedAt && <Badge tone="bad">Given up</Badge>}
              <span className="text-ink-soft text-sm">
                {job.failedAt ? "failed " : job.lockedUntil ? "runs now, was due " : "due "}
                <RelativeTime date={job.failedAt ?? job.runAt} />, attempts: {job.attempts}
              </span>
            </p>
            {job.lastError && <p className="text-sm [overflow-wrap:anywhere]">{job.lastError}</p>}
            <p className="font-mono text-[13px] text-ink-soft [overflow-wrap:anywhere]">
              {JSON.stringify(job.payload)}
            </p>
            <div className="flex flex-wrap gap-2">
              <ConfirmDialog
                harmless
                title={`Run ${job.name} now?`}
                description="It is due at once, with all its attempts before it."
                trigger={
                  <Button look="plain" size="small">
                    Retry now
                  </Button>
                }
                confirm="Retry now"
                onConfirm={() => act(retryJobEndpoint, job.id, "The job is due now")}
              />
              <ConfirmDialog
                title={`Discard ${job.name}?`}
                description="What it owes is not done any more, until somebody checks the connection again."
                trigger={
                  <Button look="danger" size="small">
                    Discard
                  </Button>
                }
                confirm="Discard"
                onConfirm={() => act(discardJobEndpoint, job.id, "Discarded")}
              />
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
