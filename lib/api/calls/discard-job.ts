// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const discardJobCall: Call<"discardJob"> = {
  id: "discardJob",
  tag: "support",
  method: "POST",
  path: "/v1/support/jobs/{job_id}/discard",
};
