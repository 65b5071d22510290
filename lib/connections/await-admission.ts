import { admitIssuances, edgeDelayMs } from "@/lib/connections/admit-issuances";
import type { ConnectionRow } from "@/lib/connections/connection-row";
import { inTransaction, type Tx } from "@/lib/db/transaction";
import { readBuckets } from "@/lib/edge/issuance/ca-buckets";
import { type TenantQueue, turnsBefore } from "@/lib/edge/issuance/fair-order";
import { createLedger } from "@/lib/edge/issuance/ledger";
import { announcementOf } from "@/lib/platform/changes/change-notice";
import type { Context } from "@/lib/platform/ports/context";

const soonestCheckMs = 5_000;
/** Others join the queue and leave it: the estimate is made again after this time. */
const slowestCheckMs = 15 * 60_000;

/**
 * Puts a connection whose records are right into the queue for its first certificate, unless it is admitted, and admits
 * whoever may be.
 * @returns when to go on; null: its certificate may be ordered
 */
export async function awaitAdmission(ctx: Context, row: ConnectionRow): Promise<Date | null> {
  if (row.claim === null || row.claim.admittedAt !== null) return null;
  await ctx.database.prisma.$executeRaw`
    UPDATE hostname_claims SET queued_at = ${ctx.now()}, queued_domain = ${row.registrableDomain}
    WHERE connection_id = ${row.id}::uuid AND tenant_id = ${ctx.tenantId}::uuid
      AND admitted_at IS NULL AND queued_at IS NULL`;
  // A run that is shared may have begun before this one was in the queue. The one after it has not.
  for (let run = 0; run < 2; run += 1) {
    await ctx.memory.share("admit issuances", 0, () => admitIssuances(ctx));
    if (await isAdmitted(ctx, row.id)) return new Date(ctx.now().getTime() + edgeDelayMs);
  }
  const now = ctx.now().getTime();
  const estimate = await inTransaction(ctx, (tx) => storeEstimate(ctx, tx, row));
  const wait = Math.min(slowestCheckMs, Math.max(soonestCheckMs, estimate.getTime() - now));
  return new Date(now + wait);
}

async function isAdmitted(ctx: Context, connectionId: string): Promise<boolean> {
  const where = { connectionId, tenantId: ctx.tenantId, admittedAt: { not: null } };
  return (await ctx.database.prisma.hostnameClaim.count({ where })) > 0;
}

/** When its turn is, if nobody else joins. */
async function storeEstimate(ctx: Context, tx: Tx, row: ConnectionRow): Promise<Date> {
  const { issuers } = ctx.policy;
  const own = await tx.hostnameClaim.findUnique({ where: { connectionId: row.id } });
  if (own === null || own.queuedAt === null) return ctx.now();
  const before = { queuedAt: own.queuedAt, hostname: row.hostname };
  const queues = await tx.$queryRaw<(TenantQueue & { ahead: number })[]>`
    SELECT h.tenant_id AS "tenantId", count(*)::int AS waiting, max(t.turn)::float8 AS "lastTurn",
      (count(*) FILTER (WHERE (h.queued_at, h.hostname) < (${before.queuedAt}, ${before.hostname})))::int AS ahead
    FROM hostname_claims h LEFT JOIN issuance_turns t ON t.tenant_id = h.tenant_id
    WHERE h.admitted_at IS NULL AND h.queued_at IS NOT NULL GROUP BY h.tenant_id`;
  const [ofDomain] = await tx.$queryRaw<{ ahead: number }[]>`
    SELECT count(*)::int AS ahead FROM hostname_claims
    WHERE admitted_at IS NULL AND queued_at IS NOT NULL AND queued_domain = ${row.registrableDomain}
      AND (queued_at, hostname) < (${before.queuedAt}, ${before.hostname})`;
  const self = queues.find(({ tenantId }) => tenantId === ctx.tenantId);
  const others = queues.filter((one) => one !== self);
  const orders = self === undefined ? 0 : turnsBefore(self, others);
  const rows = await readBuckets(tx, issuers, [row.hostname, row.registrableDomain]);
  const { at, limit } = createLedger(issuers, rows, ctx.now()).estimate(row, {
    orders,
    ofDomain: ofDomain?.ahead ?? 0,
  });
  await tx.$queryRaw`
    WITH written AS (
      UPDATE hostname_claims SET queued_until = ${at}, queued_by = ${limit}
      WHERE connection_id = ${row.id}::uuid AND tenant_id = ${ctx.tenantId}::uuid AND admitted_at IS NULL
        AND (queued_until IS DISTINCT FROM ${at} OR queued_by IS DISTINCT FROM ${limit}) RETURNING connection_id
    )
    ${announcementOf(ctx.tenantId, [row.id])} FROM written`;
  return at;
}
