import fc from "fast-check";
import Papa from "papaparse";
import { expect, it } from "vitest";
import { resultsCsv } from "@/components/connections/import/results-csv";

const cell = fc
  .array(
    fc.oneof(
      fc.constantFrom('"', ",", ";", "\r", "\n", "\t", "\0", "\u2028", "=", "＝", "+", "-", "@"),
      fc.string({ unit: "binary", maxLength: 3 }),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(""));

it("has a row for each line and every cell as it was, and none starts a formula", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 4 }), (pairs) => {
      const lines = pairs.map(([text], index) => ({
        line: index + 1,
        text,
        hostname: null,
        unicode: null,
        problem: null,
      }));
      const csv = resultsCsv(lines as never, ({ line }) => ({
        status: "refused",
        message: pairs[line - 1]?.[1] ?? "",
        code: "invalid",
        connectionId: null,
      }));
      const { data } = Papa.parse<string[]>(csv.replace(/\r\n$/, ""), { delimiter: ",", newline: "\r\n" });
      const cells = data.slice(1).map((row) => [row[2] ?? "", row[4] ?? ""]);
      expect(cells.flat().filter((text) => /^[=+\-@\t\r\n＝＋－＠]/.test(text))).toEqual([]);
      expect(cells.map((row) => row.map((text) => text.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, "")))).toEqual(
        pairs.map((row) => row.map((text) => text.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, ""))),
      );
    }),
    { numRuns: 500 },
  );
});
