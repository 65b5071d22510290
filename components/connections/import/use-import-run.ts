"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { v4 as randomId } from "uuid";
import { type RowResult, readAnswer } from "@/components/connections/import/import-results";
import type { ImportRow } from "@/components/connections/import/read-import";
import { type RunEnd, runInChunks } from "@/components/connections/run-in-chunks";
import { announce } from "@/components/ui/announcer";
import { createConnectionsCall } from "@/lib/api/calls/create-connections";
import { request } from "@/lib/api/client";

/** Far below the 500 that the API accepts, to show progress and to make retries cheap. */
const chunkSize = 100;

type Job = { runId: string; applicationId: string; batchId: string; contest: boolean; rows: readonly ImportRow[] };

/** Sends the rows that have a hostname, and has the result of each. */
export function useImportRun() {
  const client = useQueryClient();
  const [phase, setPhase] = useState<"editing" | "running" | "ended">("editing");
  const [job, setJob] = useState<Job | null>(null);
  const [results, setResults] = useState<ReadonlyMap<number, RowResult>>(new Map());
  const [end, setEnd] = useState<RunEnd | null>(null);
  const [stopping, setStopping] = useState(false);
  const stopped = useRef(false);
  useStayWhile(phase === "running", stopped);

  async function send(next: Job, from: number) {
    stopped.current = false;
    setStopping(false);
    setJob(next);
    setEnd(null);
    setPhase("running");
    const { runId, applicationId, batchId, contest, rows } = next;
    const ended = await runInChunks({
      runId,
      items: rows.filter(({ problem }) => problem === null),
      size: chunkSize,
      from,
      send: ({ items, headers }) => {
        const input = {
          applicationId,
          batchId,
          items: items.map(({ hostname }) => ({ hostname: hostname ?? "", ...(contest ? { contest } : {}) })),
        };
        return request(createConnectionsCall, input, { headers });
      },
      onAnswer: ({ items }, answer) => {
        setResults((before) => new Map([...before, ...readAnswer(items, answer.results)]));
      },
      isStopped: () => stopped.current,
    });
    setEnd(ended);
    setPhase("ended");
    announce(ended.kind === "finished" ? "All domains were sent." : "Not all domains were sent.");
    await client.invalidateQueries({ queryKey: ["connections"] });
  }

  return {
    phase,
    end,
    stopping,
    rows: job?.rows ?? [],
    results,
    batchId: job?.batchId ?? "",
    start: (input: Omit<Job, "runId">) => {
      const runId = randomId();
      setResults(new Map());
      return send({ ...input, runId, batchId: input.batchId || `import-${runId.slice(0, 8)}` }, 0);
    },
    resume: async () => {
      if (job && end && end.kind !== "finished") await send(job, end.next);
    },
    stop: () => {
      stopped.current = true;
      setStopping(true);
    },
    reset: () => {
      setPhase("editing");
      setJob(null);
      setResults(new Map());
      setEnd(null);
    },
  };
}

/** The browser asks before leaving the page. Once left, the page sends nothing more. */
function useStayWhile(running: boolean, stopped: { current: boolean }): void {
  useEffect(() => {
    if (!running) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [running]);
  useEffect(
    () => () => {
      stopped.current = true;
    },
    [stopped],
  );
}
