import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { Refusal } from "@/lib/kernel/errors";
import { type Actor, principalOf } from "@/lib/platform/ports/context";

const windowSeconds = 60;

/** A widget asks every two seconds at most; a browser that asks for more is no widget. */
const tokenPerMinute = 300;

export type RateLimiter = {
  /**
   * Counts one request of a caller in this process.
   * @returns the headers of the response: `RateLimit-*` as in draft-ietf-httpapi-ratelimit-headers-07
   */
  count(tenantId: string, actor: Actor): Promise<{ headers: Record<string, string>; refusal: Refusal | null }>;
};

/**
 * A fixed window of a minute per API key or token, in memory: each app instance counts its own requests. No token uses up
 * what its key, or another token, may ask.
 */
export function createRateLimiter(perMinute: number): RateLimiter {
  const limiters = {
    widget: limiterOf(Math.min(perMinute, tokenPerMinute)),
    others: limiterOf(perMinute),
  };
  return {
    async count(tenantId, actor) {
      const limiter = limiters[actor.kind === "widget" ? "widget" : "others"];
      const perMinute = limiter.points;
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

function limiterOf(points: number): RateLimiterMemory {
  return new RateLimiterMemory({ points, duration: windowSeconds });
}
