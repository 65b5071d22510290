// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const removeMemberCall: Call<"removeMember"> = {
  id: "removeMember",
  tag: "team",
  method: "DELETE",
  path: "/v1/members/{user_id}",
};
