import { countedConnections } from "@/lib/connections/counted-connections";
import type { CountByState } from "@/lib/connections/stats/schema";
import type { Context } from "@/lib/platform/ports/context";

/** The tenant's connections by state, now, exactly. */
export async function countStates(ctx: Context): Promise<CountByState> {
  return (await countedConnections(ctx)).map(({ state, count }) => ({ state, count }));
}
