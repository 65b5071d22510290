import type { WritingPurpose } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Has a credential write for these connections, in the caller's transaction: those of one zone are one batch. What was
 * asked for before and not done is replaced.
 */
export async function requestWriting(
  ctx: Context,
  tx: Tx,
  purpose: WritingPurpose,
  requests: readonly { connectionId: string; credentialId: string; zone: string }[],
): Promise<void> {
  if (requests.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO connection_writings (connection_id, tenant_id, credential_id, zone, purpose, status, requested_at)
    SELECT new."connectionId", ${ctx.tenantId}::uuid, new."credentialId", new.zone, ${purpose}::writing_purpose, 'pending', ${ctx.now()}
    FROM jsonb_to_recordset(${JSON.stringify(requests)}::jsonb)
      AS new("connectionId" uuid, "credentialId" uuid, zone text)
    ORDER BY new."connectionId"
    ON CONFLICT (connection_id) DO UPDATE SET credential_id = EXCLUDED.credential_id, zone = EXCLUDED.zone,
      purpose = EXCLUDED.purpose, status = 'pending', requested_at = EXCLUDED.requested_at, written_at = NULL, attempts = 0,
      retry_at = NULL, fault = NULL`;
  const zones = new Map(requests.map(({ credentialId, zone }) => [`${credentialId} ${zone}`, { credentialId, zone }]));
  await enqueue(ctx, tx, "write-zone", [...zones.values()]);
}
