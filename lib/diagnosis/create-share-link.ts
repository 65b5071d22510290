import { getConnectionRow } from "@/lib/connections/connection-row";
import type { Connection, ShareLink } from "@/lib/db/generated/client";
import { answerInTransaction, type Tx } from "@/lib/db/transaction";
import type { CreatedShareLinkResource, CreateShareLinkInput } from "@/lib/diagnosis/schema";
import { shareOrigin, shareUrl, toShareLinkResource } from "@/lib/diagnosis/share-link-row";
import { newId, randomToken } from "@/lib/kernel/ids";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import { hashSecret } from "@/lib/platform/crypto/hash-secret";
import { actorLabel, type Context } from "@/lib/platform/ports/context";

const tokenBits = 192;
const dayMs = 86_400_000;
/** Per connection: a new link revokes the oldest. */
const maxOpenLinks = 20;

/**
 * Creates a link that shows somebody without an account what to do at the DNS provider.
 * @throws Refusal not_found (connection)
 */
export async function createShareLink(ctx: Context, input: CreateShareLinkInput): Promise<CreatedShareLinkResource> {
  return answerInTransaction(ctx, async (tx) => {
    const connection = await getConnectionRow(ctx, input.id, tx);
    const { row, ...link } = await insertShareLink(ctx, tx, connection, { expiresInDays: input.expiresInDays });
    const facts = {
      connectionId: connection.id,
      hostname: connection.hostname,
      expiresAt: row.expiresAt.toISOString(),
    };
    await recordAudit(ctx, tx, "share_link.created", row.id, facts);
    return { ...toShareLinkResource(row), ...link };
  });
}

/** The link's row, its token, and its URL at the company's own hostname or at ours. */
export async function insertShareLink(
  ctx: Context,
  tx: Tx,
  { id: connectionId }: Pick<Connection, "id">,
  link: { expiresInDays: number; mailedTo?: string; stopTokenHash?: string },
): Promise<{ row: ShareLink; token: string; url: string }> {
  const { tenantId } = ctx;
  const { expiresInDays, ...mail } = link;
  const token = randomToken(tokenBits);
  const createdAt = ctx.now();
  const row = await tx.shareLink.create({
    data: {
      ...mail,
      id: newId(createdAt),
      tenantId,
      connectionId,
      tokenHash: hashSecret(token),
      tokenSealed: ctx.encryptor.encrypt(token),
      createdBy: actorLabel(ctx.actor),
      expiresAt: new Date(createdAt.getTime() + expiresInDays * dayMs),
      createdAt,
    },
  });
  await tx.$executeRaw`
    UPDATE share_links SET revoked_at = ${createdAt}, token_sealed = NULL WHERE id IN (
      SELECT id FROM share_links WHERE connection_id = ${connectionId}::uuid AND tenant_id = ${tenantId}::uuid
        AND revoked_at IS NULL AND expires_at > ${createdAt} ORDER BY id DESC OFFSET ${maxOpenLinks})`;
  return { row, token, url: shareUrl(await shareOrigin(ctx, tx), token) };
}
