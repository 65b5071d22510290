import { z } from "zod";
import { planNameSchema } from "@/lib/accounts/quotas/schema";
import { switchPlan } from "@/lib/accounts/quotas/switch-plan";
import { inTransaction } from "@/lib/db/transaction";
import type { PlanName } from "@/lib/kernel/plans";
import type { Context } from "@/lib/platform/ports/context";

export const setPlanSchema = z.strictObject({ plan: planNameSchema });

/**
 * For operators: the plan by hand, without any payment. Where the tenant pays a billing provider, that provider's next
 * message has the last word.
 * @throws Refusal not_found
 */
export async function setPlan(ctx: Context, input: { plan: PlanName }): Promise<{ plan: PlanName }> {
  await inTransaction(ctx, (tx) => switchPlan(ctx, tx, input.plan, { by: "operator" }));
  return { plan: input.plan };
}
