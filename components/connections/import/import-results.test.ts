import fc from "fast-check";
import { expect, it } from "vitest";
import { createCellReader } from "@/components/connections/import/cell-names";
import { countResults, type RowResult, readAnswer, resultOf } from "@/components/connections/import/import-results";
import { readImport } from "@/components/connections/import/read-import";
import { runInChunks } from "@/components/connections/run-in-chunks";
import type { BatchResult } from "@/lib/connections/schema";

const policy = { allowReservedTlds: true };

/** What a batch answers for a hostname: by its first letter, so that a test knows the outcome. */
function answerFor(hostname: string, index: number): BatchResult {
  const refused = (details: Record<string, unknown>): BatchResult => ({
    index,
    hostname,
    status: "refused",
    connection: null,
    error: { code: "HostnameConflict", message: "Taken.", details },
  });
  if (hostname < "h")
    return { index, hostname, status: "created", connection: { id: `id-${hostname}` }, error: null } as BatchResult;
  return hostname < "q" ? refused({ connectionId: `id-${hostname}` }) : refused({ heldBy: "another_tenant" });
}

const name = fc
  .tuple(fc.stringMatching(/^[a-z]{1,6}$/), fc.constantFrom("com", "co.uk", "test", "de"))
  .map((parts) => parts.join("."))
  .filter((text) => createCellReader(policy).isNames(text));
