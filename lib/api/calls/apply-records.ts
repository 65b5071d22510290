// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const applyRecordsCall: Call<"applyRecords"> = {
  id: "applyRecords",
  tag: "connections",
  method: "POST",
  path: "/v1/connections/{id}/records:apply",
};
