import { assertMayManageTeam } from "@/lib/accounts/tenants/assert-may-manage-team";
import { toInvitationResource } from "@/lib/accounts/tenants/list-invitations";
import type { InvitationIdInput, InvitationResource } from "@/lib/accounts/tenants/schema";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

/** Revokes an open invitation and invalidates its link. @throws Refusal not_found, forbidden (a test key) */
export async function revokeInvitation(ctx: Context, { id }: InvitationIdInput): Promise<InvitationResource> {
  assertMayManageTeam(ctx);
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.invitation.updateManyAndReturn({
      where: { id, tenantId: ctx.tenantId, acceptedAt: null, revokedAt: null },
      data: { revokedAt: ctx.now() },
    });
    if (!row) throw new Refusal("not_found", `There is no open invitation ${id}.`);
    await recordAudit(ctx, tx, "invitation.revoked", id, { email: row.email });
    return toInvitationResource(row);
  });
}
