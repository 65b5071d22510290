import { type JobPool, lanesOf } from "@/lib/platform/jobs/catalog";
import type { ClaimedJob, JobOwner } from "@/lib/platform/jobs/claim-jobs";
import { createFairQueue } from "@/lib/platform/jobs/fair-queue";

/** One pool of a drain: its lanes, the jobs that it has claimed, and what to claim next. Pure but for the clock. */
export type LanePool = {
  readonly name: JobPool;
  /** Starts a job; it must be followed by `finish`. */
  take(): ClaimedJob | null;
  finish(job: ClaimedJob): void;
  waiting(): number;
  /** @param isPolling every pool with room is asked, so that no tenant waits for the end of another's jobs */
  wantsJobs(isPolling: boolean): boolean;
  /** How many jobs to claim: as many as run in 50 ms, at least one for each lane. */
  limit(): number;
  /** Null while there is no backlog: the jobs that were due first are claimed. Else the turn to claim. */
  nextTurn(): { limit: number; after: JobOwner | null; full: readonly JobOwner[] } | null;
  addOldest(jobs: readonly ClaimedJob[], asked: number): void;
  addTurn(jobs: readonly ClaimedJob[], asked: number, next: JobOwner | null): void;
};

const maxLimit = 200;
const batchMs = 50;
/** With so many tenants for each lane, the others' jobs stay for other workers. */
const maxTenantsPerLane = 8;

export function createLanePool(name: JobPool, concurrency: number, nowMs: () => number): LanePool {
  const lanes = lanesOf(name, concurrency);
  const queue = createFairQueue(lanes);
  let startedJobs = 0;
  let claimedAtMs = nowMs();
  let isBacklogged = false;
  /** The last owner of the round that is under way. */
  let after: JobOwner | null = null;
  let isRoundOpen = false;
  let foundInRound = 0;

  const fullOwners = () => queue.ownersWith(lanes);

  function limit(): number {
    const inBatchMs = Math.round((startedJobs * batchMs) / Math.max(1, nowMs() - claimedAtMs));
    return Math.min(maxLimit, Math.max(lanes, inBatchMs));
  }

  function add(jobs: readonly ClaimedJob[]): void {
    queue.add(jobs);
    startedJobs = 0;
    claimedAtMs = nowMs();
  }

  return {
    name,
    take() {
      const job = queue.take();
      if (job) startedJobs += 1;
      return job;
    },
    finish: queue.finish,
    waiting: queue.waiting,
    wantsJobs(isPolling) {
      if (queue.tenants() >= lanes * maxTenantsPerLane) return false;
      return isPolling || queue.lacksJobs() || (isRoundOpen && queue.hasFreeLane());
    },
    limit,
    nextTurn() {
      const full = fullOwners();
      return isBacklogged || full.length > 0 ? { limit: limit(), after, full } : null;
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
      if (isRoundOpen) return;
      isBacklogged = foundInRound >= asked;
      foundInRound = 0;
    },
  };
}
