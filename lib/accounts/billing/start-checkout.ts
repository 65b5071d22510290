import { createHash } from "node:crypto";
import { isRunning } from "@/lib/accounts/billing/running-subscription";
import type { CreateCheckoutInput } from "@/lib/accounts/billing/schema";
import { Refusal } from "@/lib/kernel/errors";
import type { Context } from "@/lib/platform/ports/context";

/** A second click within this time opens the same checkout. */
const sameRequestMs = 600_000;

/**
 * Opens a checkout at the billing provider. Outside of any transaction.
 * @throws Refusal invalid (free), invalid_state (it pays already), billing_unavailable
 */
export async function startCheckout(ctx: Context, input: CreateCheckoutInput): Promise<{ url: string }> {
  if (input.plan === "free") {
    throw new Refusal("invalid", "The free plan needs no checkout. Use POST /v1/subscriptions.", { param: "plan" });
  }
  const tenant = await ctx.database.prisma.tenant.findUniqueOrThrow({
    where: { id: ctx.tenantId },
    include: { subscription: true },
  });
  if (isRunning(tenant.subscription)) {
    const text = "This account already has a subscription. Change its plan with POST /v1/subscriptions.";
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
  const identity = JSON.stringify([checkout, Math.floor(ctx.now().getTime() / sameRequestMs)]);
  const idempotencyKey = createHash("sha256").update(identity).digest("hex");
  return ctx.billing.createCheckout({ ...checkout, idempotencyKey });
}

/** @throws Refusal forbidden: billing is not for test keys, and among people for owners only */
export function assertMayPay({ actor }: Context): void {
  if (actor.kind === "user" && actor.role !== "owner") {
    throw new Refusal("forbidden", "Only an owner can change the plan.", {
      details: { role: actor.role },
    });
  }
  if (actor.kind === "key" && actor.environment === "test") {
    throw new Refusal("forbidden", "A test key cannot change the plan. Use a live key.");
  }
}
