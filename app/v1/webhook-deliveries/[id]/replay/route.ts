import { replayWebhookDeliveryEndpoint } from "@/lib/api/endpoints/webhooks";
import { handle } from "@/lib/api/handle";
import { replayWebhookDelivery } from "@/lib/webhooks/deliveries/replay-webhook-delivery";

export const POST = handle(replayWebhookDeliveryEndpoint, replayWebhookDelivery);
