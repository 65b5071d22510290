// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const listFailedJobsCall: Call<"listFailedJobs"> = {
  id: "listFailedJobs",
  tag: "support",
  method: "GET",
  path: "/v1/support/jobs",
};
