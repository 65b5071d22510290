import type { CheckoutResource, CreateCheckoutInput } from "@/lib/accounts/billing/schema";
import { assertMayPay, startCheckout } from "@/lib/accounts/billing/start-checkout";
import { answerInTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Creates a page at the billing provider where a person pays for a plan. The plan changes when the provider reports the
 * payment, which may be after the browser returns.
 * @throws Refusal invalid, forbidden (a test key), invalid_state (it pays already), billing_unavailable
 */
export async function createCheckout(ctx: Context, input: CreateCheckoutInput): Promise<CheckoutResource> {
  assertMayPay(ctx);
  assertReturnUrl(ctx, input.successUrl, "success_url");
  assertReturnUrl(ctx, input.cancelUrl, "cancel_url");
  const { url } = await startCheckout(ctx, input);
  return answerInTransaction(ctx, async (tx) => {
    await recordAudit(ctx, tx, "checkout.started", ctx.tenantId, { plan: input.plan });
    return { url };
  });
}

function assertReturnUrl(ctx: Context, given: string, param: string): void {
  const url = new URL(given);
  if (url.protocol === "https:" || url.origin === new URL(ctx.policy.upgradeUrl).origin) return;
  throw new Refusal("invalid", "An https URL, or one of this app's own pages.", { param });
}
