import type { Prisma } from "@/lib/db/generated/client";
import { prepared } from "@/lib/db/prepared";
import type { Tx } from "@/lib/db/transaction";
import { newId } from "@/lib/kernel/ids";
import type { AuditAction } from "@/lib/platform/audit/catalog";
import { actorLabel, type Context } from "@/lib/platform/ports/context";

/** Records who did what, in the transaction that does it. `data` is camelCase JSON without secrets. */
export async function recordAudit(
  ctx: Context,
  tx: Tx,
  action: AuditAction,
  targetId: string,
  data: Prisma.InputJsonObject = {},
): Promise<void> {
  await recordAudits(ctx, tx, action, [{ targetId, data }]);
}

/**
 * The same for many targets, in one statement: an entry for each, so that each is found by its target. `tenantId`: in
 * another tenant's log than the context's, for staff who work across tenants.
 */
export async function recordAudits(
  ctx: Context,
  tx: Tx,
  action: AuditAction,
  targets: readonly { targetId: string; data: Prisma.InputJsonObject; tenantId?: string }[],
): Promise<void> {
  if (targets.length === 0) return;
  const rows = targets.map((target) => ({ tenantId: ctx.tenantId, ...target, id: newId(ctx.now()) }));
  const { ip = null, requestId = null } = ctx.caller ?? {};
  await tx.$executeRaw`${prepared("record-audit")}
    INSERT INTO audit_entries (id, tenant_id, actor, ip, request_id, action, target_type, target_id, data, created_at)
    SELECT new.id, new."tenantId", ${actorLabel(ctx.actor)}, ${ip}, ${requestId}, ${action},
      ${action.split(".")[0] ?? action}, new."targetId", new.data, ${ctx.now()}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS new(id uuid, "tenantId" uuid, "targetId" text, data jsonb)`;
}
