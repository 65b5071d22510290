import { createHash } from "node:crypto";
import { isRunning } from "@/lib/accounts/billing/running-subscription";
import type { CreateCheckoutInput } from "@/lib/accounts/billing/schema";
import { Refusal } from "@/lib/kernel/errors";
import type { Context } from "@/lib/platform/ports/context";

/** A second click within this time comes to the same checkout. */
const sameWishMs = 600_000;

/**
 * Opens a checkout at the billing provider. Outside of any transaction.
 * @throws Refusal invalid (free), invalid_state (it pays already), billing_unavailable
 */
export async function startCheckout(ctx: Context, input: CreateCheckoutInput): Promise<{ url: string }> {
  if (input.plan === "free") {
    throw new Refusal("invalid", "The free plan costs nothing. Use POST /v1/subscriptions.", { param: "plan" });
  }
  const tenant = await ctx.database.prisma.tenant.findUniqueOrThrow({
    where: { id: ctx.tenantId },
    include: { subscription: true },
  });
  if (isRunning(tenant.subscription)) {
    const text = "This account has a subscription already. Change its plan with POST /v1/subscriptions.";
    throw new Refusal("invalid_state", text, { details: { status: tenant.subscription.status } });
  }
  const checkout = {
    tenantId: tenant.id,
    tenantName: tenant.name,
    plan: input.plan,
    customerId: tenant.subscription?.customerId ?? null,
    successUrl: input.successUrl,
    cancelUrl: input.cancelUrl,
  };
  const wish = JSON.stringify([checkout, Math.floor(ctx.now().getTime() / sameWishMs)]);
  const idempotencyKey = createHash("sha256").update(wish).digest("hex");
  return ctx.billing.createCheckout({ ...checkout, idempotencyKey });
}

/** @throws Refusal forbidden: what concerns money is no matter of the test environment, and among people the owners' */
export function assertMayPay({ actor }: Context): void {
  if (actor.kind === "user" && actor.role !== "owner") {
    throw new Refusal("forbidden", "Only an owner changes the plan. Ask one of them.", {
      details: { role: actor.role },
    });
  }
  if (actor.kind === "key" && actor.environment === "test") {
    throw new Refusal("forbidden", "A test key changes no plan. Use a live key.");
  }
}
