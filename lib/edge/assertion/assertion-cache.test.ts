import fc from "fast-check";
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import { expect, it } from "vitest";
import { type AssertedHost, createAssertionCache } from "@/lib/edge/assertion/assertion-cache";
import { assertionPeriodMs, publicKeySet, signingKeys } from "@/lib/edge/assertion/assertion-keys";

const secret = "a-secret-of-this-test-0123456789abcdef";
const start = new Date(1_000 * assertionPeriodMs + 1_000_000);
const appUrl = "https://latchkey.example.com";
const host: AssertedHost = {
  hostname: "shop.example.com",
  connectionId: "019aa6c4-9f10-7b1e-8c44-2d9f6a7b3c02",
  applicationId: "019aa6c4-5d00-7c3a-9a51-6f0d3c1f2a01",
  reference: "customer 4711 ✓",
};

function cacheOf(settings = { appUrl, assertionKeys: signingKeys(secret, start) }) {
  return { settings, cache: createAssertionCache(settings) };
}

function at(ms: number): Date {
  return new Date(start.getTime() + ms);
}

it("an assertion says which host, connection and application it is for, signed by the current key", async () => {
  const text = cacheOf().cache.assertionOf(host, start) ?? "";
  const keys = createLocalJWKSet(publicKeySet(secret, start));
  const options = { issuer: appUrl, audience: host.applicationId, algorithms: ["EdDSA"], currentDate: start };
  const { payload } = await jwtVerify(text, keys, options);
  const iat = Math.floor(start.getTime() / 1_000);
  expect(payload).toEqual({
    iss: appUrl,
    aud: host.applicationId,
    sub: host.connectionId,
    host: host.hostname,
    application: host.applicationId,
    reference: host.reference,
    iat,
    exp: iat + 300,
  });
});

it("a host without a reference has none in its assertion", () => {
  const text = cacheOf().cache.assertionOf({ ...host, reference: null }, start) ?? "";
  expect("reference" in decodeJwt(text)).toBe(false);
});

it("whatever the order of requests and changes, an assertion is of the host as it is now, and valid for 150 s at least", () => {
  const step = fc.record({
    waitMs: fc.integer({ min: -400_000, max: 400_000 }),
    connectionId: fc.constantFrom("c1", "c2"),
    applicationId: fc.constantFrom("a1", "a2"),
    reference: fc.constantFrom(null, "r1", "r2"),
    hostname: fc.constantFrom("a.test", "b.test"),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const { cache } = cacheOf();
      let ms = 0;
      for (const { waitMs, ...now } of steps) {
        ms = Math.max(0, ms + waitMs);
        const claims = decodeJwt(cache.assertionOf(now, at(ms)) ?? "");
        const { sub, aud, application, host: name, reference = null, iat = 0, exp = 0 } = claims;
        expect([sub, aud, application, name, reference]).toEqual([
          now.connectionId,
          now.applicationId,
          now.applicationId,
          now.hostname,
          now.reference,
        ]);
        expect(exp * 1_000 - at(ms).getTime()).toBeGreaterThan(149_000);
        expect(iat * 1_000).toBeLessThanOrEqual(at(ms).getTime());
      }
    }),
  );
});

it("requests of 150 s share one assertion", () => {
  const { cache } = cacheOf();
  // Ed25519 signs the same text alike, so that a second signature would show in `iat` alone.
  const first = cache.assertionOf(host, at(0));
  expect(cache.assertionOf({ ...host }, at(149_999))).toBe(first);
  expect(cache.assertionOf(host, at(150_000))).not.toBe(first);
});

it("the next period's key signs from its first moment, and without a key nothing is signed", () => {
  const { cache, settings } = cacheOf();
  const kidOf = (now: Date) => decodeProtectedHeader(cache.assertionOf(host, now) ?? "").kid;
  const next = Date.parse(settings.assertionKeys[1]?.from ?? "");
  expect(kidOf(new Date(next - 1))).toBe(settings.assertionKeys[0]?.kid);
  expect(kidOf(new Date(next))).toBe(settings.assertionKeys[1]?.kid);
  expect(cache.assertionOf(host, new Date(next + 2 * assertionPeriodMs))).toBeNull();
});

it("gives the public keys of all that it signs with, and no private one", () => {
  const { cache, settings } = cacheOf();
  expect(cache.keySet().keys.map(({ kid }) => kid)).toEqual(settings.assertionKeys.map(({ kid }) => kid));
  for (const { seed } of settings.assertionKeys) expect(JSON.stringify(cache.keySet())).not.toContain(seed);
});
