import fc from "fast-check";
import { expect, it } from "vitest";
import { looseDate, looseFields, looseList, looseText, looseTexts } from "@/lib/kernel/read-loose";

it("reads what it knows, and leaves out everything else without an error", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(looseText(value)).toBe(typeof value === "string" ? value : null);
      expect(looseList(value)).toEqual(Array.isArray(value) ? value : []);
      const areTexts = Array.isArray(value) && value.every((item) => typeof item === "string");
      expect(looseTexts(value)).toEqual(areTexts ? value : []);
      const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
      expect(looseFields(value)).toEqual(isObject ? value : {});
      expect(looseDate(value)?.getTime() ?? null).not.toBeNaN();
    }),
  );
  expect(looseText("abc", 2)).toBeNull();
  expect(looseTexts(["a", "b"], 1)).toEqual([]);
  expect(looseDate("2026-11-29T07:30:00.000Z")).toEqual(new Date("2026-11-29T07:30:00.000Z"));
  expect(looseDate(true)).toBeNull();
});
