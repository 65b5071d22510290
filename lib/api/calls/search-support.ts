// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const searchSupportCall: Call<"searchSupport"> = {
  id: "searchSupport",
  tag: "support",
  method: "GET",
  path: "/v1/support/search",
  max: {
    q: 2048,
  },
};
