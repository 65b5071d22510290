// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const listInvitationsCall: Call<"listInvitations"> = {
  id: "listInvitations",
  tag: "team",
  method: "GET",
  path: "/v1/invitations",
};
