/** The plans, as data: the limit of each metered kind; null is no limit. Pure: the browser shows this table too. */
export const usageKinds = ["connect", "active_domain", "cert", "api_call"] as const;

/**
 * `connect`: connections started in the month. `active_domain`: connections that are neither archived nor failed.
 * `cert`: certificates first seen in the month. `api_call`: requests to `/v1` in the month.
 */
export type UsageKind = (typeof usageKinds)[number];

export const planNames = ["free", "pro", "growth", "enterprise"] as const;
export type PlanName = (typeof planNames)[number];

export const plans: Record<PlanName, { title: string; limits: Record<UsageKind, number | null> }> = {
  free: { title: "Free", limits: { connect: 3, active_domain: 3, cert: 10, api_call: 10_000 } },
  pro: { title: "Pro", limits: { connect: 200, active_domain: 200, cert: 1_000, api_call: 500_000 } },
  growth: { title: "Growth", limits: { connect: 5_000, active_domain: 5_000, cert: 25_000, api_call: 10_000_000 } },
  enterprise: { title: "Enterprise", limits: { connect: null, active_domain: null, cert: null, api_call: null } },
};
