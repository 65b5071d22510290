// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const getWidgetCall: Call<"getWidget"> = {
  id: "getWidget",
  tag: "tokens",
  method: "GET",
  path: "/v1/widget",
};
