// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const checkRecordsCall: Call<"checkRecords"> = {
  id: "checkRecords",
  tag: "connections",
  method: "POST",
  path: "/v1/connections/{id}/records:check",
};
