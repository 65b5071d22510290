import { randomUUID } from "node:crypto";
import type { Database } from "@/lib/db/client";
import { errorText } from "@/lib/kernel/errors";
import { createBatchWriter } from "@/lib/platform/jobs/batch-writer";
import { jobPoolNames } from "@/lib/platform/jobs/catalog";
import {
  type ClaimedJob,
  claimInTurns,
  claimJobs,
  extendLeases,
  reapLostLeases,
  releaseJobs,
} from "@/lib/platform/jobs/claim-jobs";
import { createLanePool, emptyPauseMs, type LanePool } from "@/lib/platform/jobs/lane-pool";
import { type RunOptions, runJob } from "@/lib/platform/jobs/run-job";

export type DrainOptions = RunOptions & {
  /** Divided among the pools. */
  concurrency: number;
  /** No job is started after this time. */
  budgetMs: number;
  /** Once aborted, no job is started either. */
  signal?: AbortSignal;
  leaseMs?: number;
  /** RECHECK_INTERVAL, where it may be longer than a job's own intervals. */
  recheckIntervalMs?: number;
};

export type DrainReport = { run: number; failed: number; reaped: number };

const defaultLeaseMs = 60_000;
/** While jobs run, the pools look this often for others that have become due. */
const pollIntervalMs = 50;

/**
 * Runs all due jobs: claims in batches, runs each pool's jobs in the pool's lanes, settles in batches. Any number of drains
 * may run at once, in any number of processes; each job runs at least once, and its verb is written for that.
 * @returns when no job is due, or when the budget is spent and every started job has ended
 */
export async function drainJobs(database: Database, options: DrainOptions): Promise<DrainReport> {
  const workerId = randomUUID();
  const leaseMs = options.leaseMs ?? defaultLeaseMs;
  const longest = { leaseMs, recheckIntervalMs: options.recheckIntervalMs ?? 0 };
  const deadline = performance.now() + options.budgetMs;
  const report: DrainReport = { run: 0, failed: 0, reaped: await reapLostLeases(database, options.now(), longest) };
  const writer = createBatchWriter(database, workerId, options.now);
  const pools = jobPoolNames.map((name) => createLanePool(name, options.concurrency, () => performance.now()));
  const running = new Set<Promise<void>>();
  let polledAtMs = Number.NEGATIVE_INFINITY;
  /** Since the last claim, a job has ended: it may have made others due. */
  let hasEnded = false;
  let wake: () => void = () => undefined;
  /** The database failed: what runs is awaited, and nothing more is started. */
  let failure: { error: unknown } | null = null;

  const isOver = () => performance.now() >= deadline || options.signal?.aborted === true || failure !== null;

  function fail(error: unknown): void {
    failure ??= { error };
    wake();
  }

  function startJobs(pool: LanePool): void {
    while (!isOver()) {
      const job = pool.take();
      if (!job) return;
      const run = runOne(pool, job)
        .catch(fail)
        .finally(() => running.delete(run));
      running.add(run);
    }
  }

  async function runOne(pool: LanePool, job: ClaimedJob): Promise<void> {
    const startedAtMs = performance.now();
    const outcome = await runJob(job, options);
    const ranMs = performance.now() - startedAtMs;
    report.run += 1;
    if (outcome.kind === "retry" || outcome.kind === "failed") report.failed += 1;
    await writer.add(outcome);
    pool.finish(job, ranMs);
    hasEnded = true;
    startJobs(pool);
    wake();
  }

  async function drainPools(): Promise<void> {
    while (!isOver()) {
      for (const pool of pools) startJobs(pool);
      const hadEnded = hasEnded;
      hasEnded = false;
      const isIdle = running.size === 0;
      const isProductive = await claimMore(isIdle);
      if (isProductive || hasEnded) continue;
      // Every pool was asked, and none has anything.
      if (isIdle) return;
      if (running.size > 0) await nextChange(hadEnded ? emptyPauseMs : pollIntervalMs);
    }
  }

  /** @returns whether there may be more to claim at once */
  async function claimMore(isIdle: boolean): Promise<boolean> {
    const isPolling = isIdle || performance.now() - polledAtMs >= pollIntervalMs;
    if (isPolling) polledAtMs = performance.now();
    const asking = pools.filter((pool) => pool.wantsJobs(isPolling));
    const claims = asking.filter((pool) => pool.nextTurn() !== null).map(claimTurn);
    const calm = asking.filter((pool) => pool.nextTurn() === null);
    if (calm.length > 0) claims.push(claimOldest(calm));
    return (await Promise.all(claims)).some((isProductive) => isProductive);
  }

  async function claimOldest(asking: readonly LanePool[]): Promise<boolean> {
    const limits = Object.fromEntries(asking.map((pool) => [pool.name, pool.limit()]));
    const jobs = await claimJobs(database, workerId, options.now(), leaseMs, limits);
    for (const pool of asking) {
      const found = jobs.filter((job) => job.pool === pool.name);
      pool.addOldest(found, limits[pool.name] ?? 0);
    }
    return jobs.length > 0;
  }

  async function claimTurn(pool: LanePool): Promise<boolean> {
    const turn = pool.nextTurn();
    if (turn === null) return false;
    const { jobs, next } = await claimInTurns(database, workerId, options.now(), leaseMs, pool.name, turn);
    return pool.addTurn(jobs, turn.limit, next);
  }

  /** Waits until a job ends, at most so long. */
  function nextChange(waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, waitMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  // A drain may run for long: it extends its own leases, and reaps those of workers that were lost.
  async function renewLeases(): Promise<void> {
    await extendLeases(database, workerId, new Date(options.now().getTime() + leaseMs));
    report.reaped += await reapLostLeases(database, options.now(), longest);
  }

  const renewal = setInterval(() => {
    renewLeases().catch((error) => options.log.warn({ err: errorText(error) }, "could not extend the job leases"));
  }, leaseMs / 3);
  try {
    do {
      await drainPools().catch(fail);
      await Promise.all(running);
      // The last batch may have released jobs that are due, and the pools are empty by then.
    } while ((await writer.flush()) > 0 && !isOver());
    rethrow(failure);
    if (pools.some((pool) => pool.waiting() > 0)) await releaseJobs(database, workerId);
  } finally {
    clearInterval(renewal);
  }
  return report;
}

function rethrow(failure: { error: unknown } | null): void {
  if (failure) throw failure.error;
}
