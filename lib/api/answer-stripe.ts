import { handleBillingMessage } from "@/lib/accounts/billing/handle-billing-message";
import { jsonResponse } from "@/lib/api/error-response";
import { plainRoute } from "@/lib/api/plain-route";
import { readText } from "@/lib/api/read-input";

/** Stripe's webhook, authenticated by the signature over the raw body. */
export const answerStripe = plainRoute(async (request, { service }, requestId) => {
  await handleBillingMessage(service, await readText(request), request.headers.get("stripe-signature") ?? "");
  return jsonResponse({ received: true }, 200, requestId);
});
