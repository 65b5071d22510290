/**
 * Every event of a connection. `title`: its line in the timeline. `text`: what it means, for those who choose the events of
 * a webhook endpoint; null: only the timeline shows it, webhooks do not carry it.
 */
export const eventCatalog = {
  "domain.added": { title: "All records are in place", tone: "quiet", text: "All of its DNS records were found." },
  "domain.verified": { title: "Ownership proven", tone: "good", text: "Control of the hostname was proven." },
  "ssl.issued": {
    title: "Certificate issued",
    tone: "good",
    text: "The edge serves a valid certificate for it. Always sent with domain.flow.completed.",
  },
  "domain.flow.completed": {
    title: "The domain is live",
    tone: "good",
    text: "It is live: visitors are served over HTTPS.",
  },
  "domain.drift": {
    title: "The records no longer lead here",
    tone: "bad",
    text: "The records of a live domain are confirmed wrong.",
  },
  "domain.recovered": {
    title: "The records lead here again",
    tone: "good",
    text: "The records are right again. ssl.issued and domain.flow.completed follow.",
  },
  "domain.unreachable": {
    title: "No nameserver answers any more",
    tone: "bad",
    text: "No nameserver of a live domain has given a usable answer for the set time. It stays live; visitors may not find it.",
  },
  "domain.reachable": {
    title: "The nameservers answer again",
    tone: "good",
    text: "A nameserver of the domain answers again. Sent once after each domain.unreachable.",
  },
  "domain.stalled": {
    title: "Stalled: nothing changed for long",
    tone: "bad",
    text: "Setup has stopped making progress; data.error_code says why.",
  },
  "domain.failed": {
    title: "Failed",
    tone: "bad",
    text: "Setup has ended: control was not proven in time, or another account proved it.",
  },
  "domain.contested": {
    title: "Another account proves control of the domain",
    tone: "bad",
    text: "Two accounts want the domain, and the DNS has the proof of the newer one alone. data.role says which you are; data.until when the domain moves.",
  },
  "domain.contest_ended": {
    title: "The contest for the domain has ended",
    tone: "quiet",
    text: "data.outcome says whether the domain has moved (`moved`) or not (`kept`, or `released` where its holder gave it up), data.reason why.",
  },
  "domain.archived": { title: "Archived", tone: "quiet", text: "The connection was archived." },
  "domain.stopped": {
    title: "No longer served by any edge",
    tone: "quiet",
    text: "Every edge confirmed that it no longer serves an archived or failed domain; data.seconds says after how long.",
  },
  "ssl.renewed": { title: "Certificate renewed", tone: "good", text: "The edge serves a newer certificate." },
  "ssl.failing": {
    title: "The certificate is in trouble",
    tone: "bad",
    text: "A live domain has no valid certificate, or one not renewed in time; confirmed by three checks.",
  },
  "ssl.recovered": {
    title: "The certificate is right again",
    tone: "good",
    text: "The edge serves a valid certificate again. Sent once after each ssl.failing.",
  },
  "connection.stop_delayed": { title: "Not all edges have stopped serving it yet", tone: "bad", text: null },
  "connection.created": { title: "Connection created", tone: "quiet", text: null },
  "connection.pending_ownership": { title: "Waiting for the TXT record", tone: "quiet", text: null },
  "connection.verifying": {
    title: "A TXT record was seen, not yet the expected one everywhere",
    tone: "quiet",
    text: null,
  },
  "connection.writing": { title: "Writing the records at the DNS provider", tone: "quiet", text: null },
  "connection.records_written": { title: "Records written at the DNS provider", tone: "quiet", text: null },
  "connection.write_failed": { title: "The DNS provider did not take the change", tone: "bad", text: null },
  "connection.domain_connect_started": { title: "Set-up at the DNS provider was opened", tone: "quiet", text: null },
  "connection.domain_connect_returned": { title: "Back from the DNS provider", tone: "quiet", text: null },
  "connection.share_link_created": { title: "Link for whoever manages the DNS created", tone: "quiet", text: null },
  "connection.share_link_opened": { title: "Link opened by whoever manages the DNS", tone: "quiet", text: null },
  "connection.instructions_sent": { title: "Instructions sent by mail", tone: "quiet", text: null },
  "connection.propagating": { title: "Waiting for the records", tone: "quiet", text: null },
  "connection.issuing_cert": { title: "Getting the certificate", tone: "quiet", text: null },
} as const satisfies Record<string, EventKind>;

type EventKind = { title: string; tone: "good" | "bad" | "quiet"; text: string | null };

export type EventType = keyof typeof eventCatalog;
export type ProductEventType = {
  [T in EventType]: (typeof eventCatalog)[T]["text"] extends string ? T : never;
}[EventType];

/** The events that webhooks carry. */
export const productEventTypes = Object.keys(eventCatalog).filter(isProductEvent);

export function isProductEvent(type: string): type is ProductEventType {
  return (findEventKind(type)?.text ?? null) !== null;
}

/** null for a type that this version does not know. */
export function findEventKind(type: string): EventKind | null {
  return Object.hasOwn(eventCatalog, type) ? eventCatalog[type as EventType] : null;
}

/** What each webhook message means. The last two are about an endpoint, and no timeline has them. */
export const webhookEventTexts = {
  ...(Object.fromEntries(productEventTypes.map((type) => [type, eventCatalog[type].text])) as Record<
    ProductEventType,
    string
  >),
  "webhook_endpoint.disabled":
    "Another endpoint of yours was disabled after days of failure, or because it answered 410.",
  "webhook_endpoint.test": "Sent when you test an endpoint.",
};
