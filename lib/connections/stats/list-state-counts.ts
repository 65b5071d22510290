import { type ConnectionState, connectionStates } from "@/lib/connections/machine";
import { countStates } from "@/lib/connections/stats/count-states";
import { dayOf, lastDays, startOfDay } from "@/lib/connections/stats/days";
import type { ListStateCountsInput, StateHistory } from "@/lib/connections/stats/schema";
import { type Context, environmentFilter, inEnvironment } from "@/lib/platform/ports/context";

/** How many connections were in each state at the end of each of the last days; today as of now. */
export async function listStateCounts(caller: Context, input: ListStateCountsInput): Promise<StateHistory> {
  const ctx = inEnvironment(caller, input.environment);
  const days = lastDays(ctx.now(), input.days);
  const today = days.at(-1) ?? dayOf(ctx.now());
  const [rows, now] = await Promise.all([
    ctx.database.prisma.stateCount.groupBy({
      by: ["day", "state"],
      where: {
        tenantId: ctx.tenantId,
        ...environmentFilter(ctx.actor),
        day: { gte: startOfDay(days[0] ?? today), lt: startOfDay(today) },
      },
      _sum: { count: true },
    }),
    countStates(ctx),
  ]);
  const counts = new Map<string, Map<ConnectionState, number>>();
  for (const { day, state, _sum } of rows) {
    const ofDay = counts.get(dayOf(day)) ?? new Map<ConnectionState, number>();
    counts.set(dayOf(day), ofDay.set(state, _sum.count ?? 0));
  }
  const past = days.flatMap((day) => {
    const ofDay = counts.get(day);
    return ofDay ? [{ day, states: connectionStates.map((state) => ({ state, count: ofDay.get(state) ?? 0 })) }] : [];
  });
  return { data: [...past, { day: today, states: now }] };
}
