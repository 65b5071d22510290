import type { Metadata } from "next";
import { Prefetched, prefetch } from "@/app/prefetch";
import { invitationsQuery, membersQuery } from "@/components/team/queries";
import { RoleLegend } from "@/components/team/role-legend";
import { TeamHome } from "@/components/team/team-home";
import { listInvitations } from "@/lib/accounts/tenants/list-invitations";
import { listMembers } from "@/lib/accounts/tenants/list-members";

export const metadata: Metadata = { title: "Team" };

/** Members see the legend too: it says what to ask an owner or admin for. */
export default function Page() {
  return (
    <div className="grid gap-6">
      <Prefetched
        title="Team"
        queries={[prefetch(membersQuery, listMembers), prefetch(invitationsQuery, listInvitations)]}
      >
        <TeamHome />
      </Prefetched>
      <RoleLegend />
    </div>
  );
}
