import { defineEndpoint } from "@/lib/api/endpoints/endpoint";
import {
  exampleDelivery,
  exampleDeliverySummary,
  exampleIds,
  exampleWebhookEndpoint,
} from "@/lib/api/endpoints/examples";
import { pageOf } from "@/lib/db/pagination";
import { testEventType } from "@/lib/webhooks/catalog";
import {
  createWebhookEndpointSchema,
  listWebhookDeliveriesSchema,
  listWebhookEndpointsSchema,
  rotateWebhookSecretSchema,
  updateWebhookEndpointSchema,
  webhookDeliveryIdSchema,
  webhookDeliverySchema,
  webhookDeliverySummarySchema,
  webhookEndpointIdSchema,
  webhookEndpointSchema,
  webhookEndpointWithSecretSchema,
} from "@/lib/webhooks/schema";

export const createWebhookEndpointEndpoint = defineEndpoint({
  id: "createWebhookEndpoint",
  tag: "webhooks",
  method: "POST",
  path: "/v1/webhook-endpoints",
  scope: "webhooks:write",
  summary: "Create a webhook endpoint",
  description:
    "The signing secret is only in this response. The endpoint receives events of one environment: the key's own, or the application's. Without `event_types` it receives all events. At most 20 endpoints per environment.",
  status: 201,
  input: createWebhookEndpointSchema,
  output: webhookEndpointWithSecretSchema,
  errors: ["forbidden", "not_found", "invalid_state"],
  example: {
    input: { url: exampleWebhookEndpoint.url, eventTypes: ["domain.flow.completed", "domain.drift"] },
    output: { ...exampleWebhookEndpoint, signingSecret: "whsec_…" },
  },
});

export const listWebhookEndpointsEndpoint = defineEndpoint({
  id: "listWebhookEndpoints",
  tag: "webhooks",
  method: "GET",
  path: "/v1/webhook-endpoints",
  scope: "webhooks:write",
  summary: "List webhook endpoints, newest first",
  status: 200,
  input: listWebhookEndpointsSchema,
  output: pageOf(webhookEndpointSchema),
  errors: [],
  example: { input: { limit: 20 }, output: { data: [exampleWebhookEndpoint], nextCursor: null } },
});

export const getWebhookEndpointEndpoint = defineEndpoint({
  id: "getWebhookEndpoint",
  tag: "webhooks",
  method: "GET",
  path: "/v1/webhook-endpoints/{id}",
  scope: "webhooks:write",
  summary: "Get a webhook endpoint",
  status: 200,
  input: webhookEndpointIdSchema,
  output: webhookEndpointSchema,
  errors: [],
  example: { input: { id: exampleIds.webhookEndpoint }, output: exampleWebhookEndpoint },
});

export const updateWebhookEndpointEndpoint = defineEndpoint({
  id: "updateWebhookEndpoint",
  tag: "webhooks",
  method: "PATCH",
  path: "/v1/webhook-endpoints/{id}",
  scope: "webhooks:write",
  summary: "Update, pause or enable a webhook endpoint",
  description:
    "While an endpoint is `paused` or `disabled`, nothing is sent and new events create no deliveries; pending deliveries stay pending. Setting it to `enabled` sends the pending ones immediately.",
  status: 200,
  input: updateWebhookEndpointSchema,
  output: webhookEndpointSchema,
  errors: [],
  example: {
    input: { id: exampleIds.webhookEndpoint, status: "paused" },
    output: { ...exampleWebhookEndpoint, status: "paused" },
  },
});

export const deleteWebhookEndpointEndpoint = defineEndpoint({
  id: "deleteWebhookEndpoint",
  tag: "webhooks",
  method: "DELETE",
  path: "/v1/webhook-endpoints/{id}",
  scope: "webhooks:write",
  summary: "Delete a webhook endpoint",
  description: "Pending deliveries become `failed`. You can still read its deliveries for 30 days.",
  status: 200,
  input: webhookEndpointIdSchema,
  output: webhookEndpointSchema,
  errors: [],
  example: { input: { id: exampleIds.webhookEndpoint }, output: exampleWebhookEndpoint },
});

