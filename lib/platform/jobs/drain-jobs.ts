import { randomUUID } from "node:crypto";
import type { Database } from "@/lib/db/client";
import { errorText, isRefusal } from "@/lib/kernel/errors";
import type { Log } from "@/lib/kernel/log";
import { type JobKind, type JobName, type JobPayload, jobCatalog, retryDelayMs } from "@/lib/platform/jobs/catalog";
import { type ClaimedJob, claimJobs, extendLeases, reapLostLeases, releaseJobs } from "@/lib/platform/jobs/claim-jobs";
import { type JobOutcome, settleJobs } from "@/lib/platform/jobs/settle-jobs";

/** Runs a job. `runAgainAt` keeps it, due then; null ends it. Throwing is a failed attempt; a Refusal is for good. */
export type JobHandler = (payload: JobPayload) => Promise<{ runAgainAt: Date | null }>;

export type DrainOptions = {
  now(): Date;
  handlers: Readonly<Record<JobName, JobHandler>>;
  log: Log;
  concurrency: number;
  /** No job is begun after this time. */
  budgetMs: number;
  /** Aborted: no job is begun from then on either. */
  signal?: AbortSignal;
  leaseMs?: number;
};

export type DrainReport = { run: number; failed: number; reaped: number };

const defaultLeaseMs = 60_000;
/** While a slow job runs, the lanes beside it look this often for what has become due. */
const lullMs = 50;

/**
 * Works off what is due: claims in batches, runs up to `concurrency` at a time, settles in batches. Any number of drains
 * may run beside each other, in any number of processes; each job runs at least once, and its verb is written for that.
 * @returns when nothing is due any more, or the budget is spent and what was begun has ended
 */
export async function drainJobs(database: Database, options: DrainOptions): Promise<DrainReport> {
  const workerId = randomUUID();
  const leaseMs = options.leaseMs ?? defaultLeaseMs;
  const deadline = performance.now() + options.budgetMs;
  const report: DrainReport = { run: 0, failed: 0, reaped: await reapLostLeases(database, options.now()) };
  const waiting: ClaimedJob[] = [];
  const settler = createSettler(database, workerId, options.now);
  const isOver = () => performance.now() >= deadline || options.signal?.aborted === true;
  let refill: Promise<void> | null = null;
  let lull: Promise<void> | null = null;
  let dry = false;
  let busy = 0;

  async function claimMore(): Promise<void> {
    const claimed = await claimJobs(database, workerId, options.now(), leaseMs, options.concurrency * 2);
    waiting.push(...claimed);
    dry = claimed.length === 0;
    refill = null;
  }

  async function waitALittle(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, lullMs));
    dry = false;
    lull = null;
  }

  async function runLane(): Promise<void> {
    for (;;) {
      const job = isOver() ? undefined : waiting.shift();
      if (job) {
        busy += 1;
        const outcome = await runJob(job, options);
        busy -= 1;
        // What it did may have made another job due.
        dry = false;
        report.run += 1;
        if (outcome.kind === "retry" || outcome.kind === "failed") report.failed += 1;
        await settler.add(outcome);
        continue;
      }
      if (isOver() || (dry && busy === 0)) return;
      if (dry) {
        // One handshake that hangs must not hold up everyone else's checks.
        lull ??= waitALittle();
        await lull;
        continue;
      }
      refill ??= claimMore();
      await refill;
    }
  }

  // A drain may go on for long: it holds on to its own jobs, and looks for those that others have lost.
  async function beat(): Promise<void> {
    await extendLeases(database, workerId, new Date(options.now().getTime() + leaseMs));
    report.reaped += await reapLostLeases(database, options.now());
  }

  const heartbeat = setInterval(() => {
    beat().catch((error) => options.log.warn({ err: errorText(error) }, "leases were not extended"));
  }, leaseMs / 3);
  try {
    do {
      dry = false;
      const lanes = await Promise.allSettled(Array.from({ length: options.concurrency }, runLane));
      const broken = lanes.find((lane) => lane.status === "rejected");
      // What was given back by the last batch may be due, and the lanes have ended by then.
      const givenBack = await settler.flush();
      if (broken) throw broken.reason;
      if (givenBack === 0) break;
    } while (!isOver());
    if (waiting.length > 0) await releaseJobs(database, workerId);
  } finally {
    clearInterval(heartbeat);
  }
  return report;
}

async function runJob(job: ClaimedJob, options: DrainOptions): Promise<JobOutcome> {
  const kind: JobKind | undefined = jobCatalog[job.name];
  const handler = options.handlers[job.name];
  if (!kind || !handler) return { job, kind: "failed", error: `no verb for a job named ${job.name}` };
  try {
    const { runAgainAt } = await withTimeout(handler(job.payload), kind.timeoutMs);
    return runAgainAt === null ? { job, kind: "done" } : { job, kind: "again", runAt: runAgainAt };
  } catch (error) {
    // Its object is gone: nothing is owed any more.
    if (isRefusal(error) && error.code === "not_found") return { job, kind: "done" };
    const attempts = job.attempts + 1;
    const final = isRefusal(error) || (kind.maxAttempts !== null && attempts >= kind.maxAttempts);
    options.log.warn({ job: job.name, key: job.key, attempts, final, err: errorText(error) }, "job failed");
    if (final) return { job, kind: "failed", error: errorText(error) };
    return {
      job,
      kind: "retry",
      runAt: new Date(options.now().getTime() + retryDelayMs(attempts)),
      error: errorText(error),
    };
  }
}

async function withTimeout<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the job took longer than ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

const maxUnsettled = 200;

/** Collects outcomes while one batch is being written. `add` waits only when too many are unsettled. */
function createSettler(database: Database, workerId: string, now: () => Date) {
  let pending: JobOutcome[] = [];
  let writing: Promise<void> | null = null;
  let givenBack = 0;

  async function write(): Promise<void> {
    while (pending.length > 0) {
      const batch = pending;
      pending = [];
      givenBack += await settleJobs(database, workerId, batch, now());
    }
    writing = null;
  }

  return {
    async add(outcome: JobOutcome): Promise<void> {
      pending.push(outcome);
      writing ??= Promise.resolve().then(write);
      // Failures surface in flush; here they must not become unhandled rejections.
      writing.catch(() => undefined);
      if (pending.length >= maxUnsettled) await writing;
    },
    /** Waits until everything is written; returns how many jobs were given back since the last time. */
    async flush(): Promise<number> {
      while (writing || pending.length > 0) {
        writing ??= write();
        await writing;
      }
      const count = givenBack;
      givenBack = 0;
      return count;
    },
  };
}
