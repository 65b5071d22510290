import { filteredConnections } from "@/lib/connections/connection-filter";
import { countStates } from "@/lib/connections/stats/count-states";
import { deliveryHealth } from "@/lib/connections/stats/delivery-health";
import { needsAttention } from "@/lib/connections/stats/needs-attention";
import type { GetOverviewInput, OverviewResource } from "@/lib/connections/stats/schema";
import { timeToLive } from "@/lib/connections/stats/time-to-live";
import { type Context, inEnvironment } from "@/lib/platform/ports/context";

/** Connections by state, those that need attention, how long setup takes, and the health of webhook deliveries. */
export async function getOverview(caller: Context, input: GetOverviewInput): Promise<OverviewResource> {
  const ctx = inEnvironment(caller, input.environment);
  const { applicationId } = input;
  const [states, count, connections, times, deliveries] = await Promise.all([
    countStates(ctx, applicationId),
    countAttention(ctx, applicationId),
    needsAttention(ctx, applicationId),
    timeToLive(ctx, applicationId),
    deliveryHealth(ctx, applicationId),
  ]);
  return { states, needsAttention: { count, connections }, timeToLive: times, deliveries };
}

async function countAttention(ctx: Context, applicationId?: string): Promise<number> {
  const filter = { attention: true, ...(applicationId && { applicationId }) };
  const [row] = await ctx.database.prisma.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM connections c WHERE ${filteredConnections(ctx, filter)}`;
  return row?.count ?? 0;
}
