import { countStates } from "@/lib/connections/stats/count-states";
import { deliveryHealth } from "@/lib/connections/stats/delivery-health";
import { needsAttention } from "@/lib/connections/stats/needs-attention";
import type { GetOverviewInput, OverviewResource } from "@/lib/connections/stats/schema";
import { timeToLive } from "@/lib/connections/stats/time-to-live";
import type { Context } from "@/lib/platform/ports/context";

const troubled = new Set(["drifted", "stalled", "failed"]);

/** The overview: connections by state, what needs attention, how long setup takes, and webhook deliveries. */
export async function getOverview(ctx: Context, input: GetOverviewInput): Promise<OverviewResource> {
  const { applicationId } = input;
  const [states, connections, times, deliveries] = await Promise.all([
    countStates(ctx, applicationId),
    needsAttention(ctx, applicationId),
    timeToLive(ctx, applicationId),
    deliveryHealth(ctx, applicationId),
  ]);
  const count = states.reduce((sum, { state, count }) => sum + (troubled.has(state) ? count : 0), 0);
  return { states, needsAttention: { count, connections }, timeToLive: times, deliveries };
}
