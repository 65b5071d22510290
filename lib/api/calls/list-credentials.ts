// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const listCredentialsCall: Call<"listCredentials"> = {
  id: "listCredentials",
  tag: "credentials",
  method: "GET",
  path: "/v1/applications/{id}/credentials",
};
