import { createWebhookEndpointEndpoint, listWebhookEndpointsEndpoint } from "@/lib/api/endpoints/webhooks";
import { handle } from "@/lib/api/handle";
import { createWebhookEndpoint } from "@/lib/webhooks/create-webhook-endpoint";
import { listWebhookEndpoints } from "@/lib/webhooks/list-webhook-endpoints";

export const POST = handle(createWebhookEndpointEndpoint, createWebhookEndpoint);
export const GET = handle(listWebhookEndpointsEndpoint, listWebhookEndpoints);
