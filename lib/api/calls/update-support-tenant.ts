// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const updateSupportTenantCall: Call<"updateSupportTenant"> = {
  id: "updateSupportTenant",
  tag: "support",
  method: "PATCH",
  path: "/v1/support/tenants/{id}",
};
