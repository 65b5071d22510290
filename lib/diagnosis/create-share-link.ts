import { getConnectionRow } from "@/lib/connections/connection-row";
import { answerInTransaction } from "@/lib/db/transaction";
import type { CreatedShareLinkResource, CreateShareLinkInput } from "@/lib/diagnosis/schema";
import { toShareLinkResource } from "@/lib/diagnosis/share-link-row";
import { newId, randomToken } from "@/lib/kernel/ids";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import { hashSecret } from "@/lib/platform/crypto/hash-secret";
import { actorLabel, type Context } from "@/lib/platform/ports/context";

const tokenBits = 192;
const dayMs = 86_400_000;
/** Per connection: a new link revokes the oldest. */
const maxOpenLinks = 20;

/**
 * Creates a link that shows a connection's instructions and findings to somebody without an account. Only this response
 * contains its token.
 * @throws Refusal not_found (connection)
 */
export async function createShareLink(ctx: Context, input: CreateShareLinkInput): Promise<CreatedShareLinkResource> {
  const { tenantId } = ctx;
  return answerInTransaction(ctx, async (tx) => {
    const connection = await getConnectionRow(ctx, input.id, tx);
    const token = randomToken(tokenBits);
    const createdAt = ctx.now();
    const row = await tx.shareLink.create({
      data: {
        id: newId(createdAt),
        tenantId,
        connectionId: connection.id,
        tokenHash: hashSecret(token),
        createdBy: actorLabel(ctx.actor),
        expiresAt: new Date(createdAt.getTime() + input.expiresInDays * dayMs),
        createdAt,
      },
    });
    await tx.$executeRaw`
      UPDATE share_links SET revoked_at = ${createdAt} WHERE id IN (
        SELECT id FROM share_links WHERE connection_id = ${connection.id}::uuid AND tenant_id = ${tenantId}::uuid
          AND revoked_at IS NULL AND expires_at > ${createdAt} ORDER BY id DESC OFFSET ${maxOpenLinks})`;
    const facts = {
      connectionId: connection.id,
      hostname: connection.hostname,
      expiresAt: row.expiresAt.toISOString(),
    };
    await recordAudit(ctx, tx, "share_link.created", row.id, facts);
    return { ...toShareLinkResource(row), token, url: `${ctx.policy.appUrl}/connect/${token}` };
  });
}
