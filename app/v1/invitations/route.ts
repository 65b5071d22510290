import { createInvitation } from "@/lib/accounts/tenants/create-invitation";
import { listInvitations } from "@/lib/accounts/tenants/list-invitations";
import { createInvitationEndpoint, listInvitationsEndpoint } from "@/lib/api/endpoints/team";
import { handle } from "@/lib/api/handle";

export const POST = handle(createInvitationEndpoint, createInvitation);
export const GET = handle(listInvitationsEndpoint, listInvitations);
