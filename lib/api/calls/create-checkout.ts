// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

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
