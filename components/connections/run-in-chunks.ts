import { ApiError } from "@/lib/api/client";

export type Chunk<Item> = { items: readonly Item[]; first: number; headers: { "idempotency-key": string } };

/** `stopped`: somebody said stop. `failed`: a chunk failed for good, and nothing after it was sent. */
export type RunEnd =
  | { kind: "finished" }
  | { kind: "stopped"; next: number }
  | { kind: "failed"; next: number; error: Error };

const waitsMs = [1_000, 3_000, 9_000];
const longestWaitMs = 60_000;

/**
 * Sends many things in chunks, one after the other. A chunk that found no answer is sent again under the same key, so that
 * nothing happens twice; `from` takes up a run that ended before, with the same `runId` and `size`.
 */
export async function runInChunks<Item, Answer>(run: {
  runId: string;
  items: readonly Item[];
  size: number;
  from?: number;
  send: (chunk: Chunk<Item>) => Promise<Answer>;
  onAnswer: (chunk: Chunk<Item>, answer: Answer) => void;
  /** Asked between two chunks, and while waiting. */
  isStopped: () => boolean;
  wait?: (ms: number) => Promise<void>;
}): Promise<RunEnd> {
  const { items, size, runId, send, onAnswer, isStopped } = run;
  const wait = run.wait ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
  for (let first = run.from ?? 0; first < items.length; first += size) {
    if (isStopped()) return { kind: "stopped", next: first };
    const headers = { "idempotency-key": `${runId}-${first}` };
    const chunk = { items: items.slice(first, first + size), first, headers };
    for (let attempt = 0; ; attempt += 1) {
      try {
        onAnswer(chunk, await send(chunk));
        break;
      } catch (error) {
        const waitMs = waitBeforeNext(error, attempt);
        if (waitMs === null) return { kind: "failed", next: first, error: error as Error };
        await wait(waitMs);
        if (isStopped()) return { kind: "stopped", next: first };
      }
    }
  }
  return { kind: "finished" };
}

/** null: asking again would be answered the same. */
function waitBeforeNext(error: unknown, attempt: number): number | null {
  const waitMs = waitsMs[attempt];
  if (!(error instanceof ApiError) || waitMs === undefined) return null;
  const passing = error.status === null || error.status >= 500 || error.code === "rate_limited";
  if (!passing || error.code === "unreadable") return null;
  return error.retryAfterSeconds === null ? waitMs : Math.min(longestWaitMs, error.retryAfterSeconds * 1_000);
}
