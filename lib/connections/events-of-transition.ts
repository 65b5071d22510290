import { type ConnectionState, states } from "@/lib/connections/machine";
import type { EventType } from "@/lib/platform/events/catalog";

/** The events of a change of state, in order: at least one, and the same pair on every way into `live`. */
export function eventsOfTransition(from: ConnectionState, to: ConnectionState): EventType[] {
  if (from === "dns_writing" && to === "propagating") return ["domain.verified", "domain.added"];
  return [...(from === "drifted" && to === "live" ? ["domain.recovered" as const] : []), ...states[to].events];
}
