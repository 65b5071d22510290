import type { Prisma } from "@/lib/db/generated/client";
import { inTransaction } from "@/lib/db/transaction";
import { firstIdAt } from "@/lib/kernel/ids";
import type { AuditAction } from "@/lib/platform/audit/catalog";
import { visitActions } from "@/lib/platform/audit/read-visits";
import { recordAudits } from "@/lib/platform/audit/record-audit";
import { actorLabel, type Context } from "@/lib/platform/ports/context";

/** An open page polls: that is one view. */
const sameViewMs = 10 * 60_000;

export type StaffView = { tenantId: string; targetId: string; data: Prisma.InputJsonObject };

/**
 * Records in each tenant's audit log what a member of staff was shown; repeats within 10 minutes are not recorded.
 * `begins`: the action that begins a visit, in which each view counts anew.
 */
export async function recordStaffViews(
  ctx: Context,
  action: AuditAction,
  views: readonly StaffView[],
  begins?: AuditAction,
): Promise<void> {
  if (views.length === 0) return;
  const recorded = await ctx.database.prisma.auditEntry.findMany({
    where: {
      tenantId: { in: [...new Set(views.map(({ tenantId }) => tenantId))] },
      targetId: { in: views.map(({ targetId }) => targetId) },
      action: { in: [action, ...(begins ? [begins] : [])] },
      actor: actorLabel(ctx.actor),
      id: { gte: firstIdAt(new Date(ctx.now().getTime() - sameViewMs)) },
    },
    select: { action: true, targetId: true, data: true },
    orderBy: { id: "asc" },
  });
  const ofVisit = recorded.slice(recorded.findLastIndex((entry) => entry.action === begins) + 1);
  const known = new Set(ofVisit.map(({ targetId, data }) => keyOf(targetId, data)));
  const fresh = views.filter(({ targetId, data }) => !known.has(keyOf(targetId, data)));
  if (fresh.length === 0) return;
  await inTransaction(ctx, (tx) => recordAudits(ctx, tx, action, fresh));
}

/** Records in the tenant's log a page or response of its dashboard that staff was shown. */
export async function recordView(ctx: Context, path: string): Promise<void> {
  const view = { tenantId: ctx.tenantId, targetId: ctx.tenantId, data: { path } };
  await recordStaffViews(ctx, "support.viewed", [view], visitActions.started);
}

/** Another search or page is another view of the same tenant; a changed count is not. */
function keyOf(targetId: string, data: unknown): string {
  const { q = "", path = "" } =
    typeof data === "object" && data !== null ? (data as { q?: string; path?: string }) : {};
  return `${targetId} ${q} ${path}`;
}
