import {
  createInvitationSchema,
  getTenantSchema,
  invitationIdSchema,
  invitationSchema,
  listInvitationsSchema,
  listMembersSchema,
  memberIdSchema,
  memberSchema,
  tenantSchema,
  updateMemberSchema,
  updateTenantSchema,
} from "@/lib/accounts/tenants/schema";
import { defineEndpoint } from "@/lib/api/endpoints/endpoint";
import { exampleIds, exampleInvitation, exampleMember, exampleTenant } from "@/lib/api/endpoints/examples";
import { pageOf } from "@/lib/db/pagination";

export const getTenantEndpoint = defineEndpoint({
  id: "getTenant",
  tag: "team",
  method: "GET",
  path: "/v1/tenant",
  scope: "usage:read",
  summary: "Get your company",
  status: 200,
  input: getTenantSchema,
  output: tenantSchema,
  errors: [],
  example: { input: {}, output: exampleTenant },
});

export const updateTenantEndpoint = defineEndpoint({
  id: "updateTenant",
  tag: "team",
  method: "PATCH",
  path: "/v1/tenant",
  scope: "apps:admin",
  summary: "Rename your company",
  description: "Not available to test keys.",
  status: 200,
  input: updateTenantSchema,
  output: tenantSchema,
  errors: [],
  example: { input: { name: "Example Shops" }, output: exampleTenant },
});

export const listMembersEndpoint = defineEndpoint({
  id: "listMembers",
  tag: "team",
  method: "GET",
  path: "/v1/members",
  scope: "apps:admin",
  summary: "List your company's members",
  description: "Not available to test keys.",
  status: 200,
  input: listMembersSchema,
  output: pageOf(memberSchema),
  errors: [],
  example: { input: { limit: 20 }, output: { data: [exampleMember], nextCursor: null } },
});

export const updateMemberEndpoint = defineEndpoint({
  id: "updateMember",
  tag: "team",
  method: "PATCH",
  path: "/v1/members/{user_id}",
  scope: "apps:admin",
  summary: "Change a member's role",
  description:
    "Takes effect on the member's next request. Only an owner who is signed in can add, change or remove an owner; API keys cannot. The last owner must stay one (`invalid_state`). Not available to test keys.",
  status: 200,
  input: updateMemberSchema,
  output: memberSchema,
  errors: ["invalid_state"],
  example: {
    input: { userId: exampleIds.member, role: "admin" },
    output: { ...exampleMember, role: "admin" },
  },
});

export const removeMemberEndpoint = defineEndpoint({
  id: "removeMember",
  tag: "team",
  method: "DELETE",
  path: "/v1/members/{user_id}",
  scope: "apps:admin",
  summary: "Remove a member, or leave",
  description:
    "The person's account stays; their next request for this company is refused. Only an owner who is signed in can remove an owner, and the last one cannot be removed (`invalid_state`). Not available to test keys.",
  status: 200,
  input: memberIdSchema,
  output: memberSchema,
  errors: ["invalid_state"],
  example: { input: { userId: exampleIds.member }, output: exampleMember },
});

export const createInvitationEndpoint = defineEndpoint({
  id: "createInvitation",
  tag: "team",
  method: "POST",
  path: "/v1/invitations",
  scope: "apps:admin",
  summary: "Invite a person by email",
  description:
    "They get a link that is valid for 7 days. Inviting the same address again sends a new link and revokes the old one. Returns `invalid_state` if the person is a member already. Not available to test keys.",
  status: 201,
  input: createInvitationSchema,
  output: invitationSchema,
  errors: ["invalid_state", "provider_error"],
  example: { input: { email: "kim@example.net", role: "member" }, output: exampleInvitation },
});

export const listInvitationsEndpoint = defineEndpoint({
  id: "listInvitations",
  tag: "team",
  method: "GET",
  path: "/v1/invitations",
  scope: "apps:admin",
  summary: "List open invitations, newest first",
  description: "Not available to test keys.",
  status: 200,
  input: listInvitationsSchema,
  output: pageOf(invitationSchema),
  errors: [],
  example: { input: { limit: 20 }, output: { data: [exampleInvitation], nextCursor: null } },
});

export const revokeInvitationEndpoint = defineEndpoint({
  id: "revokeInvitation",
  tag: "team",
  method: "DELETE",
  path: "/v1/invitations/{id}",
  scope: "apps:admin",
  summary: "Revoke an invitation",
  description: "Its link stops working immediately. Not available to test keys.",
  status: 200,
  input: invitationIdSchema,
  output: invitationSchema,
  errors: [],
  example: { input: { id: exampleIds.invitation }, output: exampleInvitation },
});
