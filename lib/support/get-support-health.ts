import { queueHealth } from "@/lib/platform/jobs/queue-health";
import type { Context } from "@/lib/platform/ports/context";
import type { GetSupportHealthInput, SupportHealth } from "@/lib/support/schema";

const maxWorkers = 20;
/** Four beats of a worker. */
const aliveMs = 60_000;
const askedMs = 86_400_000;

/** How the machinery stands: workers, queue, and what the edge asked. Nothing of any tenant. */
export async function getSupportHealth(ctx: Context, _: GetSupportHealthInput): Promise<SupportHealth> {
  const { prisma } = ctx.database;
  const now = ctx.now().getTime();
  const [workers, queue, claims, asks] = await Promise.all([
    prisma.workerHeartbeat.findMany({ orderBy: { seenAt: "desc" }, take: maxWorkers }),
    queueHealth(ctx.database, ctx.now()),
    prisma.hostnameClaim.count(),
    prisma.askDecision.aggregate({
      where: { lastAskedAt: { gte: new Date(now - askedMs) } },
      _count: true,
      _sum: { allowed: true, refused: true },
    }),
  ]);
  return {
    workers: workers.map(({ workerId, host, startedAt, seenAt, drained, failed }) => ({
      id: workerId,
      host,
      startedAt,
      seenAt,
      alive: now - seenAt.getTime() < aliveMs,
      drained: Number(drained),
      failed: Number(failed),
    })),
    queue,
    claims: { stored: claims, inMemory: ctx.edge.claims() },
    asks: {
      hostnames: asks._count,
      allowed: Number(asks._sum.allowed ?? 0),
      refused: Number(asks._sum.refused ?? 0),
      minutes: ctx.edge.askMinutes(),
    },
    checkedAt: ctx.now(),
  };
}
