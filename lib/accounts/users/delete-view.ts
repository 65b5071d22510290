import { getOwnSession } from "@/lib/accounts/users/get-session";
import { readViews } from "@/lib/accounts/users/list-views";
import type { DeleteViewInput, SavedViews } from "@/lib/accounts/users/schema";
import type { Context } from "@/lib/platform/ports/context";

/** Deletes the caller's view of that name, if there is one. */
export async function deleteView(ctx: Context, { name }: DeleteViewInput): Promise<SavedViews> {
  const { user } = await getOwnSession(ctx);
  await ctx.database.prisma.savedView.deleteMany({ where: { tenantId: ctx.tenantId, userId: user.id, name } });
  return readViews(ctx, ctx.database.prisma, user.id);
}
