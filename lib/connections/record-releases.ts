import { stopLateMs } from "@/lib/connections/stop-progress";
import type { Tx } from "@/lib/db/transaction";
import { newId } from "@/lib/kernel/ids";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import type { Context } from "@/lib/platform/ports/context";

export type ReleasedClaim = { hostname: string; connectionId: string; claimedAt: Date };

/**
 * Records claims that are released, with the changes that release them at the edges, so that it can be confirmed that no
 * edge serves them any more. The job runs when an edge reports, and at the latest when one is late.
 */
export async function recordReleases(
  ctx: Context,
  tx: Tx,
  released: readonly ReleasedClaim[],
  changeIds: readonly bigint[],
): Promise<void> {
  if (released.length === 0) return;
  const releaseId = newId(ctx.now());
  await tx.$executeRaw`
    INSERT INTO connection_stops (connection_id, tenant_id, release_id, hostname, claimed_at, released_at, change_id)
    SELECT claim."connectionId", ${ctx.tenantId}::uuid, ${releaseId}::uuid, claim.hostname, claim."claimedAt", ${ctx.now()},
      change.id
    FROM edge_changes change
    JOIN jsonb_to_recordset(${JSON.stringify(released)}::jsonb)
      AS claim("connectionId" uuid, hostname text, "claimedAt" timestamptz)
      ON claim."connectionId" = (change.change ->> 'connectionId')::uuid
    WHERE change.id = ANY(${changeIds.map(String)}::bigint[])`;
  await enqueue(ctx, tx, "confirm-stopped", [{ releaseId }], new Date(ctx.now().getTime() + stopLateMs));
}
