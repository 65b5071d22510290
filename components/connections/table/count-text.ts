import type { ConnectionCounts } from "@/lib/connections/schema";

type CappedCount = ConnectionCounts["total"];

/** “1,204”, or “10,000+” where counting stopped. */
export function countText({ count, capped }: CappedCount): string {
  return `${count.toLocaleString("en-GB")}${capped ? "+" : ""}`;
}

/** All except archived. */
export function unarchivedCount(counts: ConnectionCounts): CappedCount {
  return sumOf(counts.states.filter(({ state }) => state !== "archived"));
}

export function sumOf(counts: readonly CappedCount[]): CappedCount {
  return {
    count: counts.reduce((sum, { count }) => sum + count, 0),
    capped: counts.some(({ capped }) => capped),
  };
}
