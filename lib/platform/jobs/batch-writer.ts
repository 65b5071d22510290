import { setTimeout as pause } from "node:timers/promises";
import type { Database } from "@/lib/db/client";
import { type JobOutcome, settleJobs } from "@/lib/platform/jobs/settle-jobs";

export type BatchWriter = {
  /** Waits only when too many outcomes are unwritten. */
  add(outcome: JobOutcome): Promise<void>;
  /** Waits until everything is written. @returns how many jobs were released since the last flush */
  flush(): Promise<number>;
};

const maxPending = 200;
/** Nobody waits for what is written here. */
const collectMs = 10;

/** Collects outcomes while the batch before them is being written. */
export function createBatchWriter(database: Database, workerId: string, now: () => Date): BatchWriter {
  let pending: JobOutcome[] = [];
  let writing: Promise<void> | null = null;
  let released = 0;
  let isFlushing = false;

  async function write(): Promise<void> {
    while (pending.length > 0) {
      if (pending.length < maxPending && !isFlushing) await pause(collectMs);
      const batch = pending;
      pending = [];
      released += await settleJobs(database, workerId, batch, now());
    }
    writing = null;
  }

  return {
    async add(outcome) {
      pending.push(outcome);
      writing ??= Promise.resolve().then(write);
      // Failures surface in flush; here they must not become unhandled rejections.
      writing.catch(() => undefined);
      if (pending.length >= maxPending) await writing;
    },
    async flush() {
      isFlushing = true;
      while (writing || pending.length > 0) {
        writing ??= write();
        await writing;
      }
      isFlushing = false;
      const count = released;
      released = 0;
      return count;
    },
  };
}
