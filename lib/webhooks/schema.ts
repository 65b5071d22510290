import { z } from "zod";
import { environmentInput, pageInput } from "@/lib/db/pagination";
import { isoDate } from "@/lib/kernel/iso-date";
import { oneLineOrEmpty } from "@/lib/kernel/one-line";
import { deliveryStatuses, testEventType, webhookEventTypes } from "@/lib/webhooks/catalog";
import { defaultOverlapHours, maxOverlapHours } from "@/lib/webhooks/policy";

/** Shapes of webhook endpoints and deliveries: no server imports, so that a browser can use them too. */

const eventTypesSchema = z
  .array(z.enum(webhookEventTypes))
  .max(webhookEventTypes.length)
  .transform((types) => [...new Set(types)]);

const urlSchema = z.string().min(1).max(2_048);
const descriptionSchema = oneLineOrEmpty(200);
const environmentSchema = z.enum(["test", "live"]);

export const createWebhookEndpointSchema = z.strictObject({
  url: urlSchema,
  description: descriptionSchema.default(""),
  /** None: every event. */
  eventTypes: eventTypesSchema.default([]),
  /** Only the events of this application. */
  applicationId: z.uuid().nullable().default(null),
  /** A key's own, or the application's; callers without a key name one of the two. */
  environment: environmentSchema.optional(),
});

export type CreateWebhookEndpointInput = z.output<typeof createWebhookEndpointSchema>;

export const webhookEndpointIdSchema = z.strictObject({ id: z.uuid() });
export type WebhookEndpointIdInput = z.output<typeof webhookEndpointIdSchema>;

export const listWebhookEndpointsSchema = z.strictObject({ ...pageInput, ...environmentInput });
export type ListWebhookEndpointsInput = z.output<typeof listWebhookEndpointsSchema>;

export const updateWebhookEndpointSchema = z.strictObject({
  id: z.uuid(),
  url: urlSchema.optional(),
  description: descriptionSchema.optional(),
  eventTypes: eventTypesSchema.optional(),
  /** `enabled` also re-enables a disabled endpoint. */
  status: z.enum(["enabled", "paused"]).optional(),
});

export type UpdateWebhookEndpointInput = z.output<typeof updateWebhookEndpointSchema>;

export const rotateWebhookSecretSchema = z.strictObject({
  id: z.uuid(),
  /** How long the old secret also signs. */
  overlapHours: z.number().int().min(0).max(maxOverlapHours).default(defaultOverlapHours),
});

export type RotateWebhookSecretInput = z.output<typeof rotateWebhookSecretSchema>;

export const webhookEndpointSchema = z.object({
  id: z.uuid(),
  environment: environmentSchema,
  applicationId: z.uuid().nullable(),
  url: z.string(),
  description: z.string(),
  eventTypes: z.array(z.string()),
  status: z.enum(["enabled", "paused", "disabled"]),
  /** Since when every attempt has failed; null: the last one succeeded, or there was none. */
  failingSince: isoDate.nullable(),
  /** Your server's `Retry-After`: nothing is sent before then; null: it asked for no wait, or the wait is over. */
  waitUntil: isoDate.nullable(),
  /** When we disabled it. */
  disabledAt: isoDate.nullable(),
  /** `failing`: every attempt failed for three days. `gone`: it answered 410 Gone. */
  disabledReason: z.enum(["failing", "gone"]).nullable(),
  /** Until then the previous secret also signs. */
  previousSecretExpiresAt: isoDate.nullable(),
  createdAt: isoDate,
});

export type WebhookEndpointResource = z.output<typeof webhookEndpointSchema>;

/** Only the responses to creation and rotation contain the secret. */
export const webhookEndpointWithSecretSchema = webhookEndpointSchema.extend({ signingSecret: z.string() });

export type WebhookEndpointWithSecret = z.output<typeof webhookEndpointWithSecretSchema>;

export const listWebhookDeliveriesSchema = z.strictObject({
  ...pageInput,
  ...environmentInput,
  endpointId: z.uuid().optional(),
  connectionId: z.uuid().optional(),
  status: z.enum(deliveryStatuses).optional(),
  type: z.enum([...webhookEventTypes, testEventType]).optional(),
  q: z
    .string()
    .min(1)
    .max(2_048)
    .optional()
    .describe(
      "The id of a delivery, message, endpoint or connection, or a hostname or a part of one: of the 20 newest connections that have it.",
    ),
});

export type ListWebhookDeliveriesInput = z.output<typeof listWebhookDeliveriesSchema>;

export const webhookDeliveryIdSchema = z.strictObject({ id: z.uuid() });
export type WebhookDeliveryIdInput = z.output<typeof webhookDeliveryIdSchema>;

/** A delivery in a list. */
export const webhookDeliverySummarySchema = z.object({
  id: z.uuid(),
  endpointId: z.uuid(),
  /** null: the event does not concern a connection. */
  connectionId: z.uuid().nullable(),
  /** The hostname the message is about; null: none. */
  hostname: z.string().nullable(),
  /** `webhook-id`, and `id` in the body: the same at each attempt and replay. */
  messageId: z.uuid(),
  type: z.string(),
  sequence: z.number().int(),
  status: z.enum(deliveryStatuses),
  attemptCount: z.number().int(),
  /** Not before then; null: settled. */
  nextAttemptAt: isoDate.nullable(),
  settledAt: isoDate.nullable(),
  createdAt: isoDate,
});

export type WebhookDeliverySummary = z.output<typeof webhookDeliverySummarySchema>;

export const webhookAttemptSchema = z.object({
  number: z.number().int(),
  startedAt: isoDate,
  durationMs: z.number().int(),
  /** null: there was no answer. */
  statusCode: z.number().int().nullable(),
  /** Why it failed, where the status code does not say it. */
  error: z.string().nullable(),
  /** The first KiB of the response's body. */
  responseExcerpt: z.string().nullable(),
});

export const webhookDeliverySchema = webhookDeliverySummarySchema.extend({
  /** `data` of the body. */
  data: z.record(z.string(), z.unknown()),
  /** The newest first, 50 at most. */
  attempts: z.array(webhookAttemptSchema),
});

export type WebhookDeliveryResource = z.output<typeof webhookDeliverySchema>;
