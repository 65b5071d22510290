import type { Database } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import { block, fullBucket } from "@/lib/edge/issuance/bucket";
import { lockAccounts, readBuckets, writeBuckets } from "@/lib/edge/issuance/ca-buckets";
import { limitOf, withoutReserve } from "@/lib/edge/issuance/ca-limits";
import { classifyRefusal, issuerKeyOf } from "@/lib/edge/issuance/classify-refusal";
import type { StoredBucket } from "@/lib/edge/issuance/ledger";
import type { RateLimitRefusal } from "@/lib/edge/issuance/read-caddy-log";
import type { CertificateAuthority } from "@/lib/platform/ports/issuers";

type RefusalContext = {
  now(): Date;
  database: Database;
  policy: { issuers: readonly CertificateAuthority[] };
};

/**
 * An authority has refused orders: what is empty there is empty here, until the time that it named. Edges report a refusal
 * again and again while it is in force; only what is new is written.
 * @returns how many buckets changed
 */
export async function recordRefusals(ctx: RefusalContext, refusals: readonly RateLimitRefusal[]): Promise<number> {
  const { issuers } = ctx.policy;
  const now = ctx.now();
  const concerned = refusals.flatMap((refusal) => {
    const authority = issuers.find(({ directoryUrl }) => issuerKeyOf(directoryUrl) === refusal.issuer);
    const bucket = classifyRefusal(refusal, now);
    return authority === undefined || bucket.until <= now ? [] : [{ authority, ...bucket }];
  });
  if (concerned.length === 0) return 0;
  return inTransaction(ctx, async (tx) => {
    await lockAccounts(tx, issuers, now);
    const known = await readBuckets(
      tx,
      issuers,
      concerned.map(({ key }) => key),
    );
    const changed = new Map<string, StoredBucket>();
    for (const { authority, kind, key, until } of concerned) {
      const ca = authority.directoryUrl;
      const limit = limitOf(authority, kind);
      // An authority without known limits has no queue that could wait for it.
      if (limit === null) continue;
      const id = `${ca} ${kind} ${key}`;
      const stored = changed.get(id) ?? known.find((one) => one.ca === ca && one.kind === kind && one.key === key);
      const before = stored ?? { ca, kind, key, ...fullBucket(withoutReserve(limit), now) };
      if (before.blockedUntil !== null && before.blockedUntil >= until) continue;
      changed.set(id, { ...before, ...block(before, until, now) });
    }
    await writeBuckets(tx, [...changed.values()]);
    return changed.size;
  });
}
