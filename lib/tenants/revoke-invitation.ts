import { recordAudit } from "@/lib/audit/record-audit";
import type { Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/errors";
import { assertMayManageTeam } from "@/lib/tenants/assert-may-manage-team";
import { toInvitationResource } from "@/lib/tenants/list-invitations";
import type { InvitationIdInput, InvitationResource } from "@/lib/tenants/schema";

/** Takes an open invitation back: its link ends. @throws Refusal not_found, forbidden (a test key) */
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
