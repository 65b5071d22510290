import type { RateLimitRefusal } from "@/lib/edge/issuance/read-caddy-log";
import type { LimitKind } from "@/lib/platform/ports/issuers";

/** The bucket that a refusal is about: `key` as in ca_buckets. */
export type RefusedBucket = { kind: LimitKind; key: string; until: Date };

const assumedMs = 3_600_000;
/** A server that is busy is not a limit that is used up. */
const busyMs = 5 * 60_000;
/** The longest window that authorities publish. A later time is a mistake, and would stop everything. */
const maxMs = 7 * 86_400_000;

/** By the words of Let's Encrypt; what is not recognised concerns the whole account. */
export function classifyRefusal(refusal: RateLimitRefusal, now: Date): RefusedBucket {
  const { detail, hostname } = refusal;
  const until = untilOf(refusal, now);
  if (/exact set of/.test(detail) && hostname !== null) return { kind: "exact_set", key: hostname, until };
  if (/too many failed authorizations|failed validations/.test(detail) && hostname !== null) {
    return { kind: "failed_validations", key: hostname, until };
  }
  const [, domain] = /too many certificates .*already issued for "?([a-z0-9.-]+[a-z0-9])"?/i.exec(detail) ?? [];
  if (domain !== undefined) return { kind: "registered_domain", key: domain.toLowerCase(), until };
  return { kind: "orders", key: "", until };
}

function untilOf({ retryAfter, at, detail }: RateLimitRefusal, now: Date): Date {
  // A clock of the edge that is ahead must not make it longer.
  const since = Math.min(Date.parse(at), now.getTime());
  const assumed = since + (/\bHTTP 503\b/.test(detail) ? busyMs : assumedMs);
  const named = retryAfter === null ? assumed : Date.parse(retryAfter);
  return new Date(Math.min(named, now.getTime() + maxMs));
}

/** How Caddy names an authority in its log: the host and the path of its directory, with hyphens. */
export function issuerKeyOf(directoryUrl: string): string {
  const { host, pathname } = new URL(directoryUrl);
  return `${host}${pathname}`.replaceAll("/", "-").replace(/-$/, "");
}
