import type { ConnectionState } from "@/lib/connections/machine";
import type { CountByState } from "@/lib/stats/schema";

/** What people ask first: how many are live, on the way, in need of a hand. Archived ones are over and not counted. */
export const stateGroups = [
  { key: "live", label: "Live", color: "var(--good)", tone: "good", states: ["live"] },
  {
    key: "waiting",
    label: "On the way",
    color: "var(--waiting)",
    tone: "waiting",
    states: ["created", "pending_ownership", "verifying", "verified", "dns_writing", "propagating", "issuing_cert"],
  },
  {
    key: "attention",
    label: "Need attention",
    color: "var(--bad)",
    tone: "bad",
    states: ["drifted", "stalled", "failed"],
  },
] as const satisfies readonly {
  key: string;
  label: string;
  color: string;
  tone: "good" | "waiting" | "bad";
  states: readonly ConnectionState[];
}[];

export type StateGroup = (typeof stateGroups)[number];

export function countGroup(group: StateGroup, states: CountByState): number {
  const members: readonly ConnectionState[] = group.states;
  return states.reduce((sum, { state, count }) => sum + (members.includes(state) ? count : 0), 0);
}

/** Where the table shows them. */
export function groupHref(group: StateGroup): string {
  return `/connections?${group.states.map((state) => `state=${state}`).join("&")}`;
}
