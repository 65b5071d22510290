import { getOwnSession } from "@/lib/accounts/users/get-session";
import { maxSavedViews, type SavedViews, savedViewSchema } from "@/lib/accounts/users/schema";
import type { Tx } from "@/lib/db/transaction";
import type { Context } from "@/lib/platform/ports/context";

/** The caller's own views of the table of domains, in the company that they work in. */
export async function listViews(ctx: Context, _: Record<string, never>): Promise<SavedViews> {
  const { user } = await getOwnSession(ctx);
  return readViews(ctx, ctx.database.prisma, user.id);
}

export async function readViews(ctx: Context, client: Pick<Tx, "savedView">, userId: string): Promise<SavedViews> {
  const rows = await client.savedView.findMany({
    where: { tenantId: ctx.tenantId, userId },
    orderBy: { name: "asc" },
    take: maxSavedViews,
  });
  return { data: rows.map((row) => savedViewSchema.parse(row)) };
}
