import fc from "fast-check";
import { expect, it } from "vitest";
import { csvText } from "@/lib/kernel/csv-text";
import { parseCsv } from "@/lib/runtime/testing/parse-csv";

it("any value comes through a CSV parser as it was, but for an apostrophe in front of what is a formula", () => {
  const text = fc.string({ unit: "binary" }).filter((value) => !value.includes("\0"));
  const wild = fc.oneof(
    text,
    fc.constantFrom('=1+1"', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", 'a "b", c', "a\r\nb", ""),
  );
  const rows = fc.array(fc.tuple(wild, wild, wild), { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(rows, (values) => {
      const expected = values.map((row) =>
        row.map((value) => (/^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value)),
      );
      expect(parseCsv(csvText(["one", "two", "three"], values))).toEqual([["one", "two", "three"], ...expected]);
      // A page that is not the first one has no names.
      expect(parseCsv(csvText(null, values))).toEqual(expected);
    }),
    { numRuns: 2 },
  );
});

it("a page without rows is nothing", () => {
  expect(csvText(null, [])).toBe("");
});
