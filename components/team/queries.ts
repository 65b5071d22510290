import { infiniteQueryOptions } from "@tanstack/react-query";
import { request } from "@/lib/api/client";
import { listInvitationsEndpoint, listMembersEndpoint } from "@/lib/api/endpoints/team";

const pageSize = 50;
const maxPages = 20;

export function teamInput(cursor: string | null = null) {
  return { limit: pageSize, ...(cursor === null ? {} : { cursor }) };
}

export const membersQuery = infiniteQueryOptions({
  queryKey: ["team", "members"],
  queryFn: ({ pageParam, signal }) => request(listMembersEndpoint, teamInput(pageParam), { signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (page, pages) => (pages.length < maxPages ? page.nextCursor : null),
});

export const invitationsQuery = infiniteQueryOptions({
  queryKey: ["team", "invitations"],
  queryFn: ({ pageParam, signal }) => request(listInvitationsEndpoint, teamInput(pageParam), { signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (page, pages) => (pages.length < maxPages ? page.nextCursor : null),
});
