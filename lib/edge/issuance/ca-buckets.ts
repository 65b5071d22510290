import type { Tx } from "@/lib/db/transaction";
import { limitOf, withoutReserve } from "@/lib/edge/issuance/ca-limits";
import type { StoredBucket } from "@/lib/edge/issuance/ledger";
import type { CertificateAuthority } from "@/lib/platform/ports/issuers";

/**
 * Locks the buckets of the accounts until the transaction ends. Whoever changes a bucket of an authority takes this lock
 * first, so that there is one writer at a time.
 */
export async function lockAccounts(tx: Tx, authorities: readonly CertificateAuthority[], now: Date): Promise<void> {
  const rows = authorities.map((authority) => {
    const limit = limitOf(authority, "orders");
    return { ca: authority.directoryUrl, level: limit === null ? 0 : withoutReserve(limit).capacity };
  });
  await tx.$executeRaw`
    INSERT INTO ca_buckets (ca, kind, key, level, updated_at)
    SELECT new.ca, 'orders', '', new.level, ${now}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS new(ca text, level float8) ORDER BY new.ca
    ON CONFLICT DO NOTHING`;
  await tx.$queryRaw`
    SELECT ca FROM ca_buckets WHERE ca = ANY(${rows.map(({ ca }) => ca)}) AND kind = 'orders' AND key = ''
    ORDER BY ca FOR UPDATE`;
}

/** Those of the buckets that exist: of the accounts, and with one of the keys. */
export async function readBuckets(
  tx: Tx,
  authorities: readonly CertificateAuthority[],
  keys: readonly string[],
): Promise<StoredBucket[]> {
  const kinds = [...new Set(authorities.flatMap(({ limits }) => limits.map(({ kind }) => kind)))];
  return tx.$queryRaw<StoredBucket[]>`
    SELECT b.ca, b.kind, b.key, b.level, b.updated_at AS "updatedAt", b.blocked_until AS "blockedUntil"
    FROM ca_buckets b
    WHERE b.ca = ANY(${authorities.map(({ directoryUrl }) => directoryUrl)}) AND b.kind = ANY(${kinds})
      AND b.key = ANY(${["", ...new Set(keys)]})`;
}

const keptMs = 8 * 86_400_000;

/** Buckets that nobody used for longer than any window are full, and full ones need no row. */
export async function sweepBuckets(tx: Tx, now: Date): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM ca_buckets WHERE updated_at < ${new Date(now.getTime() - keptMs)}
      AND (blocked_until IS NULL OR blocked_until < ${now}) AND kind <> 'consecutive_failures'`;
}

export async function writeBuckets(tx: Tx, buckets: readonly StoredBucket[]): Promise<void> {
  if (buckets.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO ca_buckets (ca, kind, key, level, updated_at, blocked_until)
    SELECT new.ca, new.kind, new.key, new.level, new."updatedAt", new."blockedUntil"
    FROM jsonb_to_recordset(${JSON.stringify(buckets)}::jsonb)
      AS new(ca text, kind text, key text, level float8, "updatedAt" timestamptz, "blockedUntil" timestamptz)
    ORDER BY new.ca, new.kind, new.key
    ON CONFLICT (ca, kind, key) DO UPDATE SET level = EXCLUDED.level, updated_at = EXCLUDED.updated_at,
      blocked_until = EXCLUDED.blocked_until`;
}
