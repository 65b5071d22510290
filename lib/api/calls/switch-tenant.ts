// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const switchTenantCall: Call<"switchTenant"> = {
  id: "switchTenant",
  tag: "session",
  method: "POST",
  path: "/v1/session/tenant",
};
