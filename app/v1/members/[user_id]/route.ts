import { removeMember } from "@/lib/accounts/tenants/remove-member";
import { updateMember } from "@/lib/accounts/tenants/update-member";
import { removeMemberEndpoint, updateMemberEndpoint } from "@/lib/api/endpoints/team";
import { handle } from "@/lib/api/handle";

export const PATCH = handle(updateMemberEndpoint, updateMember);
export const DELETE = handle(removeMemberEndpoint, removeMember);
