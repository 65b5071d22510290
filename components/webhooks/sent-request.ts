import { fixedHeaders, messageBody } from "@/lib/webhooks/deliveries/message-body";
import type { WebhookDeliveryResource } from "@/lib/webhooks/schema";

/** The body of an attempt, indented. It is sent without whitespace. */
export function readableBody(delivery: WebhookDeliveryResource, sentAt: Date): string {
  return JSON.stringify(JSON.parse(messageBody(delivery, sentAt)), null, 2);
}

/** The headers of an attempt. Signatures depend on the time of sending and are not stored. */
export function readableHeaders(delivery: WebhookDeliveryResource, sentAt: Date, url: string | null): string {
  const timestamp = String(Math.floor(sentAt.getTime() / 1_000));
  const headers = {
    ...(url === null || !URL.canParse(url) ? {} : { host: new URL(url).host }),
    ...fixedHeaders,
    "webhook-id": delivery.messageId,
    "webhook-timestamp": timestamp,
    "webhook-signature": "v1,…",
    "x-cd-timestamp": timestamp,
    "x-cd-signature": "sha256=…",
  };
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
}
