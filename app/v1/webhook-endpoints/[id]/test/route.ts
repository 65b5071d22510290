import { sendTestEventEndpoint } from "@/lib/api/endpoints/webhooks";
import { handle } from "@/lib/api/handle";
import { sendTestEvent } from "@/lib/webhooks/deliveries/send-test-event";

export const POST = handle(sendTestEventEndpoint, sendTestEvent);
