import { type EventType, eventTypes } from "@/lib/platform/events/catalog";

const titles: Record<EventType, string> = {
  "connection.created": "Connection created",
  "connection.pending_ownership": "Waiting for the TXT record",
  "connection.verifying": "A TXT record was seen, not yet the expected one everywhere",
  "connection.writing": "Writing the records at the DNS provider",
  "connection.propagating": "Waiting for the records",
  "connection.issuing_cert": "Getting the certificate",
  "domain.verified": "Ownership proven",
  "domain.added": "All records are in place",
  "ssl.issued": "Certificate issued",
  "domain.flow.completed": "The domain is live",
  "domain.drift": "The records no longer lead here",
  "domain.recovered": "The records lead here again",
  "domain.stalled": "Stalled: nothing changed for long",
  "domain.failed": "Failed",
  "domain.archived": "Archived",
  "ssl.renewed": "Certificate renewed",
  "ssl.failing": "The certificate is in trouble",
};

/** An event's type in plain words; a type that this page does not know yet is shown as it is. */
export function eventTitle(type: string): string {
  const known = eventTypes.find((candidate) => candidate === type);
  return known === undefined ? type : titles[known];
}

const good: readonly string[] = [
  "domain.verified",
  "ssl.issued",
  "domain.flow.completed",
  "domain.recovered",
  "ssl.renewed",
];
const bad: readonly string[] = ["domain.drift", "domain.stalled", "domain.failed", "ssl.failing"];

export function eventTone(type: string): "good" | "bad" | "quiet" {
  return good.includes(type) ? "good" : bad.includes(type) ? "bad" : "quiet";
}

const systemNames: Record<string, string> = {
  key: "by an API key",
  user: "by a member of your team",
  staff: "by Latchkey's support",
  widget: "by the customer, in the widget",
  admin: "by the administrator",
  sandbox: "by you",
};

/** Who did it. `actor` is `<kind>` or `<kind>:<id>`; `names`: of people, by their ids. */
export function actorName(actor: string, names: ReadonlyMap<string, string> = new Map()): string {
  const [kind = "", id = ""] = actor.split(":");
  const name = kind === "user" ? names.get(id) : undefined;
  return name === undefined ? (systemNames[kind] ?? "by Latchkey") : `by ${name}`;
}
