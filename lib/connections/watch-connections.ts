import { claimedElsewhere } from "@/lib/connections/hostname-conflict";
import { millisecondsUntilNextCheck, refusesWatch } from "@/lib/connections/watch-connection";
import type { Connection } from "@/lib/db/generated/client";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import type { AuditAction } from "@/lib/platform/audit/catalog";
import { recordAudits } from "@/lib/platform/audit/record-audit";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import { type Context, visibleConnections } from "@/lib/platform/ports/context";

export type Watch = { id: string; outcome: Connection | Refusal };

/**
 * What `watchConnection` does, for many in one transaction: their checks go back to the fast cadence, and the worker
 * makes the next ones soon. One that cannot be waited for spoils no other.
 * @param ids different from each other
 * @returns in the order of the ids
 */
export async function watchConnections(ctx: Context, ids: readonly string[], action: AuditAction): Promise<Watch[]> {
  if (ids.length === 0) return [];
  return inTransaction(ctx, async (tx) => {
    // In the order of their ids: another request for the same ones waits, and never deadlocks.
    await tx.$queryRaw`
      SELECT id FROM connections WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ANY(${[...ids]}::uuid[])
      ORDER BY id FOR UPDATE`;
    const rows = await tx.connection.findMany({
      where: { tenantId: ctx.tenantId, id: { in: [...ids] }, AND: visibleConnections(ctx.actor) },
      include: { claim: { select: { connectionId: true } } },
    });
    const watched = rows.filter((row) => refusalOf(row) === null);
    const about = (those: typeof rows) => those.map(({ id }) => ({ connectionId: id }));
    await recordAudits(
      ctx,
      tx,
      action,
      watched.map(({ id, hostname }) => ({ targetId: id, data: { hostname } })),
    );
    await tx.connection.updateMany({
      where: { tenantId: ctx.tenantId, id: { in: watched.map(({ id }) => id) } },
      data: { watchedSince: ctx.now() },
    });
    const soon = new Date(ctx.now().getTime() + millisecondsUntilNextCheck);
    await enqueue(ctx, tx, "check-ownership", about(watched.filter(({ claim }) => !claim)), soon);
    await enqueue(ctx, tx, "check-records", about(watched.filter(({ claim }) => claim)), soon);
    await enqueue(ctx, tx, "probe-certificate", about(watched.filter(({ state }) => state === "issuing_cert")), soon);
    const found = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => {
      const row = found.get(id);
      if (!row) return { id, outcome: new Refusal("not_found", `There is no connection ${id}.`) };
      return { id, outcome: refusalOf(row) ?? row };
    });
  });
}

function refusalOf(row: Connection): Refusal | null {
  if (row.state === "failed" && row.errorCode === "HostnameConflict") return claimedElsewhere(row.hostname);
  return refusesWatch(row);
}
