import type { Environment } from "@/lib/kernel/scopes";

/**
 * What plans limit. Pure: the browser shows these tables too. `stored`: the kind in the database, and as a value on the
 * wire. `metric` and `environment`: what is counted, and for which applications; an environment without a row for a metric
 * does not count it. `reset`: `day` or `month`, a sum that starts at zero each (UTC); `never`, a level.
 */
export const usageKinds = {
  connect: {
    stored: "connect",
    environment: "live",
    metric: "connect",
    title: "Domains started",
    noun: "connections started",
    description: "Connections created this month, whatever became of them.",
    reset: "month",
  },
  activeDomain: {
    stored: "active_domain",
    environment: "live",
    metric: "activeDomain",
    title: "Active domains",
    noun: "active domains",
    description: "Neither archived nor failed, right now.",
    reset: "never",
  },
  cert: {
    stored: "cert",
    environment: "live",
    metric: "cert",
    title: "Certificates",
    noun: "certificates",
    description: "First seen this month. At the limit, no new domain can be started; running ones are never cut off.",
    reset: "month",
  },
  apiCall: {
    stored: "api_call",
    environment: "live",
    metric: "apiCall",
    title: "API calls",
    noun: "API requests",
    description: "Requests with a live key or token. Up to ten seconds behind.",
    reset: "month",
  },
  testConnect: {
    stored: "test_connect",
    environment: "test",
    metric: "connect",
    title: "Test domains started",
    noun: "test connections started",
    description: "Connections created today (UTC), whatever became of them.",
    reset: "day",
  },
  testActiveDomain: {
    stored: "test_active_domain",
    environment: "test",
    metric: "activeDomain",
    title: "Active test domains",
    noun: "active test domains",
    description: "Neither archived nor failed, right now.",
    reset: "never",
  },
  testCert: {
    stored: "test_cert",
    environment: "test",
    metric: "firstCert",
    title: "Test certificates",
    noun: "first certificates for test domains",
    description:
      "Test domains that may get their first certificate today (UTC). At the limit, a proven domain waits for the next day; renewals go on.",
    reset: "day",
  },
  testApiCall: {
    stored: "test_api_call",
    environment: "test",
    metric: "apiCall",
    title: "Test API calls",
    noun: "API requests with test keys",
    description: "Requests with a test key or token. Up to ten seconds behind.",
    reset: "month",
  },
  testCheck: {
    stored: "test_check",
    environment: "test",
    metric: "check",
    title: "Test checks",
    noun: "requested checks of test domains",
    description: "Checks that somebody requested today (UTC). Automatic checks do not count.",
    reset: "day",
  },
} as const satisfies Record<string, UsageKindFacts>;

/**
 * `cert`: certificates that were seen, renewals too. `firstCert`: hostnames that were allowed to get a certificate,
 * reserved with their claim.
 */
type Metric = "connect" | "activeDomain" | "cert" | "firstCert" | "apiCall" | "check";

type UsageKindFacts = {
  stored: string;
  environment: Environment;
  metric: Metric;
  title: string;
  noun: string;
  description: string;
  reset: "day" | "month" | "never";
};

export type UsageKind = keyof typeof usageKinds;
/** A kind that is a sum: it has a history. */
export type SummedUsageKind = {
  [K in UsageKind]: (typeof usageKinds)[K]["reset"] extends "never" ? never : K;
}[UsageKind];

export const usageKindNames = Object.keys(usageKinds) as UsageKind[];
export const summedUsageKinds = usageKindNames.filter(
  (kind): kind is SummedUsageKind => usageKinds[kind].reset !== "never",
);

export function usageKindsIn(environment: Environment): UsageKind[] {
  return usageKindNames.filter((kind) => usageKinds[kind].environment === environment);
}

/** The kind under which a metric counts in an environment; null: it is not counted there. */
export function findUsageKind(metric: Metric, environment: Environment): UsageKind | null {
  return usageKindsIn(environment).find((kind) => usageKinds[kind].metric === metric) ?? null;
}

