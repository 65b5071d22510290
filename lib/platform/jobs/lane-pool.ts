import { type JobPool, lanesOf } from "@/lib/platform/jobs/catalog";
import type { ClaimedJob, JobOwner, Turn } from "@/lib/platform/jobs/claim-jobs";
import { createFairQueue } from "@/lib/platform/jobs/fair-queue";

/** One pool of a drain: its lanes, the jobs that it has claimed, and what to claim next. Pure but for the clock. */
export type LanePool = {
  readonly name: JobPool;
  /** Starts a job; it must be followed by `finish`. */
  take(): ClaimedJob | null;
  finish(job: ClaimedJob, ranMs: number): void;
  waiting(): number;
  /** @param isPolling every pool with a free lane is asked, so that no tenant waits for the end of another's jobs */
  wantsJobs(isPolling: boolean): boolean;
  /** How many jobs to claim: as many as run in 50 ms, and at least one for each lane. */
  limit(): number;
  /** Null while there is no backlog: the jobs that were due first are claimed. Else the turn to claim. */
  nextTurn(): Turn | null;
  addOldest(jobs: readonly ClaimedJob[], asked: number): void;
  /** @returns whether there may be more to claim at once: the round goes on, or it found something. */
  addTurn(jobs: readonly ClaimedJob[], asked: number, next: JobOwner | null): boolean;
};

/** A pool that found nothing is not asked again at once: the jobs of a busy pool end all the time. */
export const emptyPauseMs = 10;
const maxLimit = 200;
const batchMs = 50;
/**
 * With so many claimed for each lane, which the tenants share, the others stay for other workers: what waits here has a lease
 * that must be extended, and waits for its end if this worker is lost.
 */
const maxWaitingPerLane = 8;

export function createLanePool(name: JobPool, concurrency: number, nowMs: () => number): LanePool {
  const lanes = lanesOf(name, concurrency);
  const queue = createFairQueue(lanes);
  /** How long a job runs: the last one counts for a tenth. */
  let meanMs = batchMs / 2;
  let isBacklogged = false;
  /** The last owner of the round that is under way. */
  let after: JobOwner | null = null;
  let isRoundOpen = false;
  let foundInRound = 0;
  let pausedUntilMs = Number.NEGATIVE_INFINITY;

  /** Of one owner. A batch of jobs that are soon over is more than the lanes' share. */
  function share(): number {
    const maxWaiting = Math.max(lanes * maxWaitingPerLane, limit());
    return Math.max(1, Math.floor(maxWaiting / Math.max(1, queue.tenants())));
  }

  function limit(): number {
    return Math.min(maxLimit, Math.max(lanes, Math.round((lanes * batchMs) / Math.max(meanMs, 0.01))));
  }

  function add(jobs: readonly ClaimedJob[]): void {
    queue.add(jobs);
    if (jobs.length === 0 && !isRoundOpen) pausedUntilMs = nowMs() + emptyPauseMs;
  }

  return {
    name,
    take: queue.take,
    finish(job, ranMs) {
      meanMs += (ranMs - meanMs) / 10;
      queue.finish(job);
    },
    waiting: queue.waiting,
    wantsJobs(isPolling) {
      if (queue.tenants() >= lanes * maxWaitingPerLane) return false;
      if (isPolling) return true;
      return nowMs() >= pausedUntilMs && (queue.lacksJobs() || (isRoundOpen && queue.hasFreeLane()));
    },
    limit,
    nextTurn() {
      const most = share();
      const full = queue.ownersWith(Math.min(lanes, most));
      return isBacklogged || full.length > 0 ? { limit: limit(), after, full, most } : null;
    },
    addOldest(jobs, asked) {
      add(jobs);
      // There may be more, of other tenants too.
      if (jobs.length >= asked) {
        isBacklogged = true;
        isRoundOpen = true;
      }
    },
    addTurn(jobs, asked, next) {
      add(jobs);
      foundInRound += jobs.length;
      after = next;
      isRoundOpen = next !== null;
      if (isRoundOpen) return true;
      const found = foundInRound;
      isBacklogged = found >= asked;
      foundInRound = 0;
      return found > 0;
    },
  };
}
