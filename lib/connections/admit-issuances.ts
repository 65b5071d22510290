import { recordHosts } from "@/lib/connections/claims";
import { inTransaction, type Tx } from "@/lib/db/transaction";
import { lockAccounts, readBuckets, sweepBuckets, writeBuckets } from "@/lib/edge/issuance/ca-buckets";
import { hasAdmission, withoutReserve } from "@/lib/edge/issuance/ca-limits";
import { fairOrder, inTurn } from "@/lib/edge/issuance/fair-order";
import { createLedger } from "@/lib/edge/issuance/ledger";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import { onBehalfOf, type ServiceContext } from "@/lib/platform/ports/context";
import type { CertificateAuthority } from "@/lib/platform/ports/issuers";

const maxPerRound = 100;
const maxRounds = 100;
const maxUnlimited = 500;

/** Edges know of an admission within a second. A handshake before that would be refused. */
export const edgeDelayMs = 300;

/**
 * Admits first certificates of the queue for as long as the limits of the authorities allow it: tenants take turns, and
 * each one's oldest comes first.
 * @returns how many were admitted
 */
export async function admitIssuances(service: ServiceContext): Promise<number> {
  const admitRound = hasAdmission(service.policy.issuers) ? admitWithinLimits : admitWithoutLimits;
  let admitted = 0;
  for (let round = 0; round < maxRounds; round += 1) {
    const more = await inTransaction(service, (tx) => admitRound(service, tx));
    if (more === 0) break;
    admitted += more;
  }
  return admitted;
}

/** The issuer has no limits (any more): nothing has to wait. */
async function admitWithoutLimits(service: ServiceContext, tx: Tx): Promise<number> {
  const waiting = await tx.$queryRaw<Waiting[]>`
    SELECT hostname, connection_id AS "connectionId", tenant_id AS "tenantId", queued_domain AS "registrableDomain"
    FROM hostname_claims WHERE admitted_at IS NULL ORDER BY hostname LIMIT ${maxUnlimited} FOR UPDATE SKIP LOCKED`;
  await admit(service, tx, waiting);
  return waiting.length;
}

async function admitWithinLimits(service: ServiceContext, tx: Tx): Promise<number> {
  const { issuers } = service.policy;
  if (!(await isAnyoneWaiting(tx))) return 0;
  const now = service.now();
  await lockAccounts(tx, issuers, now);
  const left = createLedger(issuers, await readBuckets(tx, issuers, []), now).ordersLeft();
  const batch = Math.min(left, maxPerRound);
  if (batch < 1) return 0;

  const admitted: Waiting[] = [];
  // Who has nothing that may be ordered takes nobody's place.
  for (let page = 0; admitted.length < batch; page += 1) {
    const tenants = await listTenants(tx, page);
    if (tenants.length === 0) break;
    admitted.push(...(await chargeNext(tx, issuers, tenants, batch - admitted.length, now)));
  }
  await sweepBuckets(tx, now);
  await writeTurns(tx, admitted);
  await admit(service, tx, admitted);
  return admitted.length;
}

type Tenant = { tenantId: string; lastTurn: number | null };

/** Charges the next of these tenants, who take turns. */
async function chargeNext(
  tx: Tx,
  issuers: readonly CertificateAuthority[],
  tenants: readonly Tenant[],
  max: number,
  now: Date,
): Promise<Waiting[]> {
  const waiting = await lockWaiting(tx, issuers, tenants, Math.ceil(max / tenants.length), now);
  const keys = waiting.flatMap(({ hostname, registrableDomain }) => [hostname, registrableDomain]);
  const ledger = createLedger(issuers, await readBuckets(tx, issuers, keys), now);
  const queues = inTurn(tenants).map(({ tenantId }) => ({ items: waiting.filter((one) => one.tenantId === tenantId) }));
  const charged: Waiting[] = [];
  for (const one of fairOrder(queues)) {
    if (charged.length === max) break;
    if (ledger.charge(one)) charged.push(one);
  }
  await writeBuckets(tx, ledger.changed());
  return charged;
}

type Waiting = { hostname: string; connectionId: string; tenantId: string; registrableDomain: string };

