// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const updateTenantCall: Call<"updateTenant"> = {
  id: "updateTenant",
  tag: "team",
  method: "PATCH",
  path: "/v1/tenant",
  max: {
    name: 120,
  },
};
