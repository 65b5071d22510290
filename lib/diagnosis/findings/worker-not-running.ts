import { isOver } from "@/lib/connections/machine";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { timeOf } from "@/lib/diagnosis/evidence/read-evidence";

const silentMs = 60_000;

/** Both a missing heartbeat and a late job are needed: a cron that drains the jobs sends no heartbeat in between. */
export const workerNotRunning: Detector<"worker-not-running"> = ({ parts, workers, connection, takenAt }) => {
  if (parts.workers !== "ok" || connection === null || isOver(connection.state)) return null;
  const before = new Date(Date.parse(takenAt) - silentMs).toISOString();
  const newest = workers[0]?.seenAt;
  if (newest !== undefined && newest >= before) return null;
  const late = connection.jobs.find((job) => job.failedAt === null && job.lockedUntil === null && job.runAt < before);
  if (late === undefined) return null;
  return {
    explanation:
      "The checks of this domain are due, but no worker runs them. Until one does, we do not see what the customer publishes.",
    fix: "Start the app with WORKER_ENABLED=1 (the default), or have a cron job call POST /internal/work with the WORKER_SECRET. If a worker should be running, check its log.",
    evidence: [
      newest === undefined ? "no worker has ever sent a heartbeat" : `last heartbeat: ${timeOf(newest, takenAt)}`,
      `${late.name} has been due since ${timeOf(late.runAt, takenAt)}`,
    ],
  };
};
