// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const getTenantCall: Call<"getTenant"> = {
  id: "getTenant",
  tag: "team",
  method: "GET",
  path: "/v1/tenant",
};
