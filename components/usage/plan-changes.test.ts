import fc from "fast-check";
import { expect, test } from "vitest";
import { planChanges } from "@/components/usage/plan-changes";
import type { PlanResource, UsageResource } from "@/lib/accounts/quotas/schema";
import { byUsageKind, planNames, plans, usageKindNames } from "@/lib/kernel/plans";

const planOf = (name: (typeof planNames)[number]): PlanResource => ({
  name,
  ...plans[name],
  price: null,
  available: true,
  contact: null,
});
const plan = fc.constantFrom(...planNames).map(planOf);
const level = (limit: number | null) => (limit === null ? Number.POSITIVE_INFINITY : limit);

test("a change names each limit that differs, what is lost first, and what is used beyond the new one", () => {
  const used = fc.array(fc.nat(20_000_000), { minLength: usageKindNames.length, maxLength: usageKindNames.length });
  fc.assert(
    fc.property(plan, plan, used, fc.subarray(usageKindNames), (from, to, amounts, overridden) => {
      const usage = {
        plan: from.name,
        period: { start: new Date(0), end: new Date(0) },
        ...byUsageKind(usageKindNames, (kind) => ({
          used: amounts[usageKindNames.indexOf(kind)] ?? 0,
          limit: overridden.includes(kind) ? 123_456 : from.limits[kind],
          remaining: null,
          periodEnd: null,
        })),
      } as UsageResource;
      const changes = planChanges(from, to, usage);
      const kinds = usageKindNames.filter(
        (kind) => !overridden.includes(kind) && level(from.limits[kind]) !== level(to.limits[kind]),
      );
      expect(changes.map(({ kind }) => kind).sort()).toEqual([...kinds].sort());
      for (const { kind, isLess, isExceeded } of changes) {
        expect(isLess).toBe(level(to.limits[kind]) < level(from.limits[kind]));
        expect(isExceeded).toBe(usage[kind].used > level(to.limits[kind]));
      }
      const firstGain = changes.findIndex(({ isLess }) => !isLess);
      expect(changes.slice(firstGain === -1 ? changes.length : firstGain).every(({ isLess }) => !isLess)).toBe(true);
    }),
  );
});
