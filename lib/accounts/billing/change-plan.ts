import { getSubscription } from "@/lib/accounts/billing/get-subscription";
import { isRunning } from "@/lib/accounts/billing/running-subscription";
import type { ChangedPlanResource, ChangePlanInput } from "@/lib/accounts/billing/schema";
import { assertMayPay, startCheckout } from "@/lib/accounts/billing/start-checkout";
import { setPlan } from "@/lib/accounts/quotas/set-plan";
import { answerInTransaction } from "@/lib/db/transaction";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Requests another plan. A running subscription is changed at the billing provider (`free` ends it after the paid period),
 * and the provider's message sets the plan. Without one, `free` applies at once, and a paid plan returns the URL where a
 * person pays for it.
 * @throws Refusal forbidden (a test key), billing_unavailable
 */
export async function changePlan(ctx: Context, input: ChangePlanInput): Promise<ChangedPlanResource> {
  assertMayPay(ctx);
  const [before, row] = await Promise.all([
    getSubscription(ctx, {}),
    ctx.database.prisma.subscription.findUnique({ where: { tenantId: ctx.tenantId } }),
  ]);
  if (isRunning(row)) {
    // Also for the present plan: that cancels an earlier request to end it.
    await ctx.billing.changeSubscription({ subscriptionId: row.subscriptionId, plan: input.plan });
    return answerInTransaction(ctx, async (tx) => {
      await recordAudit(ctx, tx, "plan.change_requested", ctx.tenantId, { from: before.plan, to: input.plan });
      return { ...before, checkoutUrl: null };
    });
  }
  if (input.plan === before.plan) return { ...before, checkoutUrl: null };
  if (input.plan === "free") {
    return answerInTransaction(ctx, async (tx) => {
      await setPlan(ctx, tx, "free", { by: "tenant" });
      return { ...before, plan: "free", checkoutUrl: null };
    });
  }
  const page = ctx.policy.upgradeUrl;
  const { url } = await startCheckout(ctx, { plan: input.plan, successUrl: page, cancelUrl: page });
  return answerInTransaction(ctx, async (tx) => {
    await recordAudit(ctx, tx, "checkout.started", ctx.tenantId, { plan: input.plan });
    return { ...before, checkoutUrl: url };
  });
}
