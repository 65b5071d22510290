import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "@/lib/db/client";
import { errorText } from "@/lib/kernel/errors";
import { createBatchWriter } from "@/lib/platform/jobs/batch-writer";
import { type ClaimedJob, claimJobs, extendLeases, reapLostLeases, releaseJobs } from "@/lib/platform/jobs/claim-jobs";
import { type RunOptions, runJob } from "@/lib/platform/jobs/run-job";

export type DrainOptions = RunOptions & {
  concurrency: number;
  /** No job is started after this time. */
  budgetMs: number;
  /** Once aborted, no job is started either. */
  signal?: AbortSignal;
  leaseMs?: number;
};

export type DrainReport = { run: number; failed: number; reaped: number };

const defaultLeaseMs = 60_000;
/** While a slow job runs, the idle lanes check this often for jobs that have become due. */
const pollIntervalMs = 50;

/**
 * Runs all due jobs: claims in batches, runs up to `concurrency` at a time, settles in batches. Any number of drains may
 * run at once, in any number of processes; each job runs at least once, and its verb is written for that.
 * @returns when no job is due, or when the budget is spent and every started job has ended
 */
export async function drainJobs(database: Database, options: DrainOptions): Promise<DrainReport> {
  const workerId = randomUUID();
  const leaseMs = options.leaseMs ?? defaultLeaseMs;
  const deadline = performance.now() + options.budgetMs;
  const report: DrainReport = { run: 0, failed: 0, reaped: await reapLostLeases(database, options.now()) };
  const writer = createBatchWriter(database, workerId, options.now);
  const claimed: ClaimedJob[] = [];
  let running = 0;
  /** The last claim found nothing, and no job has ended since. */
  let exhausted = false;
  /** Idle lanes share one claim and one wait. */
  let claiming: Promise<void> | null = null;
  let waiting: Promise<void> | null = null;

  const isOver = () => performance.now() >= deadline || options.signal?.aborted === true;

  async function runLane(): Promise<void> {
    while (!isOver()) {
      const job = claimed.shift();
      if (job) {
        await run(job);
      } else if (!exhausted) {
        claiming ??= claimMore();
        await claiming;
      } else if (running > 0) {
        // One handshake that hangs must not delay everyone else's checks.
        waiting ??= wait();
        await waiting;
      } else {
        return;
      }
    }
  }

  async function run(job: ClaimedJob): Promise<void> {
    running += 1;
    const outcome = await runJob(job, options);
    running -= 1;
    // The job may have made another one due.
    exhausted = false;
    report.run += 1;
    if (outcome.kind === "retry" || outcome.kind === "failed") report.failed += 1;
    await writer.add(outcome);
  }

  async function claimMore(): Promise<void> {
    const jobs = await claimJobs(database, workerId, options.now(), leaseMs, options.concurrency * 2);
    claimed.push(...jobs);
    exhausted = jobs.length === 0;
    claiming = null;
  }

  async function wait(): Promise<void> {
    await sleep(pollIntervalMs);
    exhausted = false;
    waiting = null;
  }

  // A drain may run for long: it extends its own leases, and reaps those of workers that were lost.
  async function renewLeases(): Promise<void> {
    await extendLeases(database, workerId, new Date(options.now().getTime() + leaseMs));
    report.reaped += await reapLostLeases(database, options.now());
  }

  const renewal = setInterval(() => {
    renewLeases().catch((error) => options.log.warn({ err: errorText(error) }, "could not extend the job leases"));
  }, leaseMs / 3);
  try {
    do {
      exhausted = false;
      const lanes = await Promise.allSettled(Array.from({ length: options.concurrency }, runLane));
      const broken = lanes.find((lane) => lane.status === "rejected");
      // The last batch may have released jobs that are due, and the lanes have ended by then.
      const released = await writer.flush();
      if (broken) throw broken.reason;
      if (released === 0) break;
    } while (!isOver());
    if (claimed.length > 0) await releaseJobs(database, workerId);
  } finally {
    clearInterval(renewal);
  }
  return report;
}
