import { type EventType, eventTypes } from "@/lib/events/catalog";

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

/** Who did it. */
export function actorName(actor: string): string {
  if (actor.startsWith("key:")) return "by an API key";
  if (actor === "sandbox") return "by you";
  return actor === "admin" ? "by the administrator" : "by Latchkey";
}
