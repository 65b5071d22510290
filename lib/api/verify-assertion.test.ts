import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type InvalidAssertionError, type VerifyOptions, verifyAssertion } from "@/lib/api/verify-assertion";
import { type AssertedHost, createAssertionCache } from "@/lib/edge/assertion/assertion-cache";
import { assertionPeriodMs, publicKeySet, signingKeys, toPrivateKey } from "@/lib/edge/assertion/assertion-keys";

const secret = "a-secret-of-this-test-0123456789abcdef";
const now = new Date("2026-11-28T12:00:00Z");
const issuer = "https://latchkey.example.com";
const host: AssertedHost = {
  hostname: "shop.example.com",
  connectionId: "019aa6c4-9f10-7b1e-8c44-2d9f6a7b3c02",
  applicationId: "019aa6c4-5d00-7c3a-9a51-6f0d3c1f2a01",
  reference: "customer 4711 ✓",
};
const jwks = publicKeySet(secret, now);
const given: VerifyOptions = { jwks, issuer, audience: host.applicationId, host: host.hostname, now };

function signed(at = now, by = secret): string {
  const cache = createAssertionCache({ appUrl: issuer, assertionKeys: signingKeys(by, at) });
  return cache.assertionOf(host, at) ?? "";
}

/** A token with any header and claims; by default validly signed. */
function forged(
  header: Record<string, unknown>,
  claims: Record<string, unknown> = {},
  signature = (text: string) => sign(null, Buffer.from(text), toPrivateKey(signingKeys(secret, now)[0]?.seed ?? "")),
): string {
  const [head = "", body = ""] = signed().split(".");
  const decode = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString()) as object;
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${encode({ ...decode(head), ...header })}.${encode({ ...decode(body), ...claims })}`;
  return `${text}.${signature(text).toString("base64url")}`;
}

async function problemOf(header: string | string[] | undefined | null, options: Partial<VerifyOptions> = {}) {
  const outcome = await verifyAssertion(header, { ...given, ...options }).catch(
    (error: InvalidAssertionError) => error,
  );
  return "code" in outcome ? [outcome.name, outcome.code] : "valid";
}
const refused = (code: string) => ["InvalidAssertionError", code];
const later = (seconds: number) => ({ now: new Date(now.getTime() + seconds * 1_000) });

it("gives what Latchkey asserts of the request", async () => {
  expect(await verifyAssertion(signed(), given)).toEqual({
    host: host.hostname,
    connectionId: host.connectionId,
    applicationId: host.applicationId,
    reference: host.reference,
    expiresAt: later(300).now,
  });
  expect(await problemOf(signed(), { host: "SHOP.example.com:443" })).toBe("valid");
});

it.each<[string, string | string[] | undefined | null, Partial<VerifyOptions>, string]>([
  ["no header", undefined, {}, "missing"],
  ["an empty header", "", {}, "missing"],
  ["two headers", [signed(), signed()], {}, "malformed"],
  ["two headers in one", `${signed()}, ${signed()}`, {}, "malformed"],
  ["another host", signed(), { host: "other.example.com" }, "wrong_host"],
  ["a request without Host", signed(), { host: undefined }, "wrong_host"],
  ["another application", signed(), { audience: "019aa6c4-5d00-7c3a-9a51-6f0d3c1f2a99" }, "wrong_audience"],
  ["a list of applications", forged({}, { aud: [host.applicationId] }), {}, "wrong_audience"],
  ["another Latchkey", signed(), { issuer: "https://other.example.com" }, "wrong_issuer"],
  [
    "claims that were changed",
    forged({}, { host: "evil.test" }, () => Buffer.from(signed().split(".")[2] ?? "", "base64url")),
    {},
    "wrong_signature",
  ],
  ["no algorithm", forged({ alg: "none" }, {}, () => Buffer.from("x")), {}, "wrong_algorithm"],
  [
    "another key under a known id",
    forged({}, {}, (text) => sign(null, Buffer.from(text), generateKeyPairSync("ed25519").privateKey)),
    {},
    "wrong_signature",
  ],
  ["an unknown key", signed(now, "another secret"), {}, "unknown_key"],
  ["a key that the token brings itself", forged({ kid: "x", jwk: jwks.keys[0] }), {}, "unknown_key"],
  ["no expiry", forged({}, { exp: undefined }), {}, "malformed"],
  ["an endless expiry", forged({}, { exp: "never" }), {}, "malformed"],
])("refuses %s", async (_, header, options, code) => {
  expect(await problemOf(header, options)).toEqual(refused(code));
});

it("refuses an HMAC with the public key as its secret", async () => {
  const hmac = (text: string) =>
    createHmac("sha256", jwks.keys[1]?.x ?? "")
      .update(text)
      .digest();
  expect(await problemOf(forged({ alg: "HS256" }, {}, hmac))).toEqual(refused("wrong_algorithm"));
  expect(await problemOf(forged({}, {}, hmac))).toEqual(refused("wrong_signature"));
});

it.each([
  [-31, "not_yet_valid"],
  [-30, "valid"],
  [0, "valid"],
  [329, "valid"],
  [330, "expired"],
])("%i s after it was signed, an assertion is %s", async (seconds, outcome) => {
  expect(await problemOf(signed(), later(seconds))).toEqual(outcome === "valid" ? outcome : refused(outcome));
});

it("no change of any character is accepted, and no text throws anything but the typed error", async () => {
  const text = signed();
  const changed = fc
    .tuple(fc.nat(text.length - 1), fc.constantFrom(..."AZaz09-_.=+ "))
    .map(([place, character]) => text.slice(0, place) + character + text.slice(place + 1));
  await fc.assert(
    fc.asyncProperty(fc.oneof(changed, fc.string(), fc.base64String()), async (header) => {
      // The last character of a signature has four bits that mean nothing.
      fc.pre(header.slice(0, -1) !== text.slice(0, -1));
      expect(await problemOf(header)).toEqual(["InvalidAssertionError", expect.any(String)]);
    }),
    { numRuns: 500 },
  );
});

describe("with the address of the keys", () => {
  let served: { keys: unknown } | Error = jwks;
  let requests = 0;
  let files = 0;
  const fetch = async () => {
    requests += 1;
    if (served instanceof Error) throw served;
    return Response.json(served);
  };
  /** Each test has an address of its own: what is fetched is shared by address. */
  function remote(): Partial<VerifyOptions> {
    files += 1;
    [served, requests] = [jwks, 0];
    vi.useFakeTimers({ toFake: ["performance"] });
    return { jwks: `https://latchkey.example.com/${files}/jwks.json`, fetch };
  }
  afterEach(() => vi.useRealTimers());

  it("fetches them once for many requests", async () => {
    const options = remote();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => problemOf(signed(), options)));
    expect([new Set(outcomes), requests]).toEqual([new Set(["valid"]), 1]);
  });

  it("fetches them again for an unknown key, at most once a minute", async () => {
    const options = remote();
    const next = new Date(now.getTime() + 2 * assertionPeriodMs);
    const rotated = [signed(next), { ...options, now: next }] as const;
    await problemOf(signed(), options);
    expect([await problemOf(...rotated), requests]).toEqual([refused("unknown_key"), 1]);
    served = publicKeySet(secret, next);
    vi.advanceTimersByTime(60_000);
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => problemOf(...rotated)));
    expect([new Set(outcomes), requests]).toEqual([new Set(["valid"]), 2]);
    for (let index = 0; index < 20; index += 1) await problemOf(forged({ kid: `unknown-${index}` }), options);
    expect(requests).toBe(2);
  });

  it("goes on with the keys that it has while Latchkey is away, and cannot tell about others", async () => {
    const options = remote();
    await problemOf(signed(), options);
    served = new Error("connection refused");
    vi.advanceTimersByTime(7_200_000);
    expect(await problemOf(signed(), options)).toBe("valid");
    expect(await problemOf(signed(now, "another secret"), options)).toEqual(refused("keys_unavailable"));
    served = publicKeySet("another secret", now);
    vi.advanceTimersByTime(60_000);
    expect(await problemOf(signed(now, "another secret"), options)).toBe("valid");
  });

  it("a key that Latchkey withdrew is refused after an hour", async () => {
    const options = remote();
    await problemOf(signed(), options);
    served = publicKeySet("another secret", now);
    vi.advanceTimersByTime(3_600_000);
    await problemOf(signed(), options);
    await vi.waitFor(async () => expect(await problemOf(signed(), options)).toEqual(refused("unknown_key")));
    expect(requests).toBe(2);
  });

  it.each([{ keys: "none" }, {}, new Error("no route")])(
    "without any keys it says that it cannot tell",
    async (answer) => {
      const options = remote();
      served = answer as never;
      expect(await problemOf(signed(), options)).toEqual(refused("keys_unavailable"));
    },
  );
});
