import { productEventTypes } from "@/lib/platform/events/catalog";

/** Events that an endpoint can subscribe to: those of domains, and that another endpoint of the tenant was disabled. */
export const webhookEventTypes = [...productEventTypes, "webhook_endpoint.disabled"] as const;

/** Sent on request only, to the endpoint being tested. */
export const testEventType = "webhook_endpoint.test";

export const deliveryStatuses = ["pending", "succeeded", "failed"] as const;
