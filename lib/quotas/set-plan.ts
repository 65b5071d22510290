import { z } from "zod";
import type { Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import type { PlanName } from "@/lib/quotas/plans";
import { planNameSchema } from "@/lib/quotas/schema";
import { switchPlan } from "@/lib/quotas/switch-plan";

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
