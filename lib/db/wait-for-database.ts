import { setTimeout as sleep } from "node:timers/promises";
import { whyUnavailable } from "@/lib/db/why-unavailable";
import { retryDelayMs } from "@/lib/kernel/retry-delay-ms";

type Options = {
  /** With a sentence: when the wait begins, when its reason changes, and each minute. */
  onWaiting(sentence: string): void;
  nowMs?: () => number;
  pause?: (ms: number) => Promise<unknown>;
};

const delaysMs = [250, 500, 1_000, 2_000, 5_000] as const;
const repeatMs = 60_000;

/**
 * Runs `work` until the database is there and lets us in. Only what an operator may repair while we wait is waited for: any
 * other error is thrown.
 */
export async function waitForDatabase<T>(
  work: () => Promise<T>,
  { onWaiting, nowMs = () => performance.now(), pause = sleep }: Options,
): Promise<T> {
  let said = { reason: "", atMs: 0 };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const reason = whyUnavailable(error);
      if (reason === null) throw error;
      if (reason !== said.reason || nowMs() - said.atMs >= repeatMs) {
        onWaiting(`Waiting for the database: ${reason}. Trying again until it is there.`);
        said = { reason, atMs: nowMs() };
      }
      await pause(retryDelayMs(delaysMs, attempt));
    }
  }
}
