import { listMembers } from "@/lib/accounts/tenants/list-members";
import { listMembersEndpoint } from "@/lib/api/endpoints/team";
import { handle } from "@/lib/api/handle";

export const GET = handle(listMembersEndpoint, listMembers);