async function isAnyoneWaiting(tx: Tx): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM hostname_claims WHERE admitted_at IS NULL AND queued_at IS NOT NULL LIMIT 1`;
  return rows.length > 0;
}

const tenantsPerPage = 100;

async function listTenants(tx: Tx, page: number): Promise<Tenant[]> {
  return tx.$queryRaw`
    SELECT w.tenant_id AS "tenantId", t.turn::float8 AS "lastTurn"
    FROM (SELECT DISTINCT tenant_id FROM hostname_claims WHERE admitted_at IS NULL AND queued_at IS NOT NULL) w
      LEFT JOIN issuance_turns t ON t.tenant_id = w.tenant_id
    ORDER BY t.turn NULLS FIRST, w.tenant_id LIMIT ${tenantsPerPage} OFFSET ${page * tenantsPerPage}`;
}

/**
 * The oldest of each tenant that no limit of their own keeps back at every authority. A claim that another transaction
 * holds (which archives it, say) is left for the next run.
 */
async function lockWaiting(
  tx: Tx,
  issuers: readonly CertificateAuthority[],
  tenants: readonly { tenantId: string }[],
  perTenant: number,
  now: Date,
): Promise<Waiting[]> {
  const limits = issuers.flatMap(({ directoryUrl, limits: own }) =>
    own.map((limit) => ({ ca: directoryUrl, kind: limit.kind, ...withoutReserve(limit) })),
  );
  return tx.$queryRaw<Waiting[]>`
    SELECT w.* FROM unnest(${tenants.map(({ tenantId }) => tenantId)}::uuid[]) AS t(tenant_id) CROSS JOIN LATERAL (
      SELECT h.hostname, h.connection_id AS "connectionId", h.tenant_id AS "tenantId",
        h.queued_domain AS "registrableDomain"
      FROM hostname_claims h JOIN connections c ON c.id = h.connection_id
      WHERE h.tenant_id = t.tenant_id AND h.admitted_at IS NULL AND h.queued_at IS NOT NULL AND c.state = 'issuing_cert'
        AND (
          SELECT count(DISTINCT b.ca) FROM jsonb_to_recordset(${JSON.stringify(limits)}::jsonb)
            AS l(ca text, kind text, capacity float8, "windowMs" float8)
          JOIN ca_buckets b ON b.ca = l.ca AND b.kind = l.kind
            AND b.key = CASE b.kind WHEN 'registered_domain' THEN h.queued_domain ELSE h.hostname END
          WHERE b.blocked_until > ${now}::timestamptz OR b.level + GREATEST(0, EXTRACT(EPOCH FROM
            ${now}::timestamptz - GREATEST(b.updated_at, b.blocked_until)) * 1000) * l.capacity / l."windowMs" < 1
        ) < ${issuers.length}
      ORDER BY h.queued_at, h.hostname LIMIT ${perTenant} FOR UPDATE OF h SKIP LOCKED
    ) w`;
}

async function writeTurns(tx: Tx, admitted: readonly Waiting[]): Promise<void> {
  const order = [...new Set(admitted.map(({ tenantId }) => tenantId).reverse())].reverse();
  if (order.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO issuance_turns (tenant_id, turn)
    SELECT new.tenant_id, (SELECT COALESCE(max(turn), 0) FROM issuance_turns) + new.position
    FROM unnest(${order}::uuid[]) WITH ORDINALITY AS new(tenant_id, position)
    ON CONFLICT (tenant_id) DO UPDATE SET turn = EXCLUDED.turn`;
}

async function admit(service: ServiceContext, tx: Tx, admitted: readonly Waiting[]): Promise<void> {
  if (admitted.length === 0) return;
  const ids = admitted.map(({ connectionId }) => connectionId);
  const now = service.now();
  await tx.$executeRaw`
    UPDATE hostname_claims SET admitted_at = ${now}, queued_until = NULL, queued_by = NULL
    WHERE connection_id = ANY(${ids}::uuid[])`;
  await recordHosts(service, tx, ids);
  const runAt = new Date(now.getTime() + edgeDelayMs);
  for (const tenantId of new Set(admitted.map((one) => one.tenantId))) {
    const own = admitted.filter((one) => one.tenantId === tenantId);
    const inputs = own.map(({ connectionId }) => ({ connectionId }));
    await enqueue(onBehalfOf(service, tenantId, { kind: "worker" }), tx, "probe-certificate", inputs, runAt);
  }
}
