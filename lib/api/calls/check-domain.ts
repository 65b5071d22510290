// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const checkDomainCall: Call<"checkDomain"> = {
  id: "checkDomain",
  tag: "domains",
  method: "POST",
  path: "/v1/domains:check",
  max: {
    hostname: 2048,
  },
};
