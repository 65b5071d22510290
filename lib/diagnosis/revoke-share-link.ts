import { getConnectionRow } from "@/lib/connections/connection-row";
import { inTransaction } from "@/lib/db/transaction";
import type { ShareLinkIdInput, ShareLinkResource } from "@/lib/diagnosis/schema";
import { toShareLinkResource } from "@/lib/diagnosis/share-link-row";
import { Refusal } from "@/lib/kernel/errors";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

/** The link stops working with the next request. Revoking it again has no effect. @throws Refusal not_found */
export async function revokeShareLink(ctx: Context, input: ShareLinkIdInput): Promise<ShareLinkResource> {
  return inTransaction(ctx, async (tx) => {
    const { id: connectionId, hostname } = await getConnectionRow(ctx, input.id, tx);
    const where = { id: input.linkId, connectionId, tenantId: ctx.tenantId };
    const revoked = await tx.shareLink.updateMany({
      where: { ...where, revokedAt: null },
      data: { revokedAt: ctx.now(), tokenSealed: null },
    });
    const row = await tx.shareLink.findFirst({ where });
    if (!row) throw new Refusal("not_found", `There is no share link ${input.linkId}.`);
    if (revoked.count > 0) await recordAudit(ctx, tx, "share_link.revoked", row.id, { connectionId, hostname });
    return toShareLinkResource(row);
  });
}
