import fc from "fast-check";
import Papa from "papaparse";
import { expect, it } from "vitest";
import type { RowResult } from "@/components/connections/import/import-results";
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

it("has a row for each of the list, with its own result, and runs nothing in a spreadsheet", () => {
  const rows = ["a.test", '=HYPERLINK("http://evil.test")', "b.test"].map((text, index) => ({
    row: index + 1,
    line: 1,
    text,
    hostname: text.startsWith("=") ? null : text,
    problem: text.startsWith("=") ? "Wrong." : null,
  }));
  const results: Record<number, RowResult> = {
    1: { status: "connected", connectionId: "id-1" },
    2: { status: "left_out" },
    3: { status: "refused", message: "Taken, already.", code: "HostnameConflict" },
  };
  const [head, first, second, third] = resultsCsv(rows, ({ row }) => results[row] ?? { status: "waiting" }).split(
    "\r\n",
  );
  expect(head).toBe("row,line,hostname,given_as,result,reason,connection_id");
  expect(first).toBe("1,1,a.test,a.test,connected,,id-1");
  expect(second).toMatch(/^2,1,,"?'=HYPERLINK.*,left_out,Wrong\.,$/);
  expect(third).toBe('3,1,b.test,b.test,refused,"Taken, already.",');
});

it("has a row for each line and every cell as it was, and none starts a formula", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 4 }), (pairs) => {
      const lines = pairs.map(([text], index) => ({
        row: index + 1,
        line: 1,
        text,
        hostname: null,
        problem: null,
      }));
      const csv = resultsCsv(lines, ({ row }) => ({
        status: "refused",
        message: pairs[row - 1]?.[1] ?? "",
        code: "invalid",
      }));
      const { data } = Papa.parse<string[]>(csv.replace(/\r\n$/, ""), { delimiter: ",", newline: "\r\n" });
      const cells = data.slice(1).map((row) => [row[3] ?? "", row[5] ?? ""]);
      expect(cells.flat().filter((text) => /^[=+\-@\t\r\n＝＋－＠]/.test(text))).toEqual([]);
      expect(cells.map((row) => row.map((text) => text.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, "")))).toEqual(
        pairs.map((row) => row.map((text) => text.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, ""))),
      );
    }),
    { numRuns: 500 },
  );
});
