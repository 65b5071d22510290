// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const generateEmailRecordsCall: Call<"generateEmailRecords"> = {
  id: "generateEmailRecords",
  tag: "email",
  method: "POST",
  path: "/v1/email/records",
  max: {
    domain: 2048,
  },
};
