import type { ConnectionState } from "@/lib/connections/machine";
import type { EventType } from "@/lib/platform/events/catalog";

/** What a change of state says, in order. Every change says something, and every way into `live` says the same pair. */
export function eventsOfTransition(from: ConnectionState, to: ConnectionState): EventType[] {
  switch (to) {
    case "created":
      return ["connection.created"];
    case "pending_ownership":
      return ["connection.pending_ownership"];
    case "verifying":
      return ["connection.verifying"];
    case "verified":
      return ["domain.verified"];
    case "dns_writing":
      return ["connection.writing"];
    case "propagating":
      return from === "dns_writing" ? ["domain.verified", "domain.added"] : ["connection.propagating"];
    case "issuing_cert":
      // Nobody told us that the records were added: that they are seen is how we know.
      return ["domain.added", "connection.issuing_cert"];
    case "live":
      return from === "drifted"
        ? ["domain.recovered", "ssl.issued", "domain.flow.completed"]
        : ["ssl.issued", "domain.flow.completed"];
    case "drifted":
      return ["domain.drift"];
    case "stalled":
      return ["domain.stalled"];
    case "failed":
      return ["domain.failed"];
    case "archived":
      return ["domain.archived"];
  }
}
