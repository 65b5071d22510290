import { answerInTransaction } from "@/lib/db/transaction";
import { newId } from "@/lib/kernel/ids";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import { actorLabel, type Context } from "@/lib/platform/ports/context";
import { actingForConnection } from "@/lib/support/acting-for";
import type { CreateSupportNoteInput, SupportNoteResource } from "@/lib/support/schema";

/** A note for colleagues. The tenant's log shows that there is one, never its text. @throws Refusal not_found */
export async function createSupportNote(ctx: Context, input: CreateSupportNoteInput): Promise<SupportNoteResource> {
  const acting = await actingForConnection(ctx, input.id);
  const { actor } = ctx;
  const author =
    actor.kind === "staff" ? await ctx.database.prisma.user.findUnique({ where: { id: actor.userId } }) : null;
  const note = { id: newId(ctx.now()), author: actorLabel(actor), text: input.text, createdAt: ctx.now() };
  return answerInTransaction(ctx, async (tx) => {
    await tx.supportNote.create({ data: { ...note, tenantId: acting.tenantId, connectionId: input.id } });
    await recordAudit(acting, tx, "support.note_added", input.id, { note: note.id });
    return { ...note, authorName: author && (author.name || author.email) };
  });
}
