import { createInvitationEndpoint, listInvitationsEndpoint } from "@/lib/api/endpoints/team";
import { handle } from "@/lib/api/handle";
import { createInvitation } from "@/lib/tenants/create-invitation";
import { listInvitations } from "@/lib/tenants/list-invitations";

export const POST = handle(createInvitationEndpoint, createInvitation);
export const GET = handle(listInvitationsEndpoint, listInvitations);
