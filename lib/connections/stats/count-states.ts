import { connectionStates } from "@/lib/connections/machine";
import type { CountByState } from "@/lib/connections/stats/schema";
import { type Context, visibleConnections } from "@/lib/platform/ports/context";

/** The tenant's connections by state, now: exactly, from one index. */
export async function countStates(ctx: Context, applicationId?: string): Promise<CountByState> {
  const rows = await ctx.database.prisma.connection.groupBy({
    by: ["state"],
    where: {
      tenantId: ctx.tenantId,
      ...(applicationId ? { applicationId } : {}),
      AND: visibleConnections(ctx.actor),
    },
    _count: true,
  });
  const counts = new Map(rows.map(({ state, _count }) => [state, _count]));
  return connectionStates.map((state) => ({ state, count: counts.get(state) ?? 0 }));
}
