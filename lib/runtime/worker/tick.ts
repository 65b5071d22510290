import type { Database } from "@/lib/db/client";
import { errorText } from "@/lib/kernel/errors";
import { jobsChannel } from "@/lib/platform/jobs/catalog";
import { findNextDue } from "@/lib/platform/jobs/claim-jobs";
import { type DrainOptions, drainJobs } from "@/lib/platform/jobs/drain-jobs";
import { type HeartbeatOptions, startHeartbeat } from "@/lib/runtime/worker/heartbeat";

export type Tick = { stop(): Promise<void> };

/** One long drain: ending it would mean waiting for its slowest job before the next drain begins. */
export const tickBudgetMs = 3_600_000;
/** The longest wait after a lost notification, or for a job that another machine enqueued. */
const maxIdleMs = 5_000;

/** The worker inside the app: drains right after a commit that enqueued a job, and when the next job is due. */
export async function startTick(database: Database, options: DrainOptions & HeartbeatOptions): Promise<Tick> {
  const stopping = new AbortController();
  const heartbeat = await startHeartbeat(database, options);
  let again = false;
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;

  function wake(): void {
    if (stopping.signal.aborted) return;
    again = true;
    if (timer) clearTimeout(timer);
    running ??= run().finally(() => {
      running = null;
      if (again) wake();
    });
  }

  async function run(): Promise<void> {
    let waitMs = maxIdleMs;
    try {
      while (again && !stopping.signal.aborted) {
        again = false;
        heartbeat.count(await drainJobs(database, { ...options, signal: stopping.signal }));
      }
      const next = await findNextDue(database);
      if (next) waitMs = Math.min(maxIdleMs, Math.max(0, next.getTime() - options.now().getTime()));
    } catch (error) {
      options.log.error({ err: errorText(error) }, "could not drain the jobs");
      waitMs = 1_000;
    }
    if (!stopping.signal.aborted) timer = setTimeout(wake, waitMs);
  }

  const unlisten = await database.listen(jobsChannel, {
    onMessage: wake,
    onReady: wake,
    onLost: (error) => options.log.warn({ err: errorText(error) }, "lost the subscription to jobs"),
  });
  wake();
  return {
    async stop() {
      stopping.abort();
      if (timer) clearTimeout(timer);
      await unlisten().catch(() => undefined);
      await running;
      await heartbeat.stop();
    },
  };
}
