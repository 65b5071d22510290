import { defineEndpoint } from "@/lib/api/endpoints/endpoint";
import {
  exampleDelivery,
  exampleDeliverySummary,
  exampleIds,
  exampleWebhookEndpoint,
} from "@/lib/api/endpoints/examples";
import { pageOf } from "@/lib/db/pagination";
import {
  createWebhookEndpointSchema,
  listWebhookDeliveriesSchema,
  listWebhookEndpointsSchema,
  rotateWebhookSecretSchema,
  testEventType,
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
  summary: "Create a webhook endpoint; its signing secret is shown once",
  description:
    "It hears of the connections of one environment: the key's own, or the application's. Without `event_types` it hears of everything. At most 20 in an environment.",
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
  summary: "Change, pause or enable a webhook endpoint",
  description:
    "While it is `paused` or `disabled`, nothing is sent and new events make no deliveries; what was pending stays. `enabled` is the way back from both, and sends what is pending at once.",
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
  description: "Its pending deliveries become `failed`. Its deliveries can still be read for 30 days.",
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
  summary: "Replace the signing secret; the new one is shown once",
  description: "For `overlap_hours` (24 unless given, 0 to 168) each message is signed with both secrets.",
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
  summary: "Send a test event now",
  description:
    "One attempt, to a paused or disabled endpoint too. The answer is the delivery with what happened; a receiver that fails is no error of this request.",
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
  description: "Settled deliveries are kept for 30 days.",
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
  summary: "Send a settled delivery again",
  description:
    "Under the same `webhook-id`, before newer events of its connection. Attempts go on counting: a delivery whose retries are used up is tried once.",
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
