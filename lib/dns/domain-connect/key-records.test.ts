import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { keyRecords, readPublishedKey } from "@/lib/dns/domain-connect/key-records";

const makeKey = (modulusLength: number) =>
  generateKeyPairSync("rsa", { modulusLength }).publicKey.export({ format: "der", type: "spki" }).toString("base64");
const key = makeKey(2_048);
const other = makeKey(1_024);
const values = keyRecords(key);
const problemOf = (published: readonly string[]) => {
  const read = readPublishedKey(published, key);
  return read.ok ? null : read.problem;
};

it("publishes a key in strings of 255 octets at most, which read as the key in any order", () => {
  expect(values.length).toBeGreaterThan(1);
  for (const value of values) expect(Buffer.byteLength(value)).toBeLessThanOrEqual(255);
  expect(values[0]).toMatch(/^p=1,a=RS256,d=MII/);
  fc.assert(
    fc.property(fc.shuffledSubarray(values, { minLength: values.length }), (shuffled) => {
      expect(readPublishedKey(shuffled, key)).toEqual({ ok: true, publicKey: key });
    }),
  );
});

it("cuts a key nowhere beside an n, which domainconnectzone would take away", () => {
  const texts = fc.string({ unit: fc.constantFrom("n", "n", "n", "M", "/", "+", "0"), minLength: 300, maxLength: 600 });
  fc.assert(
    fc.property(texts, (middle) => {
      const text = `M${middle}M`;
      const parts = keyRecords(text).map((value) => value.replace(/^p=\d+,a=RS256,d=/, ""));
      fc.pre(!/n{200}/.test(text));
      expect(parts.join("")).toBe(text);
      // As that library does it.
      expect(parts.map((part) => part.replace(/^[\\n]+|[\\n]+$/g, "")).join("")).toBe(text);
      for (const part of parts) expect(part.length).toBeLessThanOrEqual(230);
    }),
  );
});

it.each<[string, readonly string[], string]>([
  ["nothing", [], "missing"],
  ["one of the parts", values.slice(0, 1), "cut"],
  ["a part that was cut at 200 characters", [values[0]?.slice(0, 200) ?? "", ...values.slice(1)], "cut"],
  ["quotation marks in the values", values.map((value) => `"${value}"`), "quoted"],
  ["the numbers swapped", values.map((value, at) => value.replace(/^p=\d/, `p=${values.length - at}`)), "wrong_order"],
  ["each part without its number", values.map((value) => value.replace(/^p=\d,/, "")), "duplicate_part"],
  ["parts of two keys", [...values, ...keyRecords(other)], "duplicate_part"],
  ["another key", keyRecords(other), "other_key"],
  ["the whole key as one text without fields", [key], "unreadable"],
  ["some other text", ["v=spf1 -all"], "unreadable"],
])("names what is wrong with %s", (_, published, problem) => {
  expect(problemOf(published)).toBe(problem);
});

it("takes the key without the fields that have defaults, and other texts beside it", () => {
  expect(problemOf(values.map((value) => value.replace("a=RS256,", "")))).toBeNull();
  expect(problemOf([...values, "v=spf1 -all"])).toBeNull();
  expect(problemOf([...values, "d"])).toBeNull();
});

/** One more part, by chance, is not the key. */
const isNoPart = (text: string) => !/(^|,)\s*d=/.test(text);

it("calls nothing the key but the key", () => {
  const published = fc.uniqueArray(
    fc.oneof(fc.constantFrom(...values), fc.string({ maxLength: 40 }).filter(isNoPart)),
    {
      maxLength: 4,
    },
  );
  fc.assert(
    fc.property(published, (given) => {
      expect(readPublishedKey(given, key).ok).toBe(values.every((value) => given.includes(value)));
    }),
  );
});
