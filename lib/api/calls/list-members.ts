// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const listMembersCall: Call<"listMembers"> = {
  id: "listMembers",
  tag: "team",
  method: "GET",
  path: "/v1/members",
};
