// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const listUsageCall: Call<"listUsage"> = {
  id: "listUsage",
  tag: "plans",
  method: "GET",
  path: "/v1/usage/history",
  max: {
    months: 36,
  },
};
