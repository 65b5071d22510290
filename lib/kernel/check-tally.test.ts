import fc from "fast-check";
import { expect, it } from "vitest";
import { createCheckTally } from "@/lib/kernel/check-tally";

const subjects = (count: number) => Array.from({ length: count }, (_, index) => `connection-${index}`);

it("a resolver that is dead is noticed after a few domains, and again after it is back", () => {
  const tally = createCheckTally();
  for (const subject of subjects(100)) tally.count("records", "match", subject);
  expect(tally.isBlind()).toBe(false);
  for (const subject of subjects(18)) tally.count("records", "unreachable", subject);
  expect(tally.isBlind()).toBe(true);
  for (const subject of subjects(7)) tally.count("records", "match", subject);
  expect(tally.isBlind()).toBe(true);
  tally.count("ownership", "missing", "connection-7");
  expect(tally.isBlind()).toBe(false);
});

it("one dead domain that is checked again and again is no sign of a dead resolver", () => {
  const tally = createCheckTally();
  for (let check = 0; check < 1_000; check += 1) tally.count("ownership", "unreachable", `connection-${check % 4}`);
  expect(tally.isBlind()).toBe(false);
});

it("an overload of our own and handshakes say nothing about the resolver", () => {
  const tally = createCheckTally();
  for (const subject of subjects(50)) {
    tally.count("records", "overload", subject);
    tally.count("handshake", "unreachable", subject);
  }
  expect(tally.isBlind()).toBe(false);
  for (const subject of subjects(20)) tally.count("records", "unreachable", subject);
  for (const subject of subjects(20)) tally.count("records", "overload", subject);
  expect(tally.isBlind()).toBe(true);
});

it("counts every check once, by kind and outcome", () => {
  const check = fc.constantFrom(
    ["records", "match"],
    ["records", "differ"],
    ["ownership", "seen"],
    ["handshake", "valid"],
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(check, fc.nat(30))), (checks) => {
      const tally = createCheckTally();
      for (const [[kind, outcome], subject] of checks)
        tally.count(kind as "records", outcome as "match", String(subject));
      const totals = tally.totals();
      expect(totals.reduce((sum, { count }) => sum + count, 0)).toBe(checks.length);
      expect(new Set(totals.map(({ kind, outcome }) => `${kind} ${outcome}`)).size).toBe(totals.length);
    }),
    { seed: 16 },
  );
});
