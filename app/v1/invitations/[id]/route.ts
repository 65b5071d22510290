import { revokeInvitationEndpoint } from "@/lib/api/endpoints/team";
import { handle } from "@/lib/api/handle";
import { revokeInvitation } from "@/lib/tenants/revoke-invitation";

export const DELETE = handle(revokeInvitationEndpoint, revokeInvitation);
