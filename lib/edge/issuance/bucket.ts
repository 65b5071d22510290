/** A limit of a certificate authority: `capacity` at once, refilled evenly within `windowMs`. */
export type BucketLimit = { capacity: number; windowMs: number };

/** `blockedUntil`: the authority has refused, and said until when. At that time one token is there. */
export type Bucket = { level: number; updatedAt: Date; blockedUntil: Date | null };

export function fullBucket({ capacity }: BucketLimit, now: Date): Bucket {
  return { level: capacity, updatedAt: now, blockedUntil: null };
}

/** The bucket at `now`. A clock that was set back neither adds nor takes anything. */
export function refill(limit: BucketLimit, bucket: Bucket, now: Date): Bucket {
  const { blockedUntil } = bucket;
  if (blockedUntil !== null && blockedUntil > now) return { ...bucket, updatedAt: now };
  const from = Math.max(bucket.updatedAt.getTime(), blockedUntil?.getTime() ?? 0);
  const added = (Math.max(0, now.getTime() - from) * limit.capacity) / limit.windowMs;
  return { level: Math.min(limit.capacity, bucket.level + added), updatedAt: now, blockedUntil: null };
}

/** Levels are sums of fractions. */
const rounding = 1e-6;

/** The bucket after one token was taken; null where there is none. */
export function take(limit: BucketLimit, bucket: Bucket, now: Date): Bucket | null {
  const refilled = refill(limit, bucket, now);
  if (refilled.blockedUntil !== null || refilled.level < 1 - rounding) return null;
  return { ...refilled, level: Math.max(0, refilled.level - 1) };
}

/** When `tokens` more can have been taken, each as soon as it is there. */
export function fillUntil(limit: BucketLimit, bucket: Bucket, tokens: number, now: Date): Date {
  const { level, blockedUntil } = refill(limit, bucket, now);
  const missing = Math.max(0, tokens - level);
  const from = blockedUntil ?? now;
  return new Date(from.getTime() + Math.ceil((missing * limit.windowMs) / limit.capacity));
}

/** The authority refused: nothing is taken before `until`. */
export function block(bucket: Bucket, until: Date, now: Date): Bucket {
  const blockedUntil = bucket.blockedUntil !== null && bucket.blockedUntil > until ? bucket.blockedUntil : until;
  return { level: 1, updatedAt: now, blockedUntil };
}
