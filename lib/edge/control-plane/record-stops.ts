import { inTransaction } from "@/lib/db/transaction";
import type { EdgeReport } from "@/lib/edge/protocol/report";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import { onBehalfOf, type ServiceContext } from "@/lib/platform/ports/context";

/**
 * Stores what an edge answers for hostnames that were released, and has the jobs run that wait for it. What nobody waits
 * for is ignored: it was settled before, or is of another installation.
 */
export async function recordStops(
  service: ServiceContext,
  edgeId: string,
  stopped: EdgeReport["stopped"],
): Promise<void> {
  if (stopped.length === 0) return;
  // One connection twice in a report: the last one counts.
  const rows = [...new Map(stopped.map((stop) => [stop.connectionId, stop])).values()];
  const releases = await service.database.prisma.$queryRaw<{ tenantId: string; releaseId: string }[]>`
    WITH reported AS (
      SELECT stop.connection_id, stop.tenant_id, stop.release_id, new.sequence, new."askStatus", new."routeStatus"
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS new("connectionId" uuid, sequence bigint, "askStatus" int, "routeStatus" int)
      JOIN connection_stops stop ON stop.connection_id = new."connectionId" AND stop.settled_at IS NULL
      ORDER BY stop.connection_id
    ), written AS (
      INSERT INTO edge_stops (connection_id, edge_id, sequence, ask_status, route_status, at)
      SELECT connection_id, ${edgeId}::uuid, sequence, "askStatus", "routeStatus", ${service.now()} FROM reported
      ON CONFLICT (connection_id, edge_id) DO UPDATE SET sequence = EXCLUDED.sequence,
        ask_status = EXCLUDED.ask_status, route_status = EXCLUDED.route_status, at = EXCLUDED.at
    )
    SELECT DISTINCT tenant_id AS "tenantId", release_id AS "releaseId" FROM reported`;
  const byTenant = new Map<string, { releaseId: string }[]>();
  for (const { tenantId, releaseId } of releases) {
    byTenant.set(tenantId, [...(byTenant.get(tenantId) ?? []), { releaseId }]);
  }
  for (const [tenantId, inputs] of byTenant) {
    const ctx = onBehalfOf(service, tenantId, { kind: "worker" });
    await inTransaction(ctx, (tx) => enqueue(ctx, tx, "confirm-stopped", inputs));
  }
}
