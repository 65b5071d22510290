import { setLimitOverrides } from "@/lib/accounts/quotas/set-limit-overrides";
import { setPlan } from "@/lib/accounts/quotas/set-plan";
import { inTransaction } from "@/lib/db/transaction";
import type { Context } from "@/lib/platform/ports/context";
import { actingForTenant } from "@/lib/support/acting-for";
import { readSupportTenant } from "@/lib/support/get-support-tenant";
import type { SupportTenant, UpdateSupportTenantInput } from "@/lib/support/schema";

/**
 * Sets a tenant's plan, and limits that replace the plan's. For a tenant with a subscription the billing provider's next
 * message overrides the plan; limits stay.
 * @throws Refusal not_found
 */
export async function updateSupportTenant(ctx: Context, input: UpdateSupportTenantInput): Promise<SupportTenant> {
  const acting = await actingForTenant(ctx, input.id);
  const { plan, limitOverrides } = input;
  await inTransaction(acting, async (tx) => {
    if (plan !== undefined) await setPlan(acting, tx, plan, { by: "support" });
    if (limitOverrides !== undefined) await setLimitOverrides(acting, tx, limitOverrides);
  });
  return readSupportTenant(acting);
}
