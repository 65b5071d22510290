// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const updateMemberCall: Call<"updateMember"> = {
  id: "updateMember",
  tag: "team",
  method: "PATCH",
  path: "/v1/members/{user_id}",
};
