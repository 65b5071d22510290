import { assertNotLastOwner, lockTeam } from "@/lib/accounts/tenants/lock-team";
import { getOwnSession, toSessionResource } from "@/lib/accounts/users/get-session";
import type { SessionResource } from "@/lib/accounts/users/schema";
import { inTransaction } from "@/lib/db/transaction";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Removes the signed-in person from the company that their browser shows, whatever their role. Returns the session
 * afterwards: it shows another of their companies, or none.
 * @throws Refusal not_found (a member of none), invalid_state (the last owner)
 */
export async function leaveTenant(ctx: Context, _: Record<string, never>): Promise<SessionResource> {
  const { user } = await getOwnSession(ctx);
  const { tenantId } = ctx;
  await inTransaction(ctx, async (tx) => {
    const team = await lockTeam(ctx, tx, user.id);
    assertNotLastOwner(team);
    await tx.membership.delete({ where: { tenantId_userId: { tenantId, userId: user.id } } });
    await recordAudit(ctx, tx, "member.left", user.id, { email: user.email, role: team.member.role });
  });
  return toSessionResource(await getOwnSession(ctx));
}
