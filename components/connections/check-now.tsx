"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, CircleX, RefreshCw, SearchX } from "lucide-react";
import { useState } from "react";
import {
  awaitsProof,
  type CheckReport,
  failureReport,
  ownershipReport,
  questionOf,
  recordsReport,
} from "@/components/connection-facts/check-report";
import { ServerAnswers } from "@/components/connection-facts/server-answers";
import { connectionQuery } from "@/components/queries/queries";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { request } from "@/lib/api/client";
import { checkRecordsEndpoint, verifyConnectionEndpoint } from "@/lib/api/endpoints/connections";
import type { ConnectionResource } from "@/lib/connections/schema";

const icons = { good: CircleCheck, waiting: SearchX, bad: CircleX };

/** Checks right away: the proof until it is there, then the records. Shows the question and the result. */
export function CheckNow({ connection, onDone }: { connection: ConnectionResource; onDone: () => void }) {
  const client = useQueryClient();
  const [report, setReport] = useState<CheckReport | null>(null);
  const { id, state, ownershipChallenge } = connection;
  const check = useMutation({
    mutationFn: async (): Promise<CheckReport> => {
      if (!awaitsProof(connection)) return recordsReport(await request(checkRecordsEndpoint, { id }));
      return request(verifyConnectionEndpoint, { id }).then(() => ownershipReport(null), ownershipReport);
    },
    onSuccess: show,
    onError: (error) => show(failureReport(error)),
    onSettled: onDone,
  });

  /** The check may have changed the state: the report belongs to the new one. */
  async function show(next: CheckReport) {
    await client.invalidateQueries({ queryKey: ["connections"] });
    setReport({ ...next, of: client.getQueryData(connectionQuery(id).queryKey)?.state ?? state });
  }

  // A report is out of date once the state has changed, unless it is a success.
  const shown = report && (report.of === state || report.tone === "good") ? report : null;
  return (
    <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
      <Button variant={state === "live" ? "plain" : "primary"} busy={check.isPending} onClick={() => check.mutate()}>
        <RefreshCw aria-hidden className="size-4" />
        Check now
      </Button>
      <div role="status" className="min-w-0 flex-1 basis-72 sm:min-h-12">
        {check.isPending ? (
          <div className="grid gap-1.5 py-2">
            <p className="text-ink-soft [overflow-wrap:anywhere]">{questionOf(connection)}</p>
            <div aria-hidden className="h-1 overflow-hidden rounded-full bg-quiet-soft">
              <div className="h-full w-1/3 rounded-full bg-accent motion-safe:animate-pulse" />
            </div>
          </div>
        ) : (
          shown && (
            <Notice tone={shown.tone} icon={icons[shown.tone]}>
              <p>{shown.text}</p>
              {shown.servers.length > 0 && (
                <div className="mt-2">
                  <ServerAnswers answers={shown.servers} expected={ownershipChallenge.value} />
                </div>
              )}
            </Notice>
          )
        )}
      </div>
    </div>
  );
}
