import { errorText, isRefusal } from "@/lib/kernel/errors";
import type { Log } from "@/lib/kernel/log";
import { retryDelayMs } from "@/lib/kernel/retry-delay-ms";
import { type JobKind, type JobName, type JobPayload, type JobPool, jobCatalog } from "@/lib/platform/jobs/catalog";
import type { ClaimedJob } from "@/lib/platform/jobs/claim-jobs";
import type { JobOutcome } from "@/lib/platform/jobs/settle-jobs";

/**
 * Runs a job, whose `pool` says whether somebody waits for it. `runAgainAt`: when it is due again; null: it is done. `routine`:
 * nobody waits for that run. A thrown Refusal fails it for good, any other error is a failed attempt.
 */
export type JobHandler = (
  payload: JobPayload,
  pool: JobPool,
) => Promise<{ runAgainAt: Date | null; routine?: boolean }>;

export type RunOptions = { now(): Date; handlers: Readonly<Record<JobName, JobHandler>>; log: Log };

const unknownDelayMs = 60_000;
const retryDelaysMs = [1_000, 5_000, 30_000, 120_000, 600_000, 3_600_000] as const;

/** Runs one claimed job under its kind's time-out. Never throws: an error is an outcome. */
export async function runJob(job: ClaimedJob, { now, handlers, log }: RunOptions): Promise<JobOutcome> {
  const kind: JobKind | undefined = jobCatalog[job.name];
  const handler = handlers[job.name];
  if (!kind || !handler) {
    // A newer version beside this one has enqueued it, and its workers have the verb.
    const runAt = new Date(now().getTime() + unknownDelayMs);
    return { job, kind: "retry", runAt, error: `this version has no verb for a job named ${job.name}` };
  }
  try {
    const { runAgainAt, routine = false } = await withTimeout(handler(job.payload, job.pool), kind.timeoutMs);
    if (runAgainAt === null) return { job, kind: "done" };
    return { job, kind: "again", runAt: runAgainAt, pool: routine ? kind.routinePool : kind.pool };
  } catch (error) {
    // Its object is gone: there is nothing left to do.
    if (isRefusal(error) && error.code === "not_found") return { job, kind: "done" };
    const attempts = job.attempts + 1;
    const final = isRefusal(error) || (kind.maxAttempts !== null && attempts >= kind.maxAttempts);
    log.warn({ job: job.name, key: job.key, attempts, final, err: errorText(error) }, "job failed");
    if (final) return { job, kind: "failed", error: errorText(error) };
    const runAt = new Date(now().getTime() + retryDelayMs(retryDelaysMs, attempts));
    return { job, kind: "retry", runAt, error: errorText(error) };
  }
}

async function withTimeout<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`the job took longer than ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
