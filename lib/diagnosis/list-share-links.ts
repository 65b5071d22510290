import { getConnectionRow } from "@/lib/connections/connection-row";
import { type Page, parseIdCursor, toPage } from "@/lib/db/pagination";
import type { ListShareLinksInput, ShareLinkResource } from "@/lib/diagnosis/schema";
import { shareUrlReader, toShareLinkResource } from "@/lib/diagnosis/share-link-row";
import type { Context } from "@/lib/platform/ports/context";

/** A connection's share links, newest first, with the URLs of those that work. @throws Refusal not_found, invalid (cursor) */
export async function listShareLinks(ctx: Context, input: ListShareLinksInput): Promise<Page<ShareLinkResource>> {
  const before = parseIdCursor(input.cursor);
  const connection = await getConnectionRow(ctx, input.id);
  const rows = await ctx.database.prisma.shareLink.findMany({
    where: { connectionId: input.id, tenantId: ctx.tenantId, ...(before === undefined ? {} : { id: { lt: before } }) },
    orderBy: { id: "desc" },
    take: input.limit + 1,
  });
  const urlOf = await shareUrlReader(ctx, connection);
  return toPage(
    rows,
    input.limit,
    (row) => row.id,
    (row) => toShareLinkResource(row, urlOf(row)),
  );
}
