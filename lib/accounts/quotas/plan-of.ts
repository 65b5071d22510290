import type { Log } from "@/lib/kernel/log";
import { type PlanName, planNames } from "@/lib/kernel/plans";

/** The plan that a tenant's row names. An unknown name counts as the free plan, and is logged. */
export function planOf(log: Log, tenantId: string, name: string): PlanName {
  const known = findPlanName(name);
  if (known === null) log.warn({ tenantId, plan: name }, "unknown plan: the tenant is treated as free");
  return known ?? "free";
}

export function findPlanName(name: unknown): PlanName | null {
  return planNames.find((known) => known === name) ?? null;
}