export const rotateWebhookSecretEndpoint = defineEndpoint({
  id: "rotateWebhookSecret",
  tag: "webhooks",
  method: "POST",
  path: "/v1/webhook-endpoints/{id}/secret:rotate",
  scope: "webhooks:write",
  summary: "Rotate the signing secret",
  description:
    "The new secret is only in this response. For `overlap_hours` (0 to 168, default 24) each message is signed with both secrets.",
  status: 200,
  input: rotateWebhookSecretSchema,
  output: webhookEndpointWithSecretSchema,
  errors: [],
  example: {
    input: { id: exampleIds.webhookEndpoint, overlapHours: 48 },
    output: {
      ...exampleWebhookEndpoint,
      previousSecretExpiresAt: new Date("2026-11-25T09:31:12.000Z"),
      signingSecret: "whsec_…",
    },
  },
});

export const sendTestEventEndpoint = defineEndpoint({
  id: "sendTestEvent",
  tag: "webhooks",
  method: "POST",
  path: "/v1/webhook-endpoints/{id}:test",
  scope: "webhooks:write",
  summary: "Send a test event",
  description:
    "Makes one attempt, also to a paused or disabled endpoint, and returns the delivery with its result. If the receiver fails, the request still succeeds.",
  status: 200,
  input: webhookEndpointIdSchema,
  output: webhookDeliverySchema,
  errors: [],
  example: {
    input: { id: exampleIds.webhookEndpoint },
    output: {
      ...exampleDelivery,
      type: testEventType,
      connectionId: null,
      sequence: 0,
      data: { endpointId: exampleIds.webhookEndpoint },
    },
  },
});

export const listWebhookDeliveriesEndpoint = defineEndpoint({
  id: "listWebhookDeliveries",
  tag: "webhooks",
  method: "GET",
  path: "/v1/webhook-deliveries",
  scope: "webhooks:write",
  summary: "List webhook deliveries, newest first",
  description: "Completed deliveries are stored for 30 days.",
  replica: true,
  status: 200,
  input: listWebhookDeliveriesSchema,
  output: pageOf(webhookDeliverySummarySchema),
  errors: [],
  example: {
    input: { endpointId: exampleIds.webhookEndpoint, status: "succeeded" },
    output: { data: [exampleDeliverySummary], nextCursor: null },
  },
});

export const getWebhookDeliveryEndpoint = defineEndpoint({
  id: "getWebhookDelivery",
  tag: "webhooks",
  method: "GET",
  path: "/v1/webhook-deliveries/{id}",
  scope: "webhooks:write",
  summary: "Get a webhook delivery with its attempts",
  status: 200,
  input: webhookDeliveryIdSchema,
  output: webhookDeliverySchema,
  errors: [],
  example: { input: { id: exampleIds.webhookDelivery }, output: exampleDelivery },
});

export const replayWebhookDeliveryEndpoint = defineEndpoint({
  id: "replayWebhookDelivery",
  tag: "webhooks",
  method: "POST",
  path: "/v1/webhook-deliveries/{id}/replay",
  scope: "webhooks:write",
  summary: "Replay a completed delivery",
  description:
    "Sends it with the same `webhook-id`, before newer events of its connection. The attempt count continues: a delivery whose retries are used up is sent once.",
  status: 200,
  input: webhookDeliveryIdSchema,
  output: webhookDeliverySchema,
  errors: ["invalid_state"],
  example: {
    input: { id: exampleIds.webhookDelivery },
    output: {
      ...exampleDelivery,
      status: "pending",
      nextAttemptAt: new Date("2026-11-23T10:00:00.000Z"),
      settledAt: null,
    },
  },
});
