import ipaddr from "ipaddr.js";
import type { Prisma } from "@/lib/db/generated/client";
import { Refusal } from "@/lib/kernel/errors";
import { hashSecret } from "@/lib/platform/crypto/hash-secret";
import type { ServiceContext } from "@/lib/platform/ports/context";

export type Limit = { points: number; duration: number };

/** Rate limits on attempts, counted in the database and so across all instances. Durations are seconds. */
export const throttles = {
  /** Wrong passwords for one account, from any address. */
  signInAccount: { points: 10, duration: 900 },
  /** Sign-ins from one address, to any account. */
  signInAddress: { points: 50, duration: 900 },
  /** Changes of one account's password: each one mails its owner. */
  passwordChange: { points: 10, duration: 3_600 },
  /** Mails that others can make us send to one mailbox. */
  mailbox: { points: 3, duration: 3_600 },
  /** Forms from one address that make us send a mail. */
  mailAddress: { points: 20, duration: 3_600 },
  /** Invitations from one address, to whichever company. */
  inviteAddress: { points: 100, duration: 3_600 },
  /** Invitations to one company. */
  inviteTenant: { points: 100, duration: 86_400 },
  /** Instructions that one company sends to owners of domains. */
  instructTenant: { points: 100, duration: 86_400 },
  /** Those to one mailbox. */
  instructRecipient: { points: 3, duration: 86_400 },
  /** Instructions that visitors with widget tokens send in one company's name: they use up none of its own. */
  visitorTenant: { points: 100, duration: 86_400 },
  /** Those about one connection: a page that is opened again gets another token. */
  visitorConnection: { points: 10, duration: 86_400 },
  /** Those by one widget token, which lasts an hour. */
  tokenMails: { points: 5, duration: 3_600 },
  /** Share links by one widget token. */
  tokenLinks: { points: 10, duration: 3_600 },
} as const satisfies Record<string, Limit>;

export type Throttle = keyof typeof throttles;

type Queries = Pick<Prisma.TransactionClient, "$queryRaw">;

/** Counts one attempt; those from an unknown address count together. @throws Refusal rate_limited, with the seconds to wait */
export async function countTry(service: ServiceContext, throttle: Throttle, subject: string | null): Promise<void> {
  const waitSeconds = await consume(service.database.prisma, throttle, subject ?? "unknown", throttles[throttle]);
  if (waitSeconds !== null) throw tooMany("Too many attempts.", waitSeconds);
}

/** The same, where the response must not reveal that a limit was reached. */
export async function isWithin(service: ServiceContext, throttle: Throttle, subject: string): Promise<boolean> {
  return (await consume(service.database.prisma, throttle, subject, throttles[throttle])) === null;
}

export async function forgetTries(service: ServiceContext, throttle: Throttle, subject: string): Promise<void> {
  await service.database.prisma.rateLimiterFlexible.deleteMany({ where: { key: keyOf(throttle, subject) } });
}

/**
 * Counts one attempt in one statement, so that of concurrent ones none is lost. The database's clock decides: those of the
 * instances differ. Above the limit nothing is counted.
 * @returns the seconds to wait; null: within the limit
 */
export async function consume(queries: Queries, name: string, subject: string, limit: Limit): Promise<number | null> {
  const key = keyOf(name, subject);
  const counted = await queries.$queryRaw<unknown[]>`
    INSERT INTO rate_limits AS r (key, points, expire)
    VALUES (${key}, 1, statement_timestamp() + ${limit.duration} * INTERVAL '1 second')
    ON CONFLICT (key) DO UPDATE SET
      points = CASE WHEN r.expire <= statement_timestamp() THEN 1 ELSE r.points + 1 END,
      expire = CASE WHEN r.expire <= statement_timestamp() THEN EXCLUDED.expire ELSE r.expire END
    WHERE r.expire <= statement_timestamp() OR r.points < ${limit.points}
    RETURNING 1`;
  if (counted.length > 0) return null;
  const [row] = await queries.$queryRaw<{ seconds: number }[]>`
    SELECT EXTRACT(EPOCH FROM expire - statement_timestamp())::float8 AS seconds FROM rate_limits WHERE key = ${key}`;
  return Math.max(1, Math.ceil(row?.seconds ?? 1));
}

/** @param why a sentence */
export function tooMany(why: string, waitSeconds: number): Refusal {
  const minutes = Math.ceil(waitSeconds / 60);
  const text = `${why} Wait ${minutes} ${minutes === 1 ? "minute" : "minutes"}, then try again.`;
  return new Refusal("rate_limited", text, { details: { retryAfterSeconds: waitSeconds } });
}

/** Addresses and mailboxes are stored as hashes only. A subscriber line has a whole /64 of IPv6. */
function keyOf(name: string, subject: string): string {
  const network = ipaddr.IPv6.isValid(subject)
    ? ipaddr.IPv6.networkAddressFromCIDR(`${subject}/64`).toString()
    : subject;
  return `${name}:${hashSecret(network)}`;
}
