import { getConnectionRow } from "@/lib/connections/connection-row";
import type { Connection, ShareLink } from "@/lib/db/generated/client";
import { answerInTransaction, type Tx } from "@/lib/db/transaction";
import { assertTokenMay } from "@/lib/diagnosis/assert-token-may";
import type { CreatedShareLinkResource, CreateShareLinkInput } from "@/lib/diagnosis/schema";
import { shareOrigin, shareUrl, toShareLinkResource } from "@/lib/diagnosis/share-link-row";
import { newId, randomToken } from "@/lib/kernel/ids";
import type { Language } from "@/lib/kernel/languages";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import { hashSecret } from "@/lib/platform/crypto/hash-secret";
import { recordEvents } from "@/lib/platform/events/record-event";
import { actorLabel, type Context } from "@/lib/platform/ports/context";

const tokenBits = 192;
const dayMs = 86_400_000;
/** Per connection, and as many again made with widget tokens: a new link revokes the oldest of its kind. */
const maxOpenLinks = 20;

/**
 * Creates a link that shows somebody without an account what to do at the DNS provider.
 * @throws Refusal not_found (connection), rate_limited (the links of one widget token)
 */
export async function createShareLink(ctx: Context, input: CreateShareLinkInput): Promise<CreatedShareLinkResource> {
  return answerInTransaction(ctx, async (tx) => {
    const connection = await getConnectionRow(ctx, input.id, tx);
    await assertTokenMay(ctx, tx, "tokenLinks");
    const { expiresInDays, locale } = input;
    const { row, ...link } = await insertShareLink(ctx, tx, connection, { expiresInDays, locale });
    await recordEvents(ctx, tx, connection.id, ["connection.share_link_created"], { linkId: row.id });
    const facts = {
      connectionId: connection.id,
      hostname: connection.hostname,
      expiresAt: row.expiresAt.toISOString(),
    };
    await recordAudit(ctx, tx, "share_link.created", row.id, facts);
    return { ...toShareLinkResource(row), ...link };
  });
}

/** The link's row, its token, and its URL at the company's own hostname or at ours. `locale`: of the page; absent: the reader's. */
export async function insertShareLink(
  ctx: Context,
  tx: Tx,
  { id: connectionId }: Pick<Connection, "id">,
  link: { expiresInDays: number; locale?: Language | undefined; mailedTo?: string; stopTokenHash?: string },
): Promise<{ row: ShareLink; token: string; url: string }> {
  const { tenantId } = ctx;
  const { expiresInDays, locale, ...mail } = link;
  const createdBy = actorLabel(ctx.actor);
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
      createdBy,
      expiresAt: new Date(createdAt.getTime() + expiresInDays * dayMs),
      createdAt,
    },
  });
  await tx.$executeRaw`
    UPDATE share_links SET revoked_at = ${createdAt}, token_sealed = NULL WHERE id IN (
      SELECT id FROM share_links WHERE connection_id = ${connectionId}::uuid AND tenant_id = ${tenantId}::uuid
        AND revoked_at IS NULL AND expires_at > ${createdAt}
        AND starts_with(created_by, 'widget:') = ${createdBy.startsWith("widget:")}
      ORDER BY id DESC OFFSET ${maxOpenLinks})`;
  return { row, token, url: shareUrl(await shareOrigin(ctx, tx), token, locale) };
}
