import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { buildApplyUrl, verifyApplyUrl } from "@/lib/dns/domain-connect/apply-url";

const pair = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const publicKey = pair.publicKey.export({ format: "der", type: "spki" }).toString("base64");
const key = { name: "_dck1", privateKey: pair.privateKey };

const text = fc.oneof(
  fc.domain(),
  fc.string({ unit: "binary", maxLength: 12 }).filter((value) => !/\p{Surrogate}/u.test(value)),
  fc.constantFrom("a b", "a+b", "a&sig=x", "a%20b", "%", "'(*)!", "ü.example", "key=", ""),
);
const params = fc.dictionary(
  fc.stringMatching(/^[a-z_]{1,10}$/).filter((name) => name !== "sig" && name !== "key"),
  text,
  { minKeys: 1, maxKeys: 6 },
);

const build = (given: Record<string, string>) =>
  buildApplyUrl({
    urlSyncUX: "https://dns.example/dc",
    providerId: "example.com",
    serviceId: "custom domain",
    params: given,
    key,
  });

it("signs the bytes that are sent, whatever the values", () => {
  fc.assert(
    fc.property(params, (given) => {
      const url = build(given);
      expect(verifyApplyUrl(url, publicKey)).toBe(true);
      // A browser sends the URL as it is: parsing and writing it changes nothing.
      expect(new URL(url).href).toBe(url);
      expect(url).not.toMatch(/[+ ]/);
      const query = new URL(url).searchParams;
      for (const [name, value] of Object.entries(given)) expect(query.get(name)).toBe(value);
      expect([...query.keys()].slice(-2)).toEqual(["sig", "key"]);
      expect(query.get("key")).toBe(key.name);
    }),
    { numRuns: 60 },
  );
});

it("verifies nothing that differs by a byte, in another order, or encoded again", () => {
  fc.assert(
    fc.property(params, fc.nat(), (given, at) => {
      const url = build(given);
      const [base = "", query = ""] = url.split("?");
      const signed = query.slice(0, query.indexOf("&sig="));
      const rest = query.slice(signed.length);
      const place = at % signed.length;
      const changed = `${signed.slice(0, place)}${signed[place] === "x" ? "y" : "x"}${signed.slice(place + 1)}`;
      expect(verifyApplyUrl(`${base}?${changed}${rest}`, publicKey)).toBe(false);
      const reversed = signed.split("&").reverse().join("&");
      expect(verifyApplyUrl(`${base}?${reversed}${rest}`, publicKey)).toBe(reversed === signed);
      const again = signed.replaceAll("%20", "+");
      expect(verifyApplyUrl(`${base}?${again}${rest}`, publicKey)).toBe(again === signed);
    }),
    { numRuns: 40 },
  );
});

it("verifies nothing without a signature, or with another key", () => {
  const other = generateKeyPairSync("rsa", { modulusLength: 1_024 });
  const otherKey = other.publicKey.export({ format: "der", type: "spki" }).toString("base64");
  const url = build({ domain: "example.com" });
  expect(verifyApplyUrl(url, otherKey)).toBe(false);
  expect(verifyApplyUrl(url.replace(/&sig=.*/, ""), publicKey)).toBe(false);
});
