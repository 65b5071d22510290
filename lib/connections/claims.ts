import { type ReleasedClaim, recordReleases } from "@/lib/connections/record-releases";
import type { Connection } from "@/lib/db/generated/client";
import { prepared } from "@/lib/db/prepared";
import type { Tx } from "@/lib/db/transaction";
import { recordEdgeChanges } from "@/lib/edge/control-plane/record-changes";
import { hasAdmission } from "@/lib/edge/issuance/ca-limits";
import type { EdgeChange } from "@/lib/edge/protocol/changes";
import { sharePagesApplication } from "@/lib/edge/protocol/share-pages";
import type { Context } from "@/lib/platform/ports/context";

// A claim says which connection a hostname belongs to: at most one across all tenants. `transition` is its only writer.

/** Those of the connections that hold their hostname. */
export async function findClaims(tx: Tx, connectionIds: readonly string[]): Promise<Set<string>> {
  const claims = await tx.$queryRaw<{ connectionId: string }[]>`${prepared("find-claims")}
    SELECT connection_id AS "connectionId" FROM hostname_claims
    WHERE connection_id = ANY(${[...connectionIds]}::uuid[])`;
  return new Set(claims.map(({ connectionId }) => connectionId));
}

/**
 * Where the certificate authority has limits, the claim waits in the queue for its first certificate: `admitIssuances`.
 * @returns false when another connection holds the hostname
 */
export async function takeClaim(
  ctx: Context,
  tx: Tx,
  { id, hostname, applicationId }: Pick<Connection, "id" | "hostname" | "applicationId">,
): Promise<boolean> {
  const admittedAt = (await isAdmittedAtOnce(ctx, tx, hostname)) ? ctx.now() : null;
  // Waits for a concurrent transaction that inserted the same key, then sees whether it was committed.
  const inserted = await tx.$executeRaw`
    INSERT INTO hostname_claims (hostname, connection_id, tenant_id, application_id, created_at, admitted_at)
    VALUES (${hostname}, ${id}::uuid, ${ctx.tenantId}::uuid, ${applicationId}::uuid, ${ctx.now()}, ${admittedAt})
    ON CONFLICT DO NOTHING`;
  if (inserted === 0) return (await findClaims(tx, [id])).has(id);
  await recordHosts(ctx, tx, [id]);
  return true;
}

/** The claim of another account's connection, as it was locked. */
export type HeldClaim = { hostname: string; connectionId: string; tenantId: string; claimedAt: Date };

/**
 * Moves a claim to another connection: for the edges it is one change, so that one of the two is served at any time. The
 * release follows it, and concerns the former holder alone. What was admitted stays so: Caddy may be ordering it.
 * @returns false when the claim is no longer that connection's
 */
export async function moveClaim(
  ctx: Context,
  tx: Tx,
  { id, hostname, applicationId }: Pick<Connection, "id" | "hostname" | "applicationId">,
  from: HeldClaim,
): Promise<boolean> {
  const admittedAt = (await isAdmittedAtOnce(ctx, tx, hostname)) ? ctx.now() : null;
  const moved = await tx.$executeRaw`
    UPDATE hostname_claims SET connection_id = ${id}::uuid, tenant_id = ${ctx.tenantId}::uuid,
      application_id = ${applicationId}::uuid, created_at = ${ctx.now()}, admitted_at = COALESCE(admitted_at, ${admittedAt}),
      queued_at = NULL, queued_domain = NULL, queued_until = NULL, queued_by = NULL, serves_share_pages = false
    WHERE hostname = ${hostname} AND connection_id = ${from.connectionId}::uuid`;
  if (moved === 0) return false;
  await recordHosts(ctx, tx, [id]);
  const changeIds = await recordEdgeChanges(ctx, tx, [{ kind: "released", hostname, connectionId: from.connectionId }]);
  await recordReleases({ ...ctx, tenantId: from.tenantId }, tx, [from], changeIds);
  return true;
}

/**
 * Where there are no limits, or Caddy has a certificate of the hostname: renewals are not limited. Whose connection it was
 * issued for does not matter.
 */
async function isAdmittedAtOnce(ctx: Context, tx: Tx, hostname: string): Promise<boolean> {
  if (!hasAdmission(ctx.policy.issuers)) return true;
  const certified = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM connections WHERE hostname = ${hostname} AND certificate_fact = 'ok'
      AND (certificate #>> '{certificate,notAfter}')::timestamptz > ${ctx.now()} LIMIT 1`;
  return certified.length > 0;
}

/** Locks the claims, if there are any. The caller holds the connections. */
export async function lockClaims(tx: Tx, connectionIds: readonly string[]): Promise<void> {
  await tx.$queryRaw`
    SELECT hostname FROM hostname_claims WHERE connection_id = ANY(${[...connectionIds]}::uuid[])
    ORDER BY hostname FOR UPDATE`;
}

/** Records what edges know of claims, as it is now. The caller has written or locked the claims. */
export async function recordHosts(ctx: { now(): Date }, tx: Tx, connectionIds: readonly string[]): Promise<void> {
  const hosts = await tx.$queryRaw<Omit<Extract<EdgeChange, { kind: "host" }>, "kind">[]>`
    SELECT h.hostname, h.connection_id AS "connectionId",
      CASE WHEN h.serves_share_pages THEN ${sharePagesApplication.applicationId}::uuid ELSE h.application_id END
        AS "applicationId",
      h.admitted_at IS NOT NULL AS admitted, c.metadata->>'reference' AS reference
    FROM hostname_claims h JOIN connections c ON c.id = h.connection_id
    WHERE h.connection_id = ANY(${[...connectionIds]}::uuid[]) ORDER BY h.hostname`;
  const hasSharePages = hosts.some(({ applicationId }) => applicationId === sharePagesApplication.applicationId);
  await recordEdgeChanges(ctx, tx, [
    ...(hasSharePages ? [{ kind: "application" as const, ...sharePagesApplication }] : []),
    ...hosts.map((host) => ({ kind: "host" as const, ...host })),
  ]);
}

/** By the owners' ids, never by hostname: a late release must not take the name from its next owner. */
export async function releaseClaims(ctx: Context, tx: Tx, connectionIds: readonly string[]): Promise<void> {
  const released = await tx.$queryRaw<ReleasedClaim[]>`
    DELETE FROM hostname_claims WHERE connection_id = ANY(${[...connectionIds]}::uuid[])
    RETURNING hostname, connection_id AS "connectionId", created_at AS "claimedAt"`;
  const changeIds = await recordEdgeChanges(
    ctx,
    tx,
    released.map(({ hostname, connectionId }) => ({ kind: "released", hostname, connectionId })),
  );
  await recordReleases(ctx, tx, released, changeIds);
}
