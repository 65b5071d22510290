import { inTransaction } from "@/lib/db/transaction";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import { onBehalfOf, type ServiceContext } from "@/lib/platform/ports/context";

/** A check that is more recent has seen what the visitor's resolver has seen. */
const recentMs = 60_000;

/**
 * Visitors arrive at hostnames whose certificate is not ordered yet, so their records probably point here by now: checks them,
 * however rarely it is their turn by now.
 * @returns how many are checked
 */
export async function hastenChecks(service: ServiceContext, hostnames: readonly string[]): Promise<number> {
  if (hostnames.length === 0) return 0;
  const now = service.now();
  const waiting = await service.database.prisma.$queryRaw<{ connectionId: string; tenantId: string }[]>`
    SELECT h.connection_id AS "connectionId", h.tenant_id AS "tenantId"
    FROM hostname_claims h JOIN connections c ON c.id = h.connection_id
    WHERE h.hostname = ANY(${[...hostnames]}) AND h.admitted_at IS NULL AND c.state IN ('verified', 'propagating')
      AND (c.records_checked_at IS NULL OR c.records_checked_at < ${new Date(now.getTime() - recentMs)})
    ORDER BY h.tenant_id, h.hostname`;
  for (const tenantId of new Set(waiting.map((one) => one.tenantId))) {
    const inputs = waiting.filter((one) => one.tenantId === tenantId).map(({ connectionId }) => ({ connectionId }));
    const ctx = onBehalfOf(service, tenantId, { kind: "worker" });
    await inTransaction(ctx, (tx) => enqueue(ctx, tx, "check-records", inputs));
  }
  return waiting.length;
}
