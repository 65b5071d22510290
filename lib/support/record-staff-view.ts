import type { Prisma } from "@/lib/db/generated/client";
import { inTransaction } from "@/lib/db/transaction";
import { firstIdAt } from "@/lib/kernel/ids";
import type { AuditAction } from "@/lib/platform/audit/catalog";
import { recordAudits } from "@/lib/platform/audit/record-audit";
import { actorLabel, type Context } from "@/lib/platform/ports/context";

/** A page that stays open asks again and again: that is one look. */
const sameLookMs = 10 * 60_000;

export type Look = { tenantId: string; targetId: string; data: Prisma.InputJsonObject };

/** Says in each tenant's own log what a member of staff was shown of it; the same again within 10 minutes is not said. */
export async function recordStaffViews(ctx: Context, action: AuditAction, looks: readonly Look[]): Promise<void> {
  if (looks.length === 0) return;
  const told = await ctx.database.prisma.auditEntry.findMany({
    where: {
      tenantId: { in: [...new Set(looks.map(({ tenantId }) => tenantId))] },
      targetId: { in: looks.map(({ targetId }) => targetId) },
      action,
      actor: actorLabel(ctx.actor),
      id: { gte: firstIdAt(new Date(ctx.now().getTime() - sameLookMs)) },
    },
    select: { targetId: true, data: true },
  });
  const known = new Set(told.map(({ targetId, data }) => keyOf(targetId, data)));
  const fresh = looks.filter(({ targetId, data }) => !known.has(keyOf(targetId, data)));
  if (fresh.length === 0) return;
  await inTransaction(ctx, (tx) => recordAudits(ctx, tx, action, fresh));
}

/** A page or an answer of the tenant's own dashboard that staff was shown, in the tenant's log. */
export async function recordView(ctx: Context, path: string): Promise<void> {
  await recordStaffViews(ctx, "support.viewed", [{ tenantId: ctx.tenantId, targetId: ctx.tenantId, data: { path } }]);
}

/** Another search or page is another look at the same tenant; that a count has changed is not. */
function keyOf(targetId: string, data: unknown): string {
  const { q = "", path = "" } =
    typeof data === "object" && data !== null ? (data as { q?: string; path?: string }) : {};
  return `${targetId} ${q} ${path}`;
}
