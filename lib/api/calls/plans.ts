// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const changePlanCall: Call<"changePlan"> = {
  id: "changePlan",
  tag: "plans",
  method: "POST",
  path: "/v1/subscriptions",
};

export const createCheckoutCall: Call<"createCheckout"> = {
  id: "createCheckout",
  tag: "plans",
  method: "POST",
  path: "/v1/billing/checkout",
  max: {
    successUrl: 2048,
    cancelUrl: 2048,
  },
};

export const getSubscriptionCall: Call<"getSubscription"> = {
  id: "getSubscription",
  tag: "plans",
  method: "GET",
  path: "/v1/subscription",
};

export const getUsageCall: Call<"getUsage"> = {
  id: "getUsage",
  tag: "plans",
  method: "GET",
  path: "/v1/usage",
};

export const listPlansCall: Call<"listPlans"> = {
  id: "listPlans",
  tag: "plans",
  method: "GET",
  path: "/v1/plans",
};

export const listUsageCall: Call<"listUsage"> = {
  id: "listUsage",
  tag: "plans",
  method: "GET",
  path: "/v1/usage/history",
  max: {
    months: 36,
  },
};