const cell = fc.oneof(
  { weight: 4, arbitrary: name },
  { weight: 1, arbitrary: name.map((host) => `https://${host}/a?b=c`) },
  { weight: 1, arbitrary: fc.tuple(name, name).map((both) => both.join(" ")) },
  fc.constantFrom(
    "",
    "n/a",
    "not ok.fr",
    "*.a.com",
    "10.0.0.1",
    "Acme, Inc.",
    'Zum "Adler"',
    '"',
    '"open',
    "a@b.com",
    "co.uk",
    "a..b.com",
  ),
  fc.string({ unit: "grapheme", maxLength: 8 }),
);
/** Files as people have them: quoted well, badly or not at all. */
const fileOf = (quote: fc.Arbitrary<"never" | "needed" | "always" | "badly">) =>
  fc
    .record({
      sep: fc.constantFrom("", "sep=;\n"),
      heading: fc.constantFrom<string[] | null>(null, ["customer", "Domain", "note"], ["Domäne"], ["foo", "bar"]),
      rows: fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 12 }),
      delimiter: fc.constantFrom(",", ";", "\t", "|", ", "),
      quote,
      newline: fc.constantFrom("\n", "\r\n", "\r", "\n\n"),
      bom: fc.constantFrom("", "\ufeff"),
    })
    .map(({ sep, heading, rows, delimiter, quote, newline, bom }) => {
      const written = (text: string, index: number): string => {
        const one = text.replace(/[\r\n]/gu, " ");
        if (quote === "badly") return index === 0 ? `"${one}` : one;
        if (quote === "never") return one;
        return quote === "always" || /["\n,;\t|]/u.test(one) ? `"${one.replaceAll('"', '""')}"` : one;
      };
      return (
        bom +
        sep +
        [...(heading ? [heading] : []), ...rows].map((row) => row.map(written).join(delimiter)).join(newline)
      );
    });

const file = fileOf(fc.constantFrom("never", "needed", "always", "badly"));

it("counts each row of any file once: connected, already connected, refused or left out", async () => {
  const seen = { connected: 0, already_connected: 0, refused: 0, left_out: 0, waiting: 0 };
  await fc.assert(
    fc.asyncProperty(file, fc.integer({ min: 1, max: 5 }), fc.nat(4), async (text, size, stopAfter) => {
      const { rows, beyond } = readImport(text, policy);
      const results = new Map<number, RowResult>();
      const items = rows.filter(({ problem }) => problem === null);
      let chunks = 0;
      const run = (from: number, isStopped: () => boolean) =>
        runInChunks({
          runId: "run",
          items,
          size,
          from,
          send: async ({ items: sent }) =>
            sent.map(({ hostname }, index) => answerFor(hostname ?? "", index)).reverse(),
          onAnswer: ({ items: sent }, answer) => {
            chunks += 1;
            for (const [row, result] of readAnswer(sent, answer)) {
              expect(results.has(row)).toBe(false);
              results.set(row, result);
            }
          },
          isStopped,
        });
      const first = await run(0, () => chunks >= stopAfter);
      const sum = () => Object.values(countResults(rows, results)).reduce((total, count) => total + count, 0);
      expect(sum()).toBe(rows.length);
      if (first.kind === "stopped") await run(first.next, () => false);
      const counts = countResults(rows, results);
      expect(sum()).toBe(rows.length);
      expect([counts.waiting, beyond]).toEqual([0, 0]);
      for (const row of rows) {
        const result = resultOf(row, results);
        seen[result.status] += 1;
        // Each has its own result.
        if ("connectionId" in result) expect(result.connectionId).toBe(`id-${row.hostname}`);
      }
    }),
    { numRuns: 100 },
  );
  expect(Math.min(seen.connected, seen.already_connected, seen.refused, seen.left_out)).toBeGreaterThan(20);
});

it("has a row for each line with content, the heading aside, whatever is in the file", () => {
  fc.assert(
    fc.property(fileOf(fc.constantFrom("needed", "always")), (text) => {
      const list = readImport(text, policy);
      const lines = text.replace(/^\ufeff/u, "").split(/\r\n|\r|\n/u);
      const covered = new Set([...list.rows.map(({ line }) => line), list.heading?.line]);
      const missed = lines.flatMap((line, index) => {
        const isEmpty = /^[\s,;|"]*$/u.test(line) || (index === 0 && line === "sep=;");
        return isEmpty || covered.has(index + 1) ? [] : [line];
      });
      expect(missed).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

it("finds each name of a table's column, whatever the delimiter, the quotes and the other columns are", () => {
  const table = fc.record({
    names: fc.uniqueArray(name, { minLength: 1, maxLength: 12 }),
    unquoted: fc.constantFrom(null, '"open', '"Zum" Adler', 'a "b" c', '5" disk', '\\"x\\"'),
    note: fc.constantFrom("Acme, Inc.", 'Zum "Adler"', "5; 6", "a|b", "Müller & Co", "", '"', "anna@gmail.com", "x@y"),
    heading: fc.constantFrom("Domain", "url", "Domäne", "host_name"),
    delimiter: fc.constantFrom(",", ";", "\t", "|"),
    position: fc.nat(2),
    decorate: fc.constantFrom(
      (host: string) => host,
      (host: string) => `https://${host.toUpperCase()}/`,
      (host: string) => ` ${host}. `,
    ),
  });
  fc.assert(
    fc.property(table, ({ names, note, unquoted, heading, delimiter, position, decorate }) => {
      const quoted = (text: string) => (/["\n,;\t|]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
      const row = (value: string, other: string) => {
        const cells = [other, "x", "7"];
        cells[position] = value;
        return cells
          .map((text, index) => (index !== position && text === unquoted ? text : quoted(text)))
          .join(delimiter);
      };
      const text = [row(heading, "customer"), ...names.map((host) => row(decorate(host), unquoted ?? note))].join(
        "\r\n",
      );
      const list = readImport(text, policy);
      expect(list.rows.map(({ hostname, problem }) => [hostname, problem])).toEqual(names.map((host) => [host, null]));
      expect(list.rows.map(({ line }) => line)).toEqual(names.map((_, index) => index + 2));
    }),
    { numRuns: 200 },
  );
});

it("a row without an answer is refused, not forgotten", () => {
  const { rows } = readImport("a.com\nb.com", policy);
  expect(readAnswer(rows, [answerFor("a.com", 0)])).toEqual([
    [1, { status: "connected", connectionId: "id-a.com" }],
    [2, { status: "refused", message: "There was no answer for this row.", code: "internal" }],
  ]);
});
