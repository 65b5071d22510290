import { assertMayManageTeam } from "@/lib/accounts/tenants/assert-may-manage-team";
import { toMemberResource } from "@/lib/accounts/tenants/list-members";
import { assertMayTouchOwners, assertNotLastOwner, lockTeam } from "@/lib/accounts/tenants/lock-team";
import type { MemberResource, UpdateMemberInput } from "@/lib/accounts/tenants/schema";
import { inTransaction } from "@/lib/db/transaction";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Changes a member's role, from their next request on.
 * @throws Refusal not_found, forbidden (owners, a test key), invalid_state (the last owner)
 */
export async function updateMember(ctx: Context, { userId, role }: UpdateMemberInput): Promise<MemberResource> {
  assertMayManageTeam(ctx);
  return inTransaction(ctx, async (tx) => {
    const team = await lockTeam(ctx, tx, userId);
    const { member } = team;
    if (member.role === role) return toMemberResource(member);
    if (member.role === "owner" || role === "owner") assertMayTouchOwners(ctx, team);
    assertNotLastOwner(team);
    const where = { tenantId_userId: { tenantId: ctx.tenantId, userId } };
    await tx.membership.update({ where, data: { role } });
    await recordAudit(ctx, tx, "member.updated", userId, { changes: { role: { from: member.role, to: role } } });
    return toMemberResource({ ...member, role });
  });
}
