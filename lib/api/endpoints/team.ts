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
  description: "A test key may not.",
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
  summary: "List the members of your company",
  description: "A test key may not.",
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
    "Holds from the member's next request on. Only an owner who is signed in can make, change or remove an owner: no API " +
    "key can. The last owner stays one (`invalid_state`). A test key may not.",
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
    "The person's account stays, and their next request for this company is refused. Owners are removed by owners who are " +
    "signed in only, and the last one not at all (`invalid_state`). A test key may not.",
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
  summary: "Invite somebody by mail",
  description:
    "They get a link that is good for 7 days. To invite the same address again sends a new link and ends the old one. " +
    "Answers `invalid_state` for who is a member already. A test key may not.",
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
  description: "A test key may not.",
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
  summary: "Take an invitation back",
  description: "Its link ends at once. A test key may not.",
  status: 200,
  input: invitationIdSchema,
  output: invitationSchema,
  errors: [],
  example: { input: { id: exampleIds.invitation }, output: exampleInvitation },
});
