import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { Database } from "@/lib/db/client";
import { errorText } from "@/lib/kernel/errors";
import type { Log } from "@/lib/kernel/log";
import type { ServiceContext } from "@/lib/platform/ports/context";

export type Heartbeat = {
  /** Adds to what this worker has done; written with the next beat. */
  count(report: { run: number; failed: number }): void;
  stop(): Promise<void>;
};

const beatMs = 15_000;
const maxHostLength = 120;
const keptMs = 86_400_000;

/** Says every 15 s that this process works: one row for each, gone when it stops in good order. */
export async function startHeartbeat(database: Database, { now, log }: { now(): Date; log: Log }): Promise<Heartbeat> {
  const workerId = randomUUID();
  const host = hostname().slice(0, maxHostLength);
  const startedAt = now();
  const done = { drained: 0, failed: 0 };
  let stopped = false;

  async function beat(): Promise<void> {
    const seen = { seenAt: now(), ...done };
    try {
      await database.prisma.workerHeartbeat.upsert({
        where: { workerId },
        create: { workerId, host, startedAt, ...seen },
        update: seen,
      });
    } catch (error) {
      if (!stopped) log.warn({ err: errorText(error) }, "the worker's sign of life was not written");
    }
  }

  let beating = beat();
  const timer = setInterval(() => {
    beating = beating.then(beat);
  }, beatMs);
  timer.unref();
  await beating;
  return {
    count(report) {
      done.drained += report.run;
      done.failed += report.failed;
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await beating;
      await database.prisma.workerHeartbeat.deleteMany({ where: { workerId } }).catch(() => undefined);
    },
  };
}

/** Deletes the heartbeats of workers that were lost a day ago. @returns how many */
export async function sweepHeartbeats({ now, database }: Pick<ServiceContext, "now" | "database">): Promise<number> {
  const before = new Date(now().getTime() - keptMs);
  return (await database.prisma.workerHeartbeat.deleteMany({ where: { seenAt: { lt: before } } })).count;
}
