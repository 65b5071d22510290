import ipaddr from "ipaddr.js";
import { RateLimiterPrisma, RateLimiterRes } from "rate-limiter-flexible";
import { Refusal } from "@/lib/kernel/errors";
import { hashSecret } from "@/lib/platform/crypto/hash-secret";
import type { ServiceContext } from "@/lib/platform/ports/context";

/** Rate limits on attempts, counted in the database and so across all instances. */
export const throttles = {
  /** Wrong passwords for one account, from any address. */
  signInAccount: { points: 10, duration: 900 },
  /** Sign-ins from one address, to any account. */
  signInAddress: { points: 50, duration: 900 },
  /** Mails that anyone can make us send to one mailbox. */
  mailbox: { points: 3, duration: 3_600 },
  /** Forms from one address that make us send a mail. */
  mailAddress: { points: 20, duration: 3_600 },
} as const;

export type Throttle = keyof typeof throttles;

/** Counts one attempt; those from an unknown address count together. @throws Refusal rate_limited, with the seconds to wait */
export async function countTry(service: ServiceContext, throttle: Throttle, subject: string | null): Promise<void> {
  const waitSeconds = await consume(service, throttle, subject ?? "unknown");
  if (waitSeconds === null) return;
  const text = `Too many attempts. Wait ${Math.ceil(waitSeconds / 60)} minutes, then try again.`;
  throw new Refusal("rate_limited", text, { details: { retryAfterSeconds: waitSeconds } });
}

/** The same, where the response must not reveal that a limit was reached. */
export async function isWithin(service: ServiceContext, throttle: Throttle, subject: string): Promise<boolean> {
  return (await consume(service, throttle, subject)) === null;
}

export async function forgetTries(service: ServiceContext, throttle: Throttle, subject: string): Promise<void> {
  await limiterOf(service, throttle).delete(keyOf(subject));
}

async function consume(service: ServiceContext, throttle: Throttle, subject: string): Promise<number | null> {
  try {
    await limiterOf(service, throttle).consume(keyOf(subject));
    return null;
  } catch (rejected) {
    if (rejected instanceof RateLimiterRes) return Math.max(1, Math.ceil(rejected.msBeforeNext / 1_000));
    throw rejected;
  }
}

function limiterOf(service: ServiceContext, throttle: Throttle): RateLimiterPrisma {
  return new RateLimiterPrisma({
    storeClient: service.database.prisma,
    tableName: "rateLimiterFlexible",
    keyPrefix: throttle,
    // A job does it: sweep-sign-in.
    clearExpiredByTimeout: false,
    ...throttles[throttle],
  });
}

/** Addresses and mailboxes are stored as hashes only. A subscriber line has a whole /64 of IPv6. */
function keyOf(subject: string): string {
  const network = ipaddr.IPv6.isValid(subject)
    ? ipaddr.IPv6.networkAddressFromCIDR(`${subject}/64`).toString()
    : subject;
  return hashSecret(network);
}
