// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const updateApplicationCall: Call<"updateApplication"> = {
  id: "updateApplication",
  tag: "applications",
  method: "PATCH",
  path: "/v1/applications/{id}",
  max: {
    name: 120,
    upstream: 2048,
    upstreamHost: 255,
    recordTemplate: 20,
    allowedOrigins: 50,
    "allowedOrigins.0": 2048,
  },
};
