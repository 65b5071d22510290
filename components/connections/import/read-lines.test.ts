import { expect, test } from "vitest";
import { maxLines, readLines } from "@/components/connections/import/read-lines";
import { type LineResult, resultsCsv } from "@/components/connections/import/results-csv";

const names = (text: string) => readLines(text).lines.map(({ hostname, problem }) => (problem ? null : hostname));

test("a pasted list is read line by line, and empty lines keep the numbers right", () => {
  expect(readLines("Shop.Acme.test\n\n  blog.acme.test.  \r\n").lines).toEqual([
    { line: 1, text: "Shop.Acme.test", hostname: "shop.acme.test", problem: null },
    { line: 3, text: "blog.acme.test.", hostname: "blog.acme.test", problem: null },
  ]);
});

test("a CSV is read in the column that is headed so, whatever separates the columns", () => {
  for (const separator of [",", ";", "\t"]) {
    const rows = [
      ["customer", "Domain", "note"],
      ["Acme", "shop.acme.test", '"a, b"'],
      ["Beta", "beta.test", ""],
    ];
    const list = readLines(`\uFEFF${rows.map((row) => row.join(separator)).join("\n")}`);
    expect(list.column).toBe("Domain");
    expect(list.lines.map(({ line, hostname }) => [line, hostname])).toEqual([
      [2, "shop.acme.test"],
      [3, "beta.test"],
    ]);
  }
});

test("two columns are separated despite empty lines and a cell that contains the delimiter", () => {
  const list = readLines('customer;domain\n\nAcme;a.test\n"Beta; Co";b.test\n\n');
  expect([list.column, list.lines.map(({ line, hostname }) => [line, hostname])]).toEqual([
    "domain",
    [
      [3, "a.test"],
      [4, "b.test"],
    ],
  ]);
});

test("without a heading, the column with the hostnames is found", () => {
  expect(names("1,Acme,shop.acme.test\n2,Beta,beta.test")).toEqual(["shop.acme.test", "beta.test"]);
});

test("names in one line with commas are a list", () => {
  expect(names("a.test, b.test,c.test")).toEqual(["a.test", "b.test", "c.test"]);
});

test("each invalid line has its problem, and does not affect the others", () => {
  const { lines } = readLines("https://a.test/\ngood.test\nno spaces.test\nGOOD.test\nlocalhost\nbücher.test");
  expect(lines.map(({ problem }) => problem)).toEqual([
    expect.stringContaining("without https://"),
    null,
    expect.stringContaining("spaces"),
    "Duplicate of line 2.",
    expect.stringContaining("full hostname"),
    null,
  ]);
  expect(lines.at(-1)?.hostname).toBe("xn--bcher-kva.test");
});

test("a list that is too long is read up to its bound, and what is left out is counted", () => {
  const list = readLines(Array.from({ length: maxLines + 5 }, (_, index) => `n${index}.test`).join("\n"));
  expect([list.lines.length, list.leftOut]).toEqual([maxLines, 5]);
});

test("nothing is an empty list", () => {
  expect(readLines(" \n\n").lines).toEqual([]);
});

test("the results open in a spreadsheet with a row for each line, and run nothing there", () => {
  const { lines } = readLines('a.test\n=HYPERLINK("http://evil.test")\nb.test');
  const results: Record<string, LineResult> = {
    "a.test": { status: "connected", connectionId: "id-1" },
    "b.test": { status: "refused", message: "Taken, already.", code: "HostnameConflict", connectionId: "id-2" },
  };
  const csv = resultsCsv(lines, ({ hostname }) => results[hostname ?? ""] ?? { status: "skipped" });
  const [head, first, second, third] = csv.split("\r\n");
  expect(head).toBe("line,hostname,given_as,result,reason,connection_id");
  expect(first).toBe("1,a.test,a.test,connected,,id-1");
  expect(second).toMatch(/^2,,"?'=HYPERLINK/);
  expect(third).toBe('3,b.test,b.test,refused,"Taken, already.",id-2');
});
