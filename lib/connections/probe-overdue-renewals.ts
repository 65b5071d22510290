import { inTransaction } from "@/lib/db/transaction";
import { overdueItems } from "@/lib/edge/control-plane/find-overdue-edges";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import { onBehalfOf, type ServiceContext } from "@/lib/platform/ports/context";

const maxConnections = 1_000;

/**
 * Has the certificates probed that an edge reported as not renewed in time, where ssl.failing was not sent for them yet.
 * @returns how many
 */
export async function probeOverdueRenewals(service: ServiceContext): Promise<number> {
  const rows = await service.database.prisma.$queryRaw<{ id: string; tenantId: string }[]>`
    SELECT DISTINCT c.id, c.tenant_id AS "tenantId" FROM ${overdueItems(service.now())}
      JOIN hostname_claims h ON h.hostname = item ->> 'hostname'
      JOIN connections c ON c.id = h.connection_id
    WHERE c.state = 'live' AND (c.certificate -> 'health' ->> 'failing') IS DISTINCT FROM 'true'
    LIMIT ${maxConnections}`;
  for (const tenantId of new Set(rows.map((row) => row.tenantId))) {
    const ctx = onBehalfOf(service, tenantId, { kind: "worker" });
    const inputs = rows.filter((row) => row.tenantId === tenantId).map(({ id }) => ({ connectionId: id }));
    await inTransaction(ctx, (tx) => enqueue(ctx, tx, "probe-certificate", inputs));
  }
  return rows.length;
}
