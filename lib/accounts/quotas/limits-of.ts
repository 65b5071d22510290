import { Prisma } from "@/lib/db/generated/client";
import { type PlanName, plans, type UsageKind, usageKinds } from "@/lib/kernel/plans";

export type Limits = Record<UsageKind, number | null>;

/**
 * The limits that hold for a tenant: its plan's, and in their place what support gave it. `overrides` is the tenant's
 * column as it is stored: `{ "connect": 500 }`, where null is no limit. What is no limit at all is passed over.
 */
export function limitsOf(plan: PlanName, overrides: unknown): Limits {
  const given = typeof overrides === "object" && overrides !== null ? Object.entries(overrides) : [];
  const known = given.filter(
    ([kind, limit]) => usageKinds.some((name) => name === kind) && (limit === null || typeof limit === "number"),
  );
  return { ...plans[plan].limits, ...Object.fromEntries(known) };
}

const limitsByPlan = JSON.stringify(
  Object.fromEntries(Object.entries(plans).map(([name, { limits }]) => [name, limits])),
);

/** The same as JSON, inside a statement that reads `tenants`. */
export function limitsSql(): Prisma.Sql {
  return Prisma.sql`COALESCE(${limitsByPlan}::jsonb -> plan, ${limitsByPlan}::jsonb -> 'free')
    || CASE WHEN jsonb_typeof(limit_overrides) = 'object' THEN limit_overrides ELSE '{}'::jsonb END`;
}
