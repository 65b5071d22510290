import { getApplicationRow, toKeyResource } from "@/lib/accounts/applications/application-row";
import type { KeyResource, ListKeysInput } from "@/lib/accounts/applications/schema";
import { type Page, parseIdCursor, toPage } from "@/lib/db/pagination";
import type { Context } from "@/lib/platform/ports/context";

/** An application's keys, newest first, revoked ones too. @throws Refusal not_found */
export async function listKeys(ctx: Context, input: ListKeysInput): Promise<Page<KeyResource>> {
  const after = parseIdCursor(input.cursor);
  await getApplicationRow(ctx, input.id);
  const rows = await ctx.database.prisma.apiKey.findMany({
    where: { tenantId: ctx.tenantId, applicationId: input.id, ...(after ? { id: { lt: after } } : {}) },
    orderBy: { id: "desc" },
    take: input.limit + 1,
  });
  return toPage(rows, input.limit, (row) => row.id, toKeyResource);
}
