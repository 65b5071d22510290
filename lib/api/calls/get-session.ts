// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const getSessionCall: Call<"getSession"> = {
  id: "getSession",
  tag: "session",
  method: "GET",
  path: "/v1/session",
};
