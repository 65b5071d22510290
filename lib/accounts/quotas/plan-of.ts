import type { Log } from "@/lib/kernel/log";
import { type PlanName, planNames } from "@/lib/kernel/plans";

/** The plan that a tenant's row names. A name that no plan has is the free plan, and said in the log. */
export function planOf(log: Log, tenantId: string, name: string): PlanName {
  const known = findPlanName(name);
  if (known === null) log.warn({ tenantId, plan: name }, "a tenant has a plan that does not exist: it counts as free");
  return known ?? "free";
}

export function findPlanName(name: unknown): PlanName | null {
  return planNames.find((known) => known === name) ?? null;
}
