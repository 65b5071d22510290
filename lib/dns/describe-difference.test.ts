import fc from "fast-check";
import { expect, it } from "vitest";
import { describeDifference } from "@/lib/dns/describe-difference";

const wanted = "edge.latchkey.test";

it.each([
  ["edge.latchkey.tset", "two characters are swapped (“se” in place of “es”)"],
  ["edge.latchky.test", "“e” is missing"],
  ["edge.latchkeyy.test", "“y” is too much"],
  ["edge.latchkey.tesk", "“k” is in place of “t”"],
  ["egde.latchkey.tst", "two characters are swapped (“gd” in place of “dg”) and “e” is missing"],
])("says what is wrong with %s", (published, text) => {
  expect(describeDifference(published, wanted)).toBe(text);
});

it("says nothing of another name, or of the right one", () => {
  expect(describeDifference("shops.other.net", wanted)).toBeNull();
  expect(describeDifference(wanted, wanted)).toBeNull();
});

it("finds any two neighbours that are swapped", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: wanted.length - 2 }), (at) => {
      const [one = "", other = ""] = [...wanted.slice(at, at + 2)];
      fc.pre(one !== other);
      const published = `${wanted.slice(0, at)}${other}${one}${wanted.slice(at + 2)}`;
      expect(describeDifference(published, wanted)).toContain("swapped");
    }),
  );
});