/** “a day”, “a month”, or empty for a level. */
export function perPeriod(kind: UsageKind): string {
  const { reset } = usageKinds[kind];
  return reset === "never" ? "" : ` a ${reset}`;
}

/** A value for each of these kinds. */
export function byUsageKind<K extends UsageKind, T>(kinds: readonly K[], toValue: (kind: K) => T): Record<K, T> {
  return Object.fromEntries(kinds.map((kind) => [kind, toValue(kind)])) as Record<K, T>;
}

export const planNames = ["free", "pro", "growth", "enterprise"] as const;
export type PlanName = (typeof planNames)[number];

/** What a plan allows besides its limits. `hidePoweredBy`: share pages and mails without “Powered by Latchkey”. */
export type Features = { hidePoweredBy: boolean };
export const pricePeriods = ["month", "year"] as const;

/** What the operator charges. `amount` in the currency's smallest unit, as Stripe has it. */
export type PlanPrice = { amount: number; currency: string; period: (typeof pricePeriods)[number] };

const price = /^(\w+)=(\d{1,9}(?:\.\d{1,3})?) ([A-Z]{3})\/(month|year)$/;

/** Reads `pro=49 EUR/month`; null for anything else. */
export function parsePlanPrice(text: string): { plan: PlanName; price: PlanPrice } | null {
  const [, plan, amount, currency = "", period] = price.exec(text) ?? [];
  const name = planNames.find((one) => one === plan);
  const per = pricePeriods.find((one) => one === period);
  if (!name || !per || !Intl.supportedValuesOf("currency").includes(currency)) return null;
  const digits = currencyDigits(currency);
  const [whole = "", fraction = ""] = (amount ?? "").split(".");
  if (fraction.length > digits) return null;
  return { plan: name, price: { amount: Number(whole + fraction.padEnd(digits, "0")), currency, period: per } };
}

/** As “€49 a month”. */
export function priceText({ amount, currency, period }: PlanPrice): string {
  const digits = currencyDigits(currency);
  const value = amount / 10 ** digits;
  const minimumFractionDigits = Number.isInteger(value) ? 0 : digits;
  return `${new Intl.NumberFormat("en", { style: "currency", currency, minimumFractionDigits }).format(value)} a ${period}`;
}

function currencyDigits(currency: string): number {
  return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** null is no limit. */
export type Limits = Record<UsageKind, number | null>;

/**
 * First certificates of test domains are limited on every plan: all tenants share one account at the certificate
 * authority (Let's Encrypt: 300 orders in 3 hours), and active ones are renewed.
 */
export const plans: Record<PlanName, { title: string; features: Features; limits: Limits }> = {
  free: {
    title: "Free",
    features: { hidePoweredBy: false },
    limits: {
      connect: 3,
      activeDomain: 3,
      cert: 10,
      apiCall: 10_000,
      testConnect: 20,
      testActiveDomain: 10,
      testCert: 10,
      testApiCall: 10_000,
      testCheck: 200,
    },
  },
  pro: {
    title: "Pro",
    features: { hidePoweredBy: true },
    limits: {
      connect: 200,
      activeDomain: 200,
      cert: 1_000,
      apiCall: 500_000,
      testConnect: 100,
      testActiveDomain: 50,
      testCert: 20,
      testApiCall: 100_000,
      testCheck: 2_000,
    },
  },
  growth: {
    title: "Growth",
    features: { hidePoweredBy: true },
    limits: {
      connect: 5_000,
      activeDomain: 5_000,
      cert: 25_000,
      apiCall: 10_000_000,
      testConnect: 500,
      testActiveDomain: 250,
      testCert: 50,
      testApiCall: 1_000_000,
      testCheck: 10_000,
    },
  },
  enterprise: {
    title: "Enterprise",
    features: { hidePoweredBy: true },
    limits: {
      connect: null,
      activeDomain: null,
      cert: null,
      apiCall: null,
      testConnect: 2_000,
      testActiveDomain: 2_000,
      testCert: 100,
      testApiCall: null,
      testCheck: null,
    },
  },
};
