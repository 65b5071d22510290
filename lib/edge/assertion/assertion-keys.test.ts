import fc from "fast-check";
import { expect, it } from "vitest";
import { assertionPeriodMs, publicKeySet, signingKeys, toPublicJwk } from "@/lib/edge/assertion/assertion-keys";
import { edgeSettingsSchema } from "@/lib/edge/protocol/settings";

const secret = "a-secret-of-this-test-0123456789abcdef";
const instant = fc.date({ min: new Date("2026-01-01"), max: new Date("2060-01-01"), noInvalidDate: true });

it("edges have a key for every moment of the next 60 days, and exactly one", () => {
  fc.assert(
    fc.property(instant, fc.integer({ min: 0, max: 60 * 24 * 60 - 1 }), (now, minutes) => {
      const keys = edgeSettingsSchema.shape.assertionKeys.parse(signingKeys(secret, now));
      const later = now.getTime() + minutes * 60_000;
      expect(keys.filter(({ from, until }) => Date.parse(from) <= later && later < Date.parse(until))).toHaveLength(1);
    }),
  );
});

it("what an edge signs with is in the key set of the app, also with clocks that differ by a period", () => {
  fc.assert(
    fc.property(instant, fc.integer({ min: -assertionPeriodMs, max: assertionPeriodMs }), (now, skewMs) => {
      const [current] = signingKeys(secret, new Date(now.getTime() + skewMs));
      expect(publicKeySet(secret, now).keys).toContainEqual(current && toPublicJwk(current));
    }),
  );
});

it("the key set holds no private part, and another secret has no key in common with it", () => {
  const now = new Date("2026-11-28T12:00:00Z");
  const { keys } = publicKeySet(secret, now);
  expect(keys).toHaveLength(3);
  for (const key of keys) expect(Object.keys(key).sort()).toEqual(["alg", "crv", "kid", "kty", "use", "x"]);
  const others = publicKeySet(`${secret}!`, now).keys;
  const ids = new Set([...keys, ...others].flatMap(({ kid, x }) => [kid, x]));
  expect(ids.size).toBe(12);
});
