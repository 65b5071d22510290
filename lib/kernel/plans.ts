/**
 * What plans limit. Pure: the browser shows these tables too. `stored`: the kind in the database, and as a value on the
 * wire. `reset`: `month`, a sum that starts at zero each month; `never`, a level.
 */
export const usageKinds = {
  connect: {
    stored: "connect",
    title: "Domains started",
    noun: "connections started",
    description: "Connections created this month, whatever became of them.",
    reset: "month",
  },
  activeDomain: {
    stored: "active_domain",
    title: "Active domains",
    noun: "active domains",
    description: "Neither archived nor failed, right now.",
    reset: "never",
  },
  cert: {
    stored: "cert",
    title: "Certificates",
    noun: "certificates",
    description: "First seen this month. At the limit, no new domain can be started; running ones are never cut off.",
    reset: "month",
  },
  apiCall: {
    stored: "api_call",
    title: "API calls",
    noun: "API requests",
    description: "Requests with a live key or token. Up to ten seconds behind.",
    reset: "month",
  },
} as const satisfies Record<string, UsageKindFacts>;

type UsageKindFacts = { stored: string; title: string; noun: string; description: string; reset: "month" | "never" };

export type UsageKind = keyof typeof usageKinds;
export type MonthlyUsageKind = {
  [K in UsageKind]: (typeof usageKinds)[K]["reset"] extends "month" ? K : never;
}[UsageKind];

export const usageKindNames = Object.keys(usageKinds) as UsageKind[];
export const monthlyUsageKinds = usageKindNames.filter(
  (kind): kind is MonthlyUsageKind => usageKinds[kind].reset === "month",
);

/** A value for each of these kinds. */
export function byUsageKind<K extends UsageKind, T>(kinds: readonly K[], toValue: (kind: K) => T): Record<K, T> {
  return Object.fromEntries(kinds.map((kind) => [kind, toValue(kind)])) as Record<K, T>;
}

export const planNames = ["free", "pro", "growth", "enterprise"] as const;
export type PlanName = (typeof planNames)[number];

/** null is no limit. */
export type Limits = Record<UsageKind, number | null>;

export const plans: Record<PlanName, { title: string; limits: Limits }> = {
  free: { title: "Free", limits: { connect: 3, activeDomain: 3, cert: 10, apiCall: 10_000 } },
  pro: { title: "Pro", limits: { connect: 200, activeDomain: 200, cert: 1_000, apiCall: 500_000 } },
  growth: { title: "Growth", limits: { connect: 5_000, activeDomain: 5_000, cert: 25_000, apiCall: 10_000_000 } },
  enterprise: { title: "Enterprise", limits: { connect: null, activeDomain: null, cert: null, apiCall: null } },
};
