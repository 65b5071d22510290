import { answerInTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";
import { actingForConnection } from "@/lib/support/acting-for";
import type { AssignConnectionInput, SupportAssignment } from "@/lib/support/schema";

/**
 * Makes the caller the one who takes care of a connection, in place of whoever did, or makes it nobody's.
 * @throws Refusal not_found
 */
export async function assignConnection(
  ctx: Context,
  { id, assigned }: AssignConnectionInput,
): Promise<SupportAssignment> {
  const { actor } = ctx;
  if (actor.kind !== "staff") throw new Refusal("forbidden", "Only support staff can be assigned.");
  const acting = await actingForConnection(ctx, id);
  const colleague = await ctx.database.prisma.user.findUnique({
    where: { id: actor.userId },
    select: { id: true, name: true, email: true },
  });
  const assignee = assigned && colleague ? { id: colleague.id, name: colleague.name || colleague.email } : null;
  return answerInTransaction(ctx, async (tx) => {
    const row = { tenantId: acting.tenantId, userId: actor.userId, createdAt: ctx.now() };
    if (assigned) {
      await tx.supportAssignment.upsert({
        where: { connectionId: id },
        create: { connectionId: id, ...row },
        update: row,
      });
    } else {
      await tx.supportAssignment.deleteMany({ where: { connectionId: id } });
    }
    await recordAudit(acting, tx, assigned ? "support.assigned" : "support.unassigned", id);
    return { assignee };
  });
}
