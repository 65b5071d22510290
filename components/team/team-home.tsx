"use client";

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { QueryError } from "@/components/queries/query-error";
import { useShellSession } from "@/components/session/shell-session";
import { InviteMember } from "@/components/team/invite-member";
import { LeaveCompany } from "@/components/team/leave-company";
import { invitationsQuery, membersQuery } from "@/components/team/queries";
import { type Role, roleTexts } from "@/components/team/role-texts";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-classes";
import { LoadMore } from "@/components/ui/load-more";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import type { InvitationResource, MemberResource } from "@/lib/accounts/tenants/schema";
import { removeMemberCall } from "@/lib/api/calls/remove-member";
import { revokeInvitationCall } from "@/lib/api/calls/revoke-invitation";
import { updateMemberCall } from "@/lib/api/calls/update-member";
import { request } from "@/lib/api/client";

export function TeamHome() {
  const { tenant } = useShellSession();
  return (
    <div className="grid gap-6">
      <PageHeader
        title="Team"
        description={`People with access to ${tenant.name}, and their roles.`}
        actions={<InviteMember />}
      />
      <Members />
      <Invitations />
    </div>
  );
}

function Members() {
  const list = useInfiniteQuery(membersQuery);
  const members = list.data?.pages.flatMap((page) => page.data);
  if (!members) {
    if (!list.isError) return <DataTable label="Members" columns={memberColumns} loading={3} />;
    return <QueryError title="The team could not be loaded" query={list} />;
  }
  return (
    <div className="grid gap-3">
      <DataTable
        label="Members"
        columns={memberColumns}
        rows={members}
        rowId={(row) => row.userId}
        rowName={(row) => row.email}
      />
      <LoadMore shown={members.length} noun="members" query={list} />
    </div>
  );
}

const memberColumns: readonly Column<MemberResource>[] = [
  {
    key: "who",
    header: "Member",
    primary: true,
    cell: (row) => (
      <span className="grid">
        <span>{row.name || row.email}</span>
        {row.name && <span className="font-normal text-ink-soft text-sm [overflow-wrap:anywhere]">{row.email}</span>}
      </span>
    ),
  },
  { key: "role", header: "Role", width: "w-44", cell: (row) => <RoleOf member={row} /> },
  {
    key: "since",
    header: "Since",
    width: "w-36",
    hideBelow: "md",
    cell: (row) => (
      <span className="text-ink-soft">
        <RelativeTime date={row.createdAt} />
      </span>
    ),
  },
  {
    key: "remove",
    header: "Remove",
    headerHidden: true,
    width: "w-32",
    align: "end",
    cell: (row) => <RemoveMember member={row} />,
  },
];

/** Admins cannot change owners, or make someone an owner. */
function RoleOf({ member }: { member: MemberResource }) {
  const client = useQueryClient();
  const { role: mine } = useShellSession();
  const change = useMutation({
    mutationFn: (role: Role) => request(updateMemberCall, { userId: member.userId, role }),
    onSuccess: (changed) => toast({ title: `${changed.email} is now ${roleTexts[changed.role].label.toLowerCase()}` }),
    onError: (error) => toast({ tone: "bad", title: "Could not change the role", text: error.message }),
    onSettled: () => client.invalidateQueries({ queryKey: membersQuery.queryKey }),
  });
  if (mine === null || (mine !== "owner" && member.role === "owner"))
    return <span>{roleTexts[member.role].label}</span>;
  const choices: readonly Role[] = mine === "owner" ? ["owner", "admin", "member"] : ["admin", "member"];
  return (
    <Select
      aria-label={`Role of ${member.email}`}
      options={choices.map((value) => ({ value, label: roleTexts[value].label }))}
      value={change.isPending ? change.variables : member.role}
      disabled={change.isPending}
      onValueChange={(role) => change.mutate(role)}
    />
  );
}

function RemoveMember({ member }: { member: MemberResource }) {
  const client = useQueryClient();
  const { user, role, tenant } = useShellSession();
  if (user.id === member.userId) return <LeaveCompany />;
  if (member.role === "owner" && role !== "owner") return null;
  return (
    <ConfirmDialog
      title={`Remove ${member.email}?`}
      description={`They lose access to ${tenant.name} right away. Their account stays, and the audit log keeps what they did.`}
      trigger={
        <Button variant="plain" size="small" aria-label={`Remove ${member.email}`}>
          Remove
        </Button>
      }
      confirm="Remove"
      busyText="Removing…"
      cancel="Cancel"
      onConfirm={async () => {
        await request(removeMemberCall, { userId: member.userId });
        await client.invalidateQueries({ queryKey: membersQuery.queryKey });
        toast({ title: `${member.email} removed` });
      }}
    />
  );
}

function Invitations() {
  const list = useInfiniteQuery(invitationsQuery);
  const invitations = list.data?.pages.flatMap((page) => page.data);
  if (!invitations || invitations.length === 0) return null;
  return (
    <section aria-labelledby="invitations-title" className="grid gap-3">
      <h2 id="invitations-title" className="font-semibold text-lg">
        Pending invitations
      </h2>
      <DataTable
        label="Pending invitations"
        columns={invitationColumns}
        rows={invitations}
        rowId={(row) => row.id}
        rowName={(row) => row.email}
      />
      <LoadMore shown={invitations.length} noun="invitations" query={list} />
    </section>
  );
}

const invitationColumns: readonly Column<InvitationResource>[] = [
  {
    key: "email",
    header: "Email",
    primary: true,
    cell: (row) => <span className="[overflow-wrap:anywhere]">{row.email}</span>,
  },
  { key: "role", header: "Role", width: "w-32", cell: (row) => roleTexts[row.role].label },
  {
    key: "until",
    header: "Expires",
    width: "w-40",
    cell: (row) => (
      <span className="text-ink-soft">
        <RelativeTime date={row.expiresAt} />
      </span>
    ),
  },
  {
    key: "revoke",
    header: "Revoke",
    headerHidden: true,
    width: "w-32",
    align: "end",
    cell: (row) => <RevokeInvitation invitation={row} />,
  },
];

function RevokeInvitation({ invitation }: { invitation: InvitationResource }) {
  const client = useQueryClient();
  return (
    <ConfirmDialog
      title={`Revoke the invitation of ${invitation.email}?`}
      description="The link in their email stops working. You can invite them again."
      trigger={
        <Button variant="plain" size="small" aria-label={`Revoke the invitation of ${invitation.email}`}>
          Revoke
        </Button>
      }
      confirm="Revoke invitation"
      busyText="Revoking…"
      cancel="Cancel"
      onConfirm={async () => {
        await request(revokeInvitationCall, { id: invitation.id });
        await client.invalidateQueries({ queryKey: invitationsQuery.queryKey });
      }}
    />
  );
}
