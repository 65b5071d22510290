"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { v4 as randomId } from "uuid";
import type { ImportLine } from "@/components/connections/import/read-lines";
import type { LineResult } from "@/components/connections/import/results-csv";
import { type RunEnd, runInChunks } from "@/components/connections/run-in-chunks";
import { announce } from "@/components/ui/announcer";
import { request } from "@/lib/api/client";
import { createConnectionsEndpoint } from "@/lib/api/endpoints/connections";
import type { BatchResult } from "@/lib/connections/schema";

/** Far below the 500 that the API accepts, to show progress and to make retries cheap. */
const chunkSize = 100;

type Job = { runId: string; applicationId: string; batchId: string; contest: boolean; lines: readonly ImportLine[] };

/** Sends the valid lines, and has the result of each. */
export function useImportRun() {
  const client = useQueryClient();
  const [phase, setPhase] = useState<"editing" | "running" | "ended">("editing");
  const [job, setJob] = useState<Job | null>(null);
  const [results, setResults] = useState<ReadonlyMap<number, LineResult>>(new Map());
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
    const { runId, applicationId, batchId, contest, lines } = next;
    const ended = await runInChunks({
      runId,
      items: lines.filter(({ problem }) => problem === null),
      size: chunkSize,
      from,
      send: ({ items, headers }) => {
        const input = {
          applicationId,
          batchId,
          items: items.map(({ text }) => ({ hostname: text, ...(contest ? { contest } : {}) })),
        };
        return request(createConnectionsEndpoint, input, { headers });
      },
      onAnswer: ({ items }, answer) => {
        const received = answer.results.flatMap((result): [number, LineResult][] => {
          const line = items[result.index];
          return line ? [[line.line, lineResult(result)]] : [];
        });
        setResults((before) => new Map([...before, ...received]));
      },
      isStopped: () => stopped.current,
    });
    setEnd(ended);
    setPhase("ended");
    announce(ended.kind === "finished" ? "All lines were sent." : "Not all lines were sent.");
    await client.invalidateQueries({ queryKey: ["connections"] });
  }

  function resultOf(line: ImportLine): LineResult {
    return results.get(line.line) ?? { status: line.problem === null ? "waiting" : "skipped" };
  }

  const lines = job?.lines ?? [];
  const all = [...results.values()];
  const total = lines.filter(({ problem }) => problem === null).length;
  return {
    phase,
    end,
    stopping,
    lines,
    resultOf,
    batchId: job?.batchId ?? "",
    counts: {
      total,
      connected: all.filter(({ status }) => status === "connected").length,
      refused: all.filter(({ status }) => status === "refused").length,
      skipped: lines.length - total,
    },
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

function lineResult({ connection, error }: BatchResult): LineResult {
  if (connection) return { status: "connected", connectionId: connection.id };
  const id = error?.details?.connectionId;
  return {
    status: "refused",
    message: error?.message ?? "Refused.",
    code: error?.code ?? "invalid",
    connectionId: typeof id === "string" ? id : null,
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
