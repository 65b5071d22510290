import { listWebhookDeliveriesEndpoint } from "@/lib/api/endpoints/webhooks";
import { handle } from "@/lib/api/handle";
import { listWebhookDeliveries } from "@/lib/webhooks/deliveries/list-webhook-deliveries";

export const GET = handle(listWebhookDeliveriesEndpoint, listWebhookDeliveries);
