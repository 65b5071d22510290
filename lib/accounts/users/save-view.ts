import { getOwnSession } from "@/lib/accounts/users/get-session";
import { readViews } from "@/lib/accounts/users/list-views";
import { maxSavedViews, type SavedViews, type SaveViewInput } from "@/lib/accounts/users/schema";
import { Prisma } from "@/lib/db/generated/client";
import { answerInTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Stores a view under its name, for the caller alone.
 * @throws Refusal invalid_state (no member of a company, or there are 20 others)
 */
export async function saveView(ctx: Context, { name, query, columns, compact }: SaveViewInput): Promise<SavedViews> {
  const { tenantId } = ctx;
  const { user } = await getOwnSession(ctx);
  return answerInTransaction(ctx, async (tx) => {
    // One at a time for a member, so that the limit holds.
    const members = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM memberships WHERE tenant_id = ${tenantId}::uuid AND user_id = ${user.id}::uuid FOR UPDATE`;
    if (members.length === 0) throw new Refusal("invalid_state", "Only members of a company have views.");
    const others = await tx.savedView.count({ where: { tenantId, userId: user.id, name: { not: name } } });
    if (others >= maxSavedViews) {
      throw new Refusal("invalid_state", `You have ${maxSavedViews} views. Delete one first.`);
    }
    const view = { query, columns: columns ?? Prisma.DbNull, compact, savedAt: ctx.now() };
    await tx.savedView.upsert({
      where: { tenantId_userId_name: { tenantId, userId: user.id, name } },
      create: { tenantId, userId: user.id, name, ...view },
      update: view,
    });
    return readViews(ctx, tx, user.id);
  });
}
