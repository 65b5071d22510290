import { rotateWebhookSecretEndpoint } from "@/lib/api/endpoints/webhooks";
import { handle } from "@/lib/api/handle";
import { rotateWebhookSecret } from "@/lib/webhooks/endpoints/rotate-webhook-secret";

export const POST = handle(rotateWebhookSecretEndpoint, rotateWebhookSecret);
