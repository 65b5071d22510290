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

export const getTenantCall: Call<"getTenant"> = {
  id: "getTenant",
  tag: "team",
  method: "GET",
  path: "/v1/tenant",
};

export const listInvitationsCall: Call<"listInvitations"> = {
  id: "listInvitations",
  tag: "team",
  method: "GET",
  path: "/v1/invitations",
};

export const listMembersCall: Call<"listMembers"> = {
  id: "listMembers",
  tag: "team",
  method: "GET",
  path: "/v1/members",
};

export const removeMemberCall: Call<"removeMember"> = {
  id: "removeMember",
  tag: "team",
  method: "DELETE",
  path: "/v1/members/{user_id}",
};

export const revokeInvitationCall: Call<"revokeInvitation"> = {
  id: "revokeInvitation",
  tag: "team",
  method: "DELETE",
  path: "/v1/invitations/{id}",
};

export const updateMemberCall: Call<"updateMember"> = {
  id: "updateMember",
  tag: "team",
  method: "PATCH",
  path: "/v1/members/{user_id}",
};

export const updateTenantCall: Call<"updateTenant"> = {
  id: "updateTenant",
  tag: "team",
  method: "PATCH",
  path: "/v1/tenant",
  max: {
    name: 120,
  },
};
