import { createWebhookEndpointEndpoint, listWebhookEndpointsEndpoint } from "@/lib/api/endpoints/webhooks";
import { handle } from "@/lib/api/handle";
import { createWebhookEndpoint } from "@/lib/webhooks/endpoints/create-webhook-endpoint";
import { listWebhookEndpoints } from "@/lib/webhooks/endpoints/list-webhook-endpoints";

export const POST = handle(createWebhookEndpointEndpoint, createWebhookEndpoint);
export const GET = handle(listWebhookEndpointsEndpoint, listWebhookEndpoints);
