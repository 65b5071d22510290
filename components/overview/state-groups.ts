import { stateLabel } from "@/components/connection-facts/connection-state";
import { type ConnectionState, statesIn } from "@/lib/connections/machine";
import type { CountByState } from "@/lib/connections/stats/schema";

/** How many connections are live, on the way, or need attention. Archived ones are not counted. */
export const stateGroups = [
  { key: "live", label: "Live", color: "var(--good)", tone: "good", states: statesIn("live") },
  { key: "waiting", label: "On the way", color: "var(--waiting)", tone: "waiting", states: statesIn("underway") },
  { key: "attention", label: "Need attention", color: "var(--bad)", tone: "bad", states: statesIn("attention") },
] as const satisfies readonly {
  key: string;
  label: string;
  color: string;
  tone: "good" | "waiting" | "bad";
  states: readonly ConnectionState[];
}[];

export type StateGroup = (typeof stateGroups)[number];

export function countGroup(group: StateGroup, states: CountByState): number {
  return states.reduce((sum, { state, count }) => sum + (group.states.includes(state) ? count : 0), 0);
}

/** Where the table shows them. */
export function groupHref(group: StateGroup): string {
  return `/connections?${group.states.map((state) => `state=${state}`).join("&")}`;
}

/** What stands behind a group's number, in a few words. */
export function groupNote(group: StateGroup, states: CountByState): string {
  if (group.key === "live") {
    const all = states.reduce((sum, { state, count }) => sum + (state === "archived" ? 0 : count), 0);
    return `of ${all.toLocaleString("en")} ${all === 1 ? "domain" : "domains"}`;
  }
  const parts = states
    .filter(({ state, count }) => count > 0 && group.states.includes(state))
    .toSorted((a, b) => b.count - a.count)
    .map(({ state, count }) => `${count.toLocaleString("en")} ${stateLabel(state).toLowerCase()}`);
  if (parts.length === 0) return group.key === "waiting" ? "none waits" : "none drifted, stalled or failed";
  return [...parts.slice(0, 2), ...(parts.length > 2 ? ["…"] : [])].join(", ");
}
