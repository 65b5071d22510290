import {
  deleteWebhookEndpointEndpoint,
  getWebhookEndpointEndpoint,
  updateWebhookEndpointEndpoint,
} from "@/lib/api/endpoints/webhooks";
import { handle } from "@/lib/api/handle";
import { deleteWebhookEndpoint } from "@/lib/webhooks/endpoints/delete-webhook-endpoint";
import { getWebhookEndpoint } from "@/lib/webhooks/endpoints/get-webhook-endpoint";
import { updateWebhookEndpoint } from "@/lib/webhooks/endpoints/update-webhook-endpoint";

export const GET = handle(getWebhookEndpointEndpoint, getWebhookEndpoint);
export const PATCH = handle(updateWebhookEndpointEndpoint, updateWebhookEndpoint);
export const DELETE = handle(deleteWebhookEndpointEndpoint, deleteWebhookEndpoint);
