// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const listProvidersCall: Call<"listProviders"> = {
  id: "listProviders",
  tag: "providers",
  method: "GET",
  path: "/v1/providers",
};
