// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const revokeInvitationCall: Call<"revokeInvitation"> = {
  id: "revokeInvitation",
  tag: "team",
  method: "DELETE",
  path: "/v1/invitations/{id}",
};
