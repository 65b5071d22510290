/** What happens to a domain: webhooks carry these. */
export const productEventTypes = [
  "domain.added",
  "domain.verified",
  "ssl.issued",
  "domain.flow.completed",
  "domain.drift",
  "domain.recovered",
  "domain.stalled",
  "domain.failed",
  "domain.archived",
  "ssl.renewed",
  "ssl.failing",
] as const;

/** The timeline shows the steps in between too. */
export const eventTypes = [
  ...productEventTypes,
  "connection.created",
  "connection.pending_ownership",
  "connection.verifying",
  "connection.writing",
  "connection.propagating",
  "connection.issuing_cert",
] as const;

export type EventType = (typeof eventTypes)[number];

export function isProductEvent(type: EventType): boolean {
  return productEventTypes.some((candidate) => candidate === type);
}
