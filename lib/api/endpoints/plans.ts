import {
  changedPlanSchema,
  changePlanSchema,
  checkoutSchema,
  createCheckoutSchema,
  getSubscriptionSchema,
  subscriptionSchema,
} from "@/lib/accounts/billing/schema";
import {
  getUsageSchema,
  listPlansSchema,
  listUsageSchema,
  planSchema,
  usageHistorySchema,
  usageSchema,
} from "@/lib/accounts/quotas/schema";
import { defineEndpoint } from "@/lib/api/endpoints/endpoint";
import { exampleUsage } from "@/lib/api/endpoints/examples";
import { pageOf } from "@/lib/db/pagination";
import { byUsageKind, plans, type SummedUsageKind, summedUsageKinds, type UsageKind } from "@/lib/kernel/plans";

const exampleSubscription = {
  plan: "pro" as const,
  status: "active",
  provider: "stripe",
  currentPeriodEnd: new Date("2026-12-14T09:12:00.000Z"),
};

export const listPlansEndpoint = defineEndpoint({
  id: "listPlans",
  tag: "plans",
  method: "GET",
  path: "/v1/plans",
  scope: "usage:read",
  summary: "List the plans and their limits, smallest first",
  status: 200,
  input: listPlansSchema,
  output: pageOf(planSchema),
  errors: [],
  example: {
    input: { limit: 1, cursor: "ZnJlZQ" },
    output: {
      data: [
        {
          name: "pro",
          title: "Pro",
          features: plans.pro.features,
          limits: plans.pro.limits,
          price: { amount: 4_900, currency: "EUR", period: "month" },
          available: true,
          contact: null,
        },
      ],
      nextCursor: "cHJv",
    },
  },
});

export const getSubscriptionEndpoint = defineEndpoint({
  id: "getSubscription",
  tag: "plans",
  method: "GET",
  path: "/v1/subscription",
  scope: "usage:read",
  summary: "Get the plan and its billing status",
  description: "`status` and `provider` are null when nothing is billed: the plan is free, or the operator set it.",
  status: 200,
  input: getSubscriptionSchema,
  output: subscriptionSchema,
  errors: [],
  example: { input: {}, output: exampleSubscription },
});

export const getUsageEndpoint = defineEndpoint({
  id: "getUsage",
  tag: "plans",
  method: "GET",
  path: "/v1/usage",
  scope: "usage:read",
  summary: "Get the current usage and what is left",
  description:
    "Kinds whose name begins with `test_` cover test applications, the others live ones. `period` is the month; each kind has its own `period_end`. `api_call` and `test_api_call` are up to ten seconds behind.",
  status: 200,
  input: getUsageSchema,
  output: usageSchema,
  errors: [],
  example: {
    input: {},
    output: exampleUsage({
      connect: 41,
      activeDomain: 117,
      cert: 64,
      apiCall: 20_412,
      testConnect: 4,
      testActiveDomain: 11,
      testCert: 3,
      testApiCall: 5_230,
      testCheck: 12,
    }),
  },
});

export const listUsageEndpoint = defineEndpoint({
  id: "listUsage",
  tag: "plans",
  method: "GET",
  path: "/v1/usage/history",
  scope: "usage:read",
  summary: "Get usage per month",
  description:
    "Kinds whose name begins with `test_` cover test applications, the others live ones. `active_domain` and `test_active_domain` are levels, not sums, so they have no history here.",
  status: 200,
  input: listUsageSchema,
  output: usageHistorySchema,
  errors: [],
  example: {
    input: { months: 2 },
    output: {
      data: [
        {
          period: { start: new Date("2026-10-01T00:00:00.000Z"), end: new Date("2026-11-01T00:00:00.000Z") },
          ...exampleMonth({ connect: 37, cert: 58, apiCall: 31_877 }),
        },
        {
          period: { start: new Date("2026-11-01T00:00:00.000Z"), end: new Date("2026-12-01T00:00:00.000Z") },
          ...exampleMonth({ connect: 41, cert: 64, apiCall: 20_412 }),
        },
      ],
    },
  },
});

function exampleMonth(used: Partial<Record<UsageKind, number>>): Record<SummedUsageKind, number> {
  return byUsageKind(summedUsageKinds, (kind) => used[kind] ?? 0);
}

export const changePlanEndpoint = defineEndpoint({
  id: "changePlan",
  tag: "plans",
  method: "POST",
  path: "/v1/subscriptions",
  scope: "apps:admin",
  summary: "Change the plan",
  description:
    "With an active subscription, the change is made at the billing provider and the plan follows within seconds; `free` cancels it at the end of the paid period. Without one, `free` applies immediately, and for a paid plan the response has a `checkout_url`: the plan changes after payment.",
  status: 200,
  input: changePlanSchema,
  output: changedPlanSchema,
  errors: ["billing_unavailable"],
  example: {
    input: { plan: "growth" },
    output: { ...exampleSubscription, checkoutUrl: null },
  },
});

export const createCheckoutEndpoint = defineEndpoint({
  id: "createCheckout",
  tag: "plans",
  method: "POST",
  path: "/v1/billing/checkout",
  scope: "apps:admin",
  summary: "Create a checkout for a plan",
  description:
    "Redirect the person's browser to `url`. The plan changes when the billing provider confirms the payment.",
  status: 201,
  input: createCheckoutSchema,
  output: checkoutSchema,
  errors: ["invalid_state", "billing_unavailable"],
  example: {
    input: {
      plan: "pro",
      successUrl: "https://app.example.net/settings?paid=1",
      cancelUrl: "https://app.example.net/settings",
    },
    output: { url: "https://checkout.stripe.com/c/pay/cs_test_a1B2c3" },
  },
});
