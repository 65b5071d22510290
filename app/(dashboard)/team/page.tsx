import type { Metadata } from "next";
import { pageSession } from "@/app/page-session";
import { Hydrate } from "@/components/queries/hydrate";
import { createQueryClient } from "@/components/queries/query-client";
import { invitationsQuery, membersQuery, teamInput } from "@/components/team/queries";
import { TeamHome } from "@/components/team/team-home";
import { listInvitations } from "@/lib/accounts/tenants/list-invitations";
import { listMembers } from "@/lib/accounts/tenants/list-members";

export const metadata: Metadata = { title: "Team" };

export default async function Page() {
  const { ctx, session } = await pageSession();
  const client = createQueryClient();
  if (session.scopes.includes("apps:admin")) {
    await Promise.all([
      client.prefetchInfiniteQuery({ ...membersQuery, queryFn: () => listMembers(ctx, teamInput()) }),
      client.prefetchInfiniteQuery({ ...invitationsQuery, queryFn: () => listInvitations(ctx, teamInput()) }),
    ]);
  }
  return (
    <Hydrate client={client}>
      <TeamHome />
    </Hydrate>
  );
}
