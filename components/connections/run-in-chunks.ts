import { ApiError } from "@/lib/api/client";

export type Chunk<Item> = { items: readonly Item[]; first: number; headers: { "idempotency-key": string } };

/** `stopped`: by the visitor. `failed`: a chunk failed for good, and nothing after it was sent. */
export type RunEnd =
  | { kind: "finished" }
  | { kind: "stopped"; next: number }
  | { kind: "failed"; next: number; error: Error };

const waitsMs = [1_000, 3_000, 9_000];
const longestWaitMs = 60_000;

/**
 * Sends many items in chunks, one after another. A chunk without a response is retried with the same idempotency key.
 * `from` resumes a run that ended early, with the same `runId` and `size`.
 */
export async function runInChunks<Item, Answer>(run: {
  runId: string;
  items: readonly Item[];
  size: number;
  from?: number;
  send: (chunk: Chunk<Item>) => Promise<Answer>;
  onAnswer: (chunk: Chunk<Item>, answer: Answer) => void;
  /** Called between two chunks, and after each wait. */
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

/** null: a retry would get the same response. */
function waitBeforeNext(error: unknown, attempt: number): number | null {
  const waitMs = waitsMs[attempt];
  if (!(error instanceof ApiError) || waitMs === undefined) return null;
  const passing = error.status === null || error.status >= 500 || error.code === "rate_limited";
  if (!passing || error.code === "unreadable") return null;
  return error.retryAfterSeconds === null ? waitMs : Math.min(longestWaitMs, error.retryAfterSeconds * 1_000);
}
