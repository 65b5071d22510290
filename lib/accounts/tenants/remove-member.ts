import { assertMayManageTeam } from "@/lib/accounts/tenants/assert-may-manage-team";
import { toMemberResource } from "@/lib/accounts/tenants/list-members";
import { assertMayTouchOwners, assertNotLastOwner, lockTeam } from "@/lib/accounts/tenants/lock-team";
import type { MemberIdInput, MemberResource } from "@/lib/accounts/tenants/schema";
import { inTransaction } from "@/lib/db/transaction";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Removes a person from the tenant, possibly the caller. Their next request is refused; their account stays.
 * @throws Refusal not_found, forbidden (owners, a test key), invalid_state (the last owner)
 */
export async function removeMember(ctx: Context, { userId }: MemberIdInput): Promise<MemberResource> {
  assertMayManageTeam(ctx);
  return inTransaction(ctx, async (tx) => {
    const team = await lockTeam(ctx, tx, userId);
    const { member } = team;
    if (member.role === "owner") assertMayTouchOwners(ctx, team);
    assertNotLastOwner(team);
    await tx.membership.delete({ where: { tenantId_userId: { tenantId: ctx.tenantId, userId } } });
    await recordAudit(ctx, tx, "member.removed", userId, { email: member.user.email, role: member.role });
    return toMemberResource(member);
  });
}
