// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const assignConnectionCall: Call<"assignConnection"> = {
  id: "assignConnection",
  tag: "support",
  method: "POST",
  path: "/v1/support/connections/{id}/assignment",
};
