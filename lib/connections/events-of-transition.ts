import { type ConnectionState, states } from "@/lib/connections/machine";
import type { EventType } from "@/lib/platform/events/catalog";

/** The events of a change of state, in order, and the same pair on every way into `live`. A new reason alone is none. */
export function eventsOfTransition(from: ConnectionState, to: ConnectionState): EventType[] {
  if (from === to) return [];
  // What was written proves control; that the records are there is reported once they are seen, as after a set-up by hand.
  if (from === "dns_writing" && to === "propagating") return ["domain.verified"];
  return [...(from === "drifted" && to === "live" ? ["domain.recovered" as const] : []), ...states[to].events];
}
