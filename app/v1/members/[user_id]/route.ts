import { removeMemberEndpoint, updateMemberEndpoint } from "@/lib/api/endpoints/team";
import { handle } from "@/lib/api/handle";
import { removeMember } from "@/lib/tenants/remove-member";
import { updateMember } from "@/lib/tenants/update-member";

export const PATCH = handle(updateMemberEndpoint, updateMember);
export const DELETE = handle(removeMemberEndpoint, removeMember);
