import { applyPlan } from "@/lib/connections/writing/apply-plan";
import { planRecords } from "@/lib/connections/writing/plan-records";
import type { AppliedPlanResource, ApplyRecordsInput } from "@/lib/connections/writing/schema";
import { Refusal } from "@/lib/kernel/errors";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Writes a connection's records through its credential: the plan that was confirmed, or, without one, what needs no
 * confirmation.
 * @throws Refusal not_found, invalid, invalid_state, provider_error, rate_limited
 */
export async function applyRecords(
  ctx: Context,
  { id, planId, removeConflicts = false }: ApplyRecordsInput,
): Promise<AppliedPlanResource> {
  if (planId !== undefined) return applyPlan(ctx, { connectionId: id, planId, removeConflicts });
  if (removeConflicts) {
    const text = "Records of others are removed only as a plan says: make one with records:plan, and send its id.";
    throw new Refusal("invalid", text, { param: "plan_id" });
  }
  const plan = await planRecords(ctx, { id });
  return applyPlan(ctx, { connectionId: id, planId: plan.id, removeConflicts: false });
}
