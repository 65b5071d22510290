import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { Database } from "@/lib/db/client";
import { errorText } from "@/lib/kernel/errors";
import type { Log } from "@/lib/kernel/log";
import type { Problem, ProblemCode } from "@/lib/kernel/problems";
import type { ServiceContext } from "@/lib/platform/ports/context";

export type Heartbeat = {
  /** Adds to the counts of this worker; written with the next heartbeat. */
  count(report: { run: number; failed: number }): void;
  stop(): Promise<void>;
};

const heartbeatMs = 15_000;
const maxHostLength = 120;
const lostAfterMs = 86_400_000;

export type HeartbeatOptions = {
  now(): Date;
  log: Log;
  /** What is wrong with this worker at the moment. */
  problems?(): readonly Problem[];
};

/**
 * Writes every 15 s that this worker is alive, and what is wrong with it: one row for each, deleted by an orderly stop. The
 * log has a line when a problem begins, and one when it ends.
 */
export async function startHeartbeat(
  database: Database,
  { now, log, problems = () => [] }: HeartbeatOptions,
): Promise<Heartbeat> {
  const workerId = randomUUID();
  const host = hostname().slice(0, maxHostLength);
  const startedAt = now();
  const done = { drained: 0, failed: 0 };
  let stopped = false;
  let known = new Set<ProblemCode>();

  function noteProblems(): Problem[] {
    const current = [...problems()];
    for (const { code, text } of current) if (!known.has(code)) log.warn({ problem: code }, text);
    const codes = new Set(current.map(({ code }) => code));
    for (const code of known) if (!codes.has(code)) log.info({ problem: code }, "a problem has ended");
    known = codes;
    return current;
  }

  async function write(): Promise<void> {
    const seen = { seenAt: now(), problems: noteProblems(), ...done };
    try {
      await database.prisma.workerHeartbeat.upsert({
        where: { workerId },
        create: { workerId, host, startedAt, ...seen },
        update: seen,
      });
    } catch (error) {
      if (!stopped) log.warn({ err: errorText(error) }, "could not write the worker's heartbeat");
    }
  }

  let writing = write();
  const timer = setInterval(() => {
    writing = writing.then(write);
  }, heartbeatMs);
  timer.unref();
  await writing;
  return {
    count(report) {
      done.drained += report.run;
      done.failed += report.failed;
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await writing;
      await database.prisma.workerHeartbeat.deleteMany({ where: { workerId } }).catch(() => undefined);
    },
  };
}

/** Of a clock that was ahead: such a worker would seem to run long after it was lost. One that runs writes again. */
const futureMs = 600_000;

/** Deletes the heartbeats of workers that were lost a day ago, and those of the future. @returns how many */
export async function sweepHeartbeats({ now, database }: Pick<ServiceContext, "now" | "database">): Promise<number> {
  const before = new Date(now().getTime() - lostAfterMs);
  const after = new Date(now().getTime() + futureMs);
  const where = { OR: [{ seenAt: { lt: before } }, { seenAt: { gt: after } }] };
  return (await database.prisma.workerHeartbeat.deleteMany({ where })).count;
}
