// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const createWebhookEndpointCall: Call<"createWebhookEndpoint"> = {
  id: "createWebhookEndpoint",
  tag: "webhooks",
  method: "POST",
  path: "/v1/webhook-endpoints",
  max: {
    url: 2048,
    description: 200,
    eventTypes: 18,
  },
};

export const deleteWebhookEndpointCall: Call<"deleteWebhookEndpoint"> = {
  id: "deleteWebhookEndpoint",
  tag: "webhooks",
  method: "DELETE",
  path: "/v1/webhook-endpoints/{id}",
};

export const getWebhookDeliveryCall: Call<"getWebhookDelivery"> = {
  id: "getWebhookDelivery",
  tag: "webhooks",
  method: "GET",
  path: "/v1/webhook-deliveries/{id}",
};

export const getWebhookEndpointCall: Call<"getWebhookEndpoint"> = {
  id: "getWebhookEndpoint",
  tag: "webhooks",
  method: "GET",
  path: "/v1/webhook-endpoints/{id}",
};

export const listWebhookDeliveriesCall: Call<"listWebhookDeliveries"> = {
  id: "listWebhookDeliveries",
  tag: "webhooks",
  method: "GET",
  path: "/v1/webhook-deliveries",
  max: {
    q: 2048,
  },
};

export const listWebhookEndpointsCall: Call<"listWebhookEndpoints"> = {
  id: "listWebhookEndpoints",
  tag: "webhooks",
  method: "GET",
  path: "/v1/webhook-endpoints",
};

export const replayWebhookDeliveryCall: Call<"replayWebhookDelivery"> = {
  id: "replayWebhookDelivery",
  tag: "webhooks",
  method: "POST",
  path: "/v1/webhook-deliveries/{id}/replay",
};

export const rotateWebhookSecretCall: Call<"rotateWebhookSecret"> = {
  id: "rotateWebhookSecret",
  tag: "webhooks",
  method: "POST",
  path: "/v1/webhook-endpoints/{id}/secret:rotate",
  max: {
    overlapHours: 168,
  },
};

export const sendTestEventCall: Call<"sendTestEvent"> = {
  id: "sendTestEvent",
  tag: "webhooks",
  method: "POST",
  path: "/v1/webhook-endpoints/{id}:test",
};

export const updateWebhookEndpointCall: Call<"updateWebhookEndpoint"> = {
  id: "updateWebhookEndpoint",
  tag: "webhooks",
  method: "PATCH",
  path: "/v1/webhook-endpoints/{id}",
  max: {
    url: 2048,
    description: 200,
    eventTypes: 18,
  },
};
