import type { Metadata } from "next";
import { Prefetched, prefetch } from "@/app/prefetch";
import { invitationsQuery, membersQuery } from "@/components/team/queries";
import { RoleLegend } from "@/components/team/role-legend";
import { TeamHome } from "@/components/team/team-home";
import { listInvitations } from "@/lib/accounts/tenants/list-invitations";
import { listMembers } from "@/lib/accounts/tenants/list-members";

export const metadata: Metadata = { title: "Team" };

/** The legend is for everyone: it says what an owner or admin can be asked for. */
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
