import { getBrandRow, toBrand } from "@/lib/accounts/branding/brand-row";
import { isOver } from "@/lib/connections/machine";
import type { Connection, ShareLink } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import type { ShareLinkResource } from "@/lib/diagnosis/schema";
import { errorText } from "@/lib/kernel/errors";
import type { Language } from "@/lib/kernel/languages";
import type { Context } from "@/lib/platform/ports/context";

/** @param url while the link works; null: it has ended, or is from before URLs could be read again */
export function toShareLinkResource(row: ShareLink, url: string | null = null): ShareLinkResource {
  const { id, connectionId, createdBy, expiresAt, revokedAt, createdAt, mailedTo, firstOpenedAt, lastOpenedAt } = row;
  return { id, connectionId, createdBy, expiresAt, revokedAt, createdAt, mailedTo, url, firstOpenedAt, lastOpenedAt };
}

/** The URLs of a connection's links that still work. */
export async function shareUrlReader(
  ctx: Context,
  { state }: Pick<Connection, "state">,
): Promise<(row: ShareLink) => string | null> {
  const origin = await shareOrigin(ctx);
  return (row) => {
    const hasEnded = isOver(state) || row.revokedAt !== null || row.expiresAt <= ctx.now();
    if (hasEnded || row.tokenSealed === null) return null;
    try {
      return shareUrl(origin, ctx.encryptor.decrypt(row.tokenSealed));
    } catch (error) {
      ctx.log.warn({ shareLinkId: row.id, err: errorText(error) }, "the URL of a share link cannot be read");
      return null;
    }
  };
}

/** Of the company's own hostname, or ours. */
export async function shareOrigin(ctx: Context, tx?: Tx): Promise<string> {
  const { linkOrigin } = toBrand(ctx, await getBrandRow(ctx, tx));
  return linkOrigin ?? ctx.policy.appUrl;
}

/** @param locale of the page; absent: the reader's */
export function shareUrl(origin: string, token: string, locale?: Language): string {
  return `${origin}/connect/${token}${locale === undefined ? "" : `?locale=${locale}`}`;
}
