import { expect, it } from "vitest";
import { createRateLimiter } from "@/lib/accounts/quotas/rate-limit";
import type { Actor } from "@/lib/platform/ports/context";

const facts = { applicationId: "a", environment: "live", scopes: [] } as const;
const bound = { hostname: null, endUserRef: null, allowedOrigins: [] };
const token = (tokenId: string): Actor => ({ kind: "widget", tokenId, expiresAt: new Date(0), ...bound, ...facts });
const key: Actor = { kind: "key", keyId: "k", ...facts };

async function exhaust(limiter: ReturnType<typeof createRateLimiter>, actor: Actor): Promise<number> {
  for (let allowed = 0; ; allowed += 1) if ((await limiter.count("t", actor)).refusal !== null) return allowed;
}

it("gives a widget token fewer requests than its key, and says how many", async () => {
  const limiter = createRateLimiter(3_000);
  expect((await limiter.count("t", token("1"))).headers).toMatchObject({
    "ratelimit-limit": "300",
    "ratelimit-remaining": "299",
  });
  expect(await exhaust(limiter, token("1"))).toBe(299);
  expect((await limiter.count("t", token("1"))).refusal).toMatchObject({ code: "rate_limited" });
  expect((await limiter.count("t", key)).headers["ratelimit-remaining"]).toBe("2999");
});

it("lets no token use up what another one, or the key, may ask", async () => {
  const limiter = createRateLimiter(10);
  for (const id of ["1", "2", "3"]) expect(await exhaust(limiter, token(id))).toBe(10);
  expect(await exhaust(limiter, key)).toBe(10);
  expect((await limiter.count("other tenant", token("1"))).refusal).toBeNull();
});
