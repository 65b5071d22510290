// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const createInvitationCall: Call<"createInvitation"> = {
  id: "createInvitation",
  tag: "team",
  method: "POST",
  path: "/v1/invitations",
  max: {
    email: 254,
  },
};
