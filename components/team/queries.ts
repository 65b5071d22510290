import { pageQuery } from "@/components/queries/endpoint-query";
import { listInvitationsCall, listMembersCall } from "@/lib/api/calls/team";

const pageSize = 50;

export const membersQuery = pageQuery(listMembersCall, { limit: pageSize });

export const invitationsQuery = pageQuery(listInvitationsCall, { limit: pageSize });
