import type { Context } from "@/lib/context";
import { countStates } from "@/lib/stats/count-states";
import { deliveryHealth } from "@/lib/stats/delivery-health";
import { needsAttention } from "@/lib/stats/needs-attention";
import type { GetOverviewInput, OverviewResource } from "@/lib/stats/schema";
import { timeToLive } from "@/lib/stats/time-to-live";

const troubled = new Set(["drifted", "stalled", "failed"]);

/** What a person wants to know first: where everything stands, what needs them, how long it takes, who hears of it. */
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
