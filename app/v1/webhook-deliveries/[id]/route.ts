import { getWebhookDeliveryEndpoint } from "@/lib/api/endpoints/webhooks";
import { handle } from "@/lib/api/handle";
import { getWebhookDelivery } from "@/lib/webhooks/deliveries/get-webhook-delivery";

export const GET = handle(getWebhookDeliveryEndpoint, getWebhookDelivery);
