import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { Refusal } from "@/lib/kernel/errors";
import { type Actor, principalOf } from "@/lib/platform/ports/context";

const windowSeconds = 60;

export type RateLimiter = {
  /**
   * Counts one request of a caller in this process.
   * @returns the headers of the response: `RateLimit-*` as in draft-ietf-httpapi-ratelimit-headers-07
   */
  count(tenantId: string, actor: Actor): Promise<{ headers: Record<string, string>; refusal: Refusal | null }>;
};

/** A fixed window of a minute per API key or token, in memory: each app instance counts its own requests. */
export function createRateLimiter(perMinute: number): RateLimiter {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: windowSeconds });
  return {
    async count(tenantId, actor) {
      const caller = `${tenantId} ${principalOf(actor)}`;
      const result = await limiter.consume(caller).catch((rejected: unknown) => {
        if (rejected instanceof RateLimiterRes) return rejected;
        throw rejected;
      });
      const resetSeconds = Math.max(1, Math.ceil(result.msBeforeNext / 1_000));
      const over = result.consumedPoints > perMinute;
      const headers = {
        "ratelimit-limit": String(perMinute),
        "ratelimit-remaining": String(Math.max(0, result.remainingPoints)),
        "ratelimit-reset": String(resetSeconds),
        ...(over ? { "retry-after": String(resetSeconds) } : {}),
      };
      if (!over) return { headers, refusal: null };
      const text = `More than ${perMinute} requests within a minute. Try again in ${resetSeconds} s.`;
      return { headers, refusal: new Refusal("rate_limited", text, { details: { retryAfterSeconds: resetSeconds } }) };
    },
  };
}
