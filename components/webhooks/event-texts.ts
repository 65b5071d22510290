import type { deliveryTypes } from "@/components/webhooks/deliveries-view";

/** What each event tells, for whoever chooses which ones to hear of. */
export const eventTexts: Record<(typeof deliveryTypes)[number], string> = {
  "domain.added": "Its records were seen, or written for your customer.",
  "domain.verified": "Control of the hostname was proven.",
  "ssl.issued": "The edge has a valid certificate for it. Always together with domain.flow.completed.",
  "domain.flow.completed": "It is live: visitors are served over HTTPS.",
  "domain.drift": "The records of a live domain are confirmed wrong.",
  "domain.recovered": "They are right again.",
  "domain.stalled": "It does not get on; error_code says why.",
  "domain.failed": "It is over: control was not proven in time, or another account proved it.",
  "domain.archived": "It was off-boarded.",
  "ssl.renewed": "The edge serves a newer certificate.",
  "ssl.failing": "The edge serves no valid certificate for a live domain.",
  "webhook_endpoint.disabled": "Another endpoint of yours was disabled after days of failure.",
  "webhook_endpoint.test": "Sent by hand, to try an endpoint out.",
};
