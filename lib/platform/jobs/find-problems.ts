import { z } from "zod";
import { type Problem, type ProblemCode, problemCatalog, problemCodes } from "@/lib/kernel/problems";
import { isRoutinePool } from "@/lib/platform/jobs/catalog";
import { type QueueHealth, queueHealth } from "@/lib/platform/jobs/queue-health";
import type { ServiceContext } from "@/lib/platform/ports/context";

/** Four heartbeats of a worker. */
export const workerAliveMs = 60_000;
const lateSeconds = 60;
const maxWorkers = 100;

const problemSchema = z.object({ code: z.enum(problemCodes as [ProblemCode, ...ProblemCode[]]), text: z.string() });

type Worker = { host: string; problems: unknown };

/**
 * What is wrong with the installation at the moment: what its workers report of themselves, and what the queue shows. Edges
 * have problems of their own. @param queue read by the caller, who has it already
 */
export async function findProblems(
  service: Pick<ServiceContext, "database" | "now" | "policy">,
  queue?: QueueHealth,
): Promise<Problem[]> {
  const { database, now, policy } = service;
  const since = new Date(now().getTime() - workerAliveMs);
  const [health, workers] = await Promise.all([
    queue ?? queueHealth(database, now()),
    database.prisma.workerHeartbeat.findMany({
      where: { seenAt: { gt: since } },
      select: { host: true, problems: true },
      orderBy: { seenAt: "desc" },
      take: maxWorkers,
    }),
  ]);
  return judgeInstallation(health, workers, policy.recheckIntervalMs);
}

/** Pure. */
export function judgeInstallation(
  { pools }: Pick<QueueHealth, "pools">,
  workers: readonly Worker[],
  recheckIntervalMs: number,
): Problem[] {
  const late = pools.filter(({ pool, oldestSeconds }) => !isRoutinePool(pool) && oldestSeconds > lateSeconds);
  const overdue = pools.filter(
    ({ pool, oldestSeconds }) => isRoutinePool(pool) && oldestSeconds * 1_000 > Math.max(recheckIntervalMs, 60_000),
  );
  const oldest = (those: typeof pools) =>
    those.map(({ pool, oldestSeconds }) => `${pool}: ${Math.round(oldestSeconds)} s`).join(", ");
  return [
    ...(workers.length === 0 ? [problem("no_worker")] : []),
    ...(late.length === 0 ? [] : [problem("queue_late", oldest(late))]),
    ...(overdue.length === 0 ? [] : [problem("rechecks_late", oldest(overdue))]),
    ...workers.flatMap(({ host, problems }) =>
      readProblems(problems).map(({ code, text }) => ({ code, text: `Worker at ${host}: ${text}` })),
    ),
  ];
}

function problem(code: ProblemCode, detail?: string): Problem {
  return { code, text: detail === undefined ? problemCatalog[code] : `${problemCatalog[code]} ${detail}.` };
}

/** A worker of another version may report what this one does not know. */
function readProblems(stored: unknown): Problem[] {
  const items = Array.isArray(stored) ? stored : [];
  return items.flatMap((item) => problemSchema.safeParse(item).data ?? []);
}
