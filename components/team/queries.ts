import { pageQuery } from "@/components/queries/endpoint-query";
import { listInvitationsCall } from "@/lib/api/calls/list-invitations";
import { listMembersCall } from "@/lib/api/calls/list-members";

const pageSize = 50;

export const membersQuery = pageQuery(listMembersCall, { limit: pageSize });

export const invitationsQuery = pageQuery(listInvitationsCall, { limit: pageSize });
