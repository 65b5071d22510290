import type { Context } from "@/lib/context";
import { type Page, parseCursor, toPage } from "@/lib/db/pagination";
import { findPlanName } from "@/lib/quotas/plan-of";
import { type PlanName, planNames, plans } from "@/lib/quotas/plans";
import type { ListPlansInput, PlanResource } from "@/lib/quotas/schema";

/** The plans, smallest first. */
export async function listPlans(_ctx: Context, input: ListPlansInput): Promise<Page<PlanResource>> {
  const after = parseCursor(input.cursor, findPlanName);
  const start = after === undefined ? 0 : planNames.indexOf(after) + 1;
  return toPage(planNames.slice(start, start + input.limit + 1), input.limit, (name) => name, toPlanResource);
}

function toPlanResource(name: PlanName): PlanResource {
  const { title, limits } = plans[name];
  return {
    name,
    title,
    limits: {
      connect: limits.connect,
      activeDomain: limits.active_domain,
      cert: limits.cert,
      apiCall: limits.api_call,
    },
  };
}
