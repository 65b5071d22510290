import type { PlanResource, UsageResource } from "@/lib/accounts/quotas/schema";
import { perPeriod, type UsageKind, usageKindNames, usageKinds } from "@/lib/kernel/plans";

/** What a change of the plan does to one limit. null: no limit. */
export type LimitChange = {
  kind: UsageKind;
  from: number | null;
  to: number | null;
  isLess: boolean;
  /** What is used now is above the new limit. */
  isExceeded: boolean;
};

/**
 * The limits that change from one plan to another, what is lost first. A limit that support has set for the company stays
 * what it is on every plan.
 */
export function planChanges(from: PlanResource, to: PlanResource, usage: UsageResource): LimitChange[] {
  return usageKindNames
    .filter((kind) => usage[kind].limit === from.limits[kind] && from.limits[kind] !== to.limits[kind])
    .map((kind) => ({
      kind,
      from: from.limits[kind],
      to: to.limits[kind],
      isLess: isBelow(to.limits[kind], from.limits[kind]),
      isExceeded: isBelow(to.limits[kind], usage[kind].used),
    }))
    .sort((one, other) => Number(other.isLess) - Number(one.isLess));
}

/** As “200 connections started a month”. */
export function limitText(kind: UsageKind, limit: number | null): string {
  return `${limit === null ? "Unlimited" : limit.toLocaleString("en")} ${usageKinds[kind].noun}${perPeriod(kind)}`;
}

function isBelow(limit: number | null, value: number | null): boolean {
  return limit !== null && (value === null || limit < value);
}
