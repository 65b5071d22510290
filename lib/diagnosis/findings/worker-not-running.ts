import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { isOver, timeOf } from "@/lib/diagnosis/evidence/read-evidence";

const silentMs = 60_000;

/** Without a sign of life, and a job of this connection is late: a cron that drains the jobs gives no sign in between. */
export const workerNotRunning: Detector<"worker-not-running"> = ({ parts, workers, connection, takenAt }) => {
  if (parts.workers !== "ok" || connection === null || isOver(connection.state)) return null;
  const before = new Date(Date.parse(takenAt) - silentMs).toISOString();
  const newest = workers[0]?.seenAt;
  if (newest !== undefined && newest >= before) return null;
  const late = connection.jobs.find((job) => job.failedAt === null && job.lockedUntil === null && job.runAt < before);
  if (late === undefined) return null;
  return {
    explanation:
      "Nobody is looking at this domain at the moment: its checks are due, and no worker has taken them. Everything the customer publishes stays unseen until one does.",
    fix: "Start the app with WORKER_ENABLED=1 (the default), or let a cron call POST /internal/work with the WORKER_SECRET. If a worker should be running, look into its log.",
    evidence: [
      newest === undefined
        ? "no worker has ever shown a sign of life"
        : `last sign of life: ${timeOf(newest, takenAt)}`,
      `${late.name} is due since ${timeOf(late.runAt, takenAt)}`,
    ],
  };
};
