// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const applyEmailRecordsCall: Call<"applyEmailRecords"> = {
  id: "applyEmailRecords",
  tag: "email",
  method: "POST",
  path: "/v1/connections/{id}/email:apply",
  max: {
    domain: 2048,
  },
};
