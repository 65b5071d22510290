// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const createApplicationCall: Call<"createApplication"> = {
  id: "createApplication",
  tag: "applications",
  method: "POST",
  path: "/v1/applications",
  max: {
    name: 120,
    upstream: 2048,
    upstreamHost: 255,
    recordTemplate: 20,
    allowedOrigins: 50,
    "allowedOrigins.0": 2048,
  },
};
