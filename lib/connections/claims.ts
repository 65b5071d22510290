import type { Connection } from "@/lib/db/generated/client";
import { prepared } from "@/lib/db/prepared";
import type { Tx } from "@/lib/db/transaction";
import { recordEdgeChanges } from "@/lib/edge/control-plane/record-changes";
import type { Context } from "@/lib/platform/ports/context";

// A claim says which connection a hostname belongs to: at most one across all tenants. `transition` is its only writer.

/** Those of the connections that hold their hostname. */
export async function findClaims(tx: Tx, connectionIds: readonly string[]): Promise<Set<string>> {
  const claims = await tx.$queryRaw<{ connectionId: string }[]>`${prepared("find-claims")}
    SELECT connection_id AS "connectionId" FROM hostname_claims
    WHERE connection_id = ANY(${[...connectionIds]}::uuid[])`;
  return new Set(claims.map(({ connectionId }) => connectionId));
}

/** @returns false when another connection holds the hostname */
export async function takeClaim(
  ctx: Context,
  tx: Tx,
  { id, hostname, applicationId }: Pick<Connection, "id" | "hostname" | "applicationId">,
): Promise<boolean> {
  // Waits for a concurrent transaction that inserted the same key, then sees whether it was committed.
  const inserted = await tx.$executeRaw`
    INSERT INTO hostname_claims (hostname, connection_id, tenant_id, application_id, created_at)
    VALUES (${hostname}, ${id}::uuid, ${ctx.tenantId}::uuid, ${applicationId}::uuid, ${ctx.now()})
    ON CONFLICT DO NOTHING`;
  if (inserted === 0) return (await findClaims(tx, [id])).has(id);
  await recordEdgeChanges(ctx, tx, [
    { kind: "host", hostname, connectionId: id, applicationId, admitted: true, reference: null },
  ]);
  return true;
}

/** By the owners' ids, never by hostname: a late release must not take the name from its next owner. */
export async function releaseClaims(ctx: Context, tx: Tx, connectionIds: readonly string[]): Promise<void> {
  const released = await tx.$queryRaw<{ hostname: string; connectionId: string }[]>`
    DELETE FROM hostname_claims WHERE connection_id = ANY(${[...connectionIds]}::uuid[])
    RETURNING hostname, connection_id AS "connectionId"`;
  await recordEdgeChanges(
    ctx,
    tx,
    released.map((claim) => ({ kind: "released", ...claim })),
  );
}
