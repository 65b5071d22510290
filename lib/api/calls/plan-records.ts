// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const planRecordsCall: Call<"planRecords"> = {
  id: "planRecords",
  tag: "connections",
  method: "POST",
  path: "/v1/connections/{id}/records:plan",
};
