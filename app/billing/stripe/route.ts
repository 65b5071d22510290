import { handleBillingMessage } from "@/lib/accounts/billing/handle-billing-message";
import { errorResponse, jsonResponse } from "@/lib/api/error-response";
import { readText } from "@/lib/api/read-input";
import { getRuntime } from "@/lib/api/runtime";
import { newId } from "@/lib/kernel/ids";

/** Stripe's webhook, authenticated by the signature over the raw body. */
export async function POST(request: Request): Promise<Response> {
  const { service, env } = await getRuntime();
  const requestId = newId(service.now());
  try {
    await handleBillingMessage(service, await readText(request), request.headers.get("stripe-signature") ?? "");
    return jsonResponse({ received: true }, 200, requestId);
  } catch (error) {
    return errorResponse(error, requestId, env.appUrl, service.log);
  }
}
