import { countedConnections } from "@/lib/connections/counted-connections";
import { deliveryHealth } from "@/lib/connections/stats/delivery-health";
import { needsAttention } from "@/lib/connections/stats/needs-attention";
import type { GetOverviewInput, OverviewResource } from "@/lib/connections/stats/schema";
import { timeToLive } from "@/lib/connections/stats/time-to-live";
import { type Context, inEnvironment } from "@/lib/platform/ports/context";

/** Connections by state, those that need attention, how long setup takes, and the health of webhook deliveries. */
export async function getOverview(caller: Context, input: GetOverviewInput): Promise<OverviewResource> {
  const ctx = inEnvironment(caller, input.environment);
  const { applicationId } = input;
  const [{ counted, connections }, times, deliveries] = await Promise.all([
    countAndShow(ctx, applicationId),
    timeToLive(ctx, applicationId),
    deliveryHealth(ctx, applicationId),
  ]);
  return {
    states: counted.map(({ state, count }) => ({ state, count })),
    needsAttention: { count: counted.reduce((sum, { attention }) => sum + attention, 0), connections },
    timeToLive: times,
    deliveries,
  };
}

/** The counts first: they say what there is to look for. */
async function countAndShow(ctx: Context, applicationId?: string) {
  const counted = await countedConnections(ctx, applicationId);
  return { counted, connections: await needsAttention(ctx, counted, applicationId) };
}
