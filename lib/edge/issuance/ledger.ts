import { type Bucket, fillUntil, fullBucket, refill, take } from "@/lib/edge/issuance/bucket";
import { limitFacts, withoutReserve } from "@/lib/edge/issuance/ca-limits";
import type { CaLimit, CertificateAuthority, LimitKind } from "@/lib/platform/ports/issuers";

export type StoredBucket = Bucket & { ca: string; kind: LimitKind; key: string };

/** Whose certificate is ordered. */
export type IssuanceSubject = { hostname: string; registrableDomain: string };

/** The buckets of some authorities while certificates are admitted. Pure. */
export type Ledger = {
  /** Takes what one order of a first certificate takes, from the first authority that has it all. */
  charge(subject: IssuanceSubject): boolean;
  /** How many orders the accounts have left, whatever the other limits say. */
  ordersLeft(): number;
  /** The time of an order before which `orders` others of its account come, and `ofDomain` others of its domain. */
  estimate(subject: IssuanceSubject, ahead: { orders: number; ofDomain: number }): { at: Date; limit: LimitKind };
  /** What `charge` changed. */
  changed(): StoredBucket[];
};

export function createLedger(
  authorities: readonly CertificateAuthority[],
  rows: readonly StoredBucket[],
  now: Date,
): Ledger {
  const buckets = new Map<string, StoredBucket>(rows.map((row) => [idOf(row), row]));
  const changed = new Set<string>();

  function read(ca: string, limit: CaLimit, key: string): StoredBucket {
    const id = idOf({ ca, kind: limit.kind, key });
    return buckets.get(id) ?? { ca, kind: limit.kind, key, ...fullBucket(withoutReserve(limit), now) };
  }

  function chargeOne({ directoryUrl, limits }: CertificateAuthority, subject: IssuanceSubject): boolean {
    const taken: StoredBucket[] = [];
    for (const limit of limits) {
      const bucket = read(directoryUrl, limit, keyOf(limit.kind, subject));
      const isCharged = limitFacts[limit.kind].charged === "order";
      const next = take(withoutReserve(limit), bucket, now);
      // A limit of failures is not charged by an order, but an order must not be placed while it is used up.
      if (next === null) return false;
      if (isCharged) taken.push({ ...bucket, ...next });
    }
    for (const bucket of taken) {
      buckets.set(idOf(bucket), bucket);
      changed.add(idOf(bucket));
    }
    return true;
  }

  function estimateOf(
    { directoryUrl, limits }: CertificateAuthority,
    subject: IssuanceSubject,
    ahead: Ahead,
  ): Estimate {
    const times = limits.map((limit) => {
      const { per } = limitFacts[limit.kind];
      const before = per === "account" ? ahead.orders : per === "registered_domain" ? ahead.ofDomain : 0;
      const bucket = read(directoryUrl, limit, keyOf(limit.kind, subject));
      return { at: fillUntil(withoutReserve(limit), bucket, before + 1, now), limit: limit.kind };
    });
    return times.reduce((latest, one) => (one.at > latest.at ? one : latest), { at: now, limit: "orders" });
  }

  return {
    charge: (subject) => authorities.some((authority) => chargeOne(authority, subject)),
    ordersLeft: () =>
      authorities.reduce((sum, { directoryUrl, limits }) => {
        const limit = limits.find(({ kind }) => kind === "orders");
        if (limit === undefined) return Number.POSITIVE_INFINITY;
        const { level, blockedUntil } = refill(withoutReserve(limit), read(directoryUrl, limit, ""), now);
        return sum + (blockedUntil === null ? Math.floor(level) : 0);
      }, 0),
    estimate(subject, ahead) {
      const [first, ...rest] = authorities.map((authority) => estimateOf(authority, subject, ahead));
      return rest.reduce(
        (soonest, one) => (one.at < soonest.at ? one : soonest),
        first ?? { at: now, limit: "orders" },
      );
    },
    changed: () => [...changed].flatMap((id) => buckets.get(id) ?? []),
  };
}

type Ahead = { orders: number; ofDomain: number };
type Estimate = { at: Date; limit: LimitKind };

export function keyOf(kind: LimitKind, { hostname, registrableDomain }: IssuanceSubject): string {
  const { per } = limitFacts[kind];
  return per === "account" ? "" : per === "hostname" ? hostname : registrableDomain;
}

function idOf({ ca, kind, key }: Pick<StoredBucket, "ca" | "kind" | "key">): string {
  return `${kind} ${key} ${ca}`;
}
