import { findPlanName } from "@/lib/accounts/quotas/plan-of";
import type { ListPlansInput, PlanResource } from "@/lib/accounts/quotas/schema";
import { type Page, parseCursor, toPage } from "@/lib/db/pagination";
import { type PlanName, planNames, plans } from "@/lib/kernel/plans";
import type { Context } from "@/lib/platform/ports/context";

/** The plans, smallest first. */
export async function listPlans(ctx: Context, input: ListPlansInput): Promise<Page<PlanResource>> {
  const after = parseCursor(input.cursor, findPlanName);
  const start = after === undefined ? 0 : planNames.indexOf(after) + 1;
  return toPage(
    planNames.slice(start, start + input.limit + 1),
    input.limit,
    (name) => name,
    (name) => toPlanResource(ctx, name),
  );
}

function toPlanResource({ billing, policy }: Context, name: PlanName): PlanResource {
  const { title, features, limits } = plans[name];
  const available = name === "free" || billing.plans.includes(name);
  const contact = available ? null : policy.planContact;
  return { name, title, features, limits, price: policy.planPrices[name] ?? null, available, contact };
}
