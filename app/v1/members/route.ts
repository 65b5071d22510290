import { listMembersEndpoint } from "@/lib/api/endpoints/team";
import { handle } from "@/lib/api/handle";
import { listMembers } from "@/lib/tenants/list-members";

export const GET = handle(listMembersEndpoint, listMembers);
