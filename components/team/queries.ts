import { pageQuery } from "@/components/queries/endpoint-query";
import { listInvitationsEndpoint, listMembersEndpoint } from "@/lib/api/endpoints/team";

const pageSize = 50;

export const membersQuery = pageQuery(listMembersEndpoint, { limit: pageSize });

export const invitationsQuery = pageQuery(listInvitationsEndpoint, { limit: pageSize });
