import { revokeInvitation } from "@/lib/accounts/tenants/revoke-invitation";
import { revokeInvitationEndpoint } from "@/lib/api/endpoints/team";
import { handle } from "@/lib/api/handle";

export const DELETE = handle(revokeInvitationEndpoint, revokeInvitation);
