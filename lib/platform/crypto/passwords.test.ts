import { availableParallelism } from "node:os";
import { expect, it } from "vitest";
import { createPasswords } from "@/lib/platform/crypto/passwords";

const passwords = createPasswords({ N: 4, r: 1, p: 1 });

it("knows the right password and no other, and never hashes alike twice", async () => {
  const stored = await passwords.hash("correct horse battery");
  expect(await passwords.verify(stored, "correct horse battery")).toBe(true);
  expect(await passwords.verify(stored, "correct horse batterz")).toBe(false);
  expect(await passwords.hash("correct horse battery")).not.toBe(stored);
});

it("keeps the parameters beside the hash, so that older ones stay good", async () => {
  const stored = await createPasswords({ N: 16, r: 2, p: 2 }).hash("correct horse battery");
  expect(stored).toMatch(/^scrypt\$16\$2\$2\$/);
  expect(stored.length).toBeLessThanOrEqual(300);
  expect(await passwords.verify(stored, "correct horse battery")).toBe(true);
});

it("lets nobody in without a password, or with a hash that cannot be read", async () => {
  for (const stored of [null, "", "plain", "scrypt$4$1$1$$", "bcrypt$4$1$1$aaaa$bbbb"]) {
    expect(await passwords.verify(stored, "")).toBe(false);
    expect(await passwords.verify(stored, stored ?? "null")).toBe(false);
  }
});

it("takes one spelling of a letter for the other", async () => {
  const stored = await passwords.hash("Gr\u00fc\u00dfe aus dem Norden");
  expect(await passwords.verify(stored, "Gru\u0308\u00dfe aus dem Norden")).toBe(true);
});

it("hashes a few at a time, and refuses what would wait too long", async () => {
  const slow = createPasswords({ N: 1_024, r: 8, p: 1 });
  const outcomes = await Promise.allSettled(Array.from({ length: 300 }, () => slow.verify(null, "x")));
  const refused = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
  expect(refused.length).toBeGreaterThan(300 - 100 - availableParallelism());
  expect(refused.every(({ code, details }) => code === "rate_limited" && details.retryAfterSeconds === 10)).toBe(true);
  expect(await slow.verify(null, "x")).toBe(false);
});

it("in production costs what OWASP asks for, and still checks", async () => {
  const production = createPasswords();
  const stored = await production.hash("correct horse battery");
  expect(stored).toMatch(/^scrypt\$32768\$8\$3\$/);
  expect(await production.verify(stored, "correct horse battery")).toBe(true);
});
