import type { AuditAction } from "@/lib/audit/catalog";
import { actorLabel, type Context } from "@/lib/context";
import type { Prisma } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import { newId } from "@/lib/ids";

/** Says who did what, in the transaction that did it. `data` is camelCase JSON without secrets. */
export async function recordAudit(
  ctx: Context,
  tx: Tx,
  action: AuditAction,
  targetId: string,
  data: Prisma.InputJsonObject = {},
): Promise<void> {
  await tx.auditEntry.create({
    data: {
      id: newId(ctx.now()),
      tenantId: ctx.tenantId,
      actor: actorLabel(ctx.actor),
      ip: ctx.caller?.ip ?? null,
      requestId: ctx.caller?.requestId ?? null,
      action,
      targetType: action.split(".")[0] ?? action,
      targetId,
      data,
      createdAt: ctx.now(),
    },
  });
}
