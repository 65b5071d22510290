import { isRunning } from "@/lib/accounts/billing/running-subscription";
import type { GetSubscriptionInput, SubscriptionResource } from "@/lib/accounts/billing/schema";
import { planOf } from "@/lib/accounts/quotas/plan-of";
import type { Context } from "@/lib/platform/ports/context";

/** The tenant's plan, and who bills it. An ended subscription bills nothing. */
export async function getSubscription(ctx: Context, _input: GetSubscriptionInput): Promise<SubscriptionResource> {
  const tenant = await ctx.database.prisma.tenant.findUniqueOrThrow({
    where: { id: ctx.tenantId },
    select: { plan: true, subscription: true },
  });
  const { subscription } = tenant;
  return {
    plan: planOf(ctx.log, ctx.tenantId, tenant.plan),
    status: subscription?.status ?? null,
    provider: subscription?.provider ?? null,
    currentPeriodEnd: isRunning(subscription) ? (subscription?.currentPeriodEnd ?? null) : null,
  };
}
