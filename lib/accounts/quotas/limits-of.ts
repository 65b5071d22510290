import type { LimitOverrides } from "@/lib/accounts/quotas/schema";
import { Prisma } from "@/lib/db/generated/client";
import { type Limits, type PlanName, plans, usageKindNames, usageKinds } from "@/lib/kernel/plans";

/**
 * A tenant's limits: its plan's, replaced where support gave it others. `overrides` is the tenant's column as stored:
 * `{ "active_domain": 500 }`, where null is no limit.
 */
export function limitsOf(plan: PlanName, overrides: unknown): Limits {
  return { ...plans[plan].limits, ...toLimitOverrides(overrides) };
}

/** The stored overrides under the names of the kinds. Values that are no limit are ignored. */
export function toLimitOverrides(stored: unknown): LimitOverrides {
  const given = new Map(Object.entries(typeof stored === "object" && stored !== null ? stored : {}));
  const known = usageKindNames.map((kind) => [kind, given.get(usageKinds[kind].stored)] as const);
  return Object.fromEntries(known.filter(([, limit]) => limit === null || typeof limit === "number"));
}

const limitsByPlan = JSON.stringify(
  Object.fromEntries(
    Object.entries(plans).map(([name, { limits }]) => [
      name,
      Object.fromEntries(usageKindNames.map((kind) => [usageKinds[kind].stored, limits[kind]])),
    ]),
  ),
);

/** The same as JSON by stored kind, inside a statement that reads `tenants`. */
export function limitsSql(): Prisma.Sql {
  return Prisma.sql`COALESCE(${limitsByPlan}::jsonb -> plan, ${limitsByPlan}::jsonb -> 'free')
    || CASE WHEN jsonb_typeof(limit_overrides) = 'object' THEN limit_overrides ELSE '{}'::jsonb END`;
}
