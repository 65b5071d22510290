import { countEdges } from "@/lib/edge/control-plane/edge-status";
import { listAskMinutes } from "@/lib/edge/control-plane/list-ask-minutes";
import { listEdges } from "@/lib/edge/control-plane/list-edges";
import { findProblems, workerAliveMs } from "@/lib/platform/jobs/find-problems";
import { queueHealth } from "@/lib/platform/jobs/queue-health";
import type { Context } from "@/lib/platform/ports/context";
import type { GetSupportHealthInput, SupportHealth } from "@/lib/support/schema";

const maxWorkers = 20;
const askWindowMs = 86_400_000;

/** The health of the installation: workers, queue, and the edge's ask requests. No tenant data. */
export async function getSupportHealth(ctx: Context, _: GetSupportHealthInput): Promise<SupportHealth> {
  const { prisma } = ctx.database;
  const now = ctx.now().getTime();
  const [workers, queue, hosts, edges, minutes, asks] = await Promise.all([
    prisma.workerHeartbeat.findMany({ orderBy: { seenAt: "desc" }, take: maxWorkers }),
    queueHealth(ctx.database, ctx.now()),
    prisma.hostnameClaim.count(),
    listEdges(ctx),
    listAskMinutes(ctx),
    prisma.askDecision.aggregate({
      where: { lastAskedAt: { gte: new Date(now - askWindowMs) } },
      _count: true,
      _sum: { allowed: true, refused: true },
    }),
  ]);
  const problems = await findProblems(ctx, queue);
  const { connected, lagging, maxLagSeconds } = countEdges(edges, ctx.now());
  return {
    workers: workers.map(({ workerId, host, startedAt, seenAt, drained, failed }) => ({
      id: workerId,
      host,
      startedAt,
      seenAt,
      alive: now - seenAt.getTime() < workerAliveMs,
      drained: Number(drained),
      failed: Number(failed),
    })),
    queue,
    problems: problems.map(({ text }) => text),
    hosts,
    edges: { known: edges.length, connected, lagging, behindSeconds: maxLagSeconds },
    asks: {
      hostnames: asks._count,
      allowed: Number(asks._sum.allowed ?? 0),
      refused: Number(asks._sum.refused ?? 0),
      minutes,
    },
    checkedAt: ctx.now(),
  };
}
