import fc from "fast-check";
import { expect, it } from "vitest";
import { connectionStates, states } from "@/lib/connections/machine";
import { urgencies, waitingSince } from "@/lib/connections/policy";
import { findingCodes, kindOf, severities } from "@/lib/diagnosis/evidence/catalog";
import { firstUrgency, overdueMs, urgencyOf } from "@/lib/diagnosis/evidence/urgency";

const finding = fc.record({ code: fc.constantFrom(...findingCodes), severity: fc.constantFrom(...severities) });
const time = fc.date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true });
const later = (date: Date, ms: number) => new Date(date.getTime() + ms);
const red = ["mistake", "overdue"];

it("nothing that is merely missing or under way is red within the first hour, and everything that blocks is red after it", () => {
  fc.assert(
    fc.property(finding, time, fc.integer({ min: 0, max: 3 * overdueMs }), ({ code, severity }, since, ms) => {
      const urgency = urgencyOf({ code, severity }, { waitingSince: since }, later(since, ms));
      const isBlocking = severity === "blocking";
      const isMistake = kindOf(code).nature === "mistake";
      expect(red.includes(urgency)).toBe(isBlocking && (isMistake || ms >= overdueMs));
      expect(urgency === "note").toBe(!isBlocking);
    }),
  );
});

it("time makes a finding more urgent, never less", () => {
  fc.assert(
    fc.property(finding, time, fc.nat(3 * overdueMs), fc.nat(3 * overdueMs), (found, since, first, more) => {
      const at = (ms: number) => urgencies.indexOf(urgencyOf(found, { waitingSince: since }, later(since, ms)));
      expect(at(first + more)).toBeLessThanOrEqual(at(first));
    }),
  );
});

it("what is stored and aged is what is said at once", () => {
  fc.assert(
    fc.property(finding, time, (found, since) => {
      expect(urgencyOf(found, { waitingSince: since }, since)).toBe(firstUrgency(found));
    }),
  );
});

it("a state that waits for attention, or for proof, has waited since the connection was made", () => {
  fc.assert(
    fc.property(fc.constantFrom(...connectionStates), time, fc.nat(), (state, createdAt, ms) => {
      const stateChangedAt = later(createdAt, ms);
      const since = waitingSince({ state, createdAt, stateChangedAt });
      const isOld = states[state].phase === "attention" || states[state].jobs.includes("check-ownership");
      expect(since).toEqual(isOld ? createdAt : stateChangedAt);
    }),
  );
});

it("what nobody has published yet is an absence, and what somebody typed wrongly a mistake", () => {
  const natures = (codes: readonly (typeof findingCodes)[number][]) =>
    new Set(codes.map((code) => kindOf(code).nature));
  expect(natures(["txt-missing", "cname-missing", "address-missing", "record-missing"])).toEqual(new Set(["absence"]));
  expect(
    natures([
      "txt-wrong-value",
      "txt-name-doubled",
      "txt-quoted",
      "cname-target-missing",
      "address-foreign",
      "leftover-ipv6",
    ]),
  ).toEqual(new Set(["mistake"]));
  expect(natures(["waiting", "txt-partly-published", "records-being-written"])).toEqual(new Set(["progress"]));
});
