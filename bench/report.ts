import { appendFileSync } from "node:fs";
import { describeMachine } from "@/bench/machine";
import { markdownTable } from "@/e2e/support/markdown-table";

/** One line of the table of all benchmarks. */
export type BenchRow = {
  /** What was measured: "/v1, create, at 16 connections". */
  what: string;
  /** With its unit: "412/s". */
  figure: string;
  /** What the figure is compared with, measured in the same run: "bare server 60,859/s"; null: nothing. */
  baseline: string | null;
  /** The figure divided by its baseline. */
  ratio: number | null;
  /** "≥ 400/s"; null: the figure is for information. */
  aim: string | null;
  /** Whether the aim is met; null where there is none. */
  met: boolean | null;
};

/** What a figure, or its ratio to the baseline, should be; one of them. */
export type Aim = { least: number } | { most: number } | { ratioLeast: number } | { ratioMost: number };

/** A row from numbers. `unit`: "/s", "ms", "s", "MB", "kB", or empty for a count. */
export function measured(
  what: string,
  value: number,
  unit: string,
  { baseline, aim }: { baseline?: { what: string; value: number }; aim?: Aim } = {},
): BenchRow {
  const ratio = baseline === undefined ? null : value / baseline.value;
  return {
    what,
    figure: inUnits(value, unit),
    baseline: baseline === undefined ? null : `${baseline.what} ${inUnits(baseline.value, unit)}`,
    ratio,
    ...(aim === undefined ? { aim: null, met: null } : judge(value, ratio, unit, aim)),
  };
}

function judge(value: number, ratio: number | null, unit: string, aim: Aim): { aim: string; met: boolean } {
  if ("least" in aim) return { aim: `≥ ${inUnits(aim.least, unit)}`, met: value >= aim.least };
  if ("most" in aim) return { aim: `≤ ${inUnits(aim.most, unit)}`, met: value <= aim.most };
  if (ratio === null) throw new Error("A ratio is aimed at, and there is no baseline.");
  if ("ratioLeast" in aim) return { aim: `ratio ≥ ${aim.ratioLeast}`, met: ratio >= aim.ratioLeast };
  return { aim: `ratio ≤ ${aim.ratioMost}`, met: ratio <= aim.ratioMost };
}

function inUnits(value: number, unit: string): string {
  const digits = Math.abs(value) >= 100 ? 0 : 2;
  const text = value.toLocaleString("en", { maximumFractionDigits: digits });
  return unit === "" || unit.startsWith("/") ? `${text}${unit}` : `${text} ${unit}`;
}

/** Prints the figures of a benchmark. In `npm run bench`, which has all of them in one table, that gets them too. */
export function report(rows: readonly BenchRow[]): void {
  console.log(`\n${describeMachine()}\n\n${benchTable(rows)}`);
  const file = process.env.BENCH_REPORT_FILE;
  if (file !== undefined) for (const row of rows) appendFileSync(file, `${JSON.stringify(row)}\n`);
}

/** The rows as a table of Markdown. */
export function benchTable(rows: readonly BenchRow[]): string {
  return markdownTable([
    ["benchmark", "figure", "baseline, same run", "ratio", "aim", "met"],
    ...rows.map(({ what, figure, baseline, ratio, aim, met }) => [
      what,
      figure,
      baseline ?? "",
      ratio === null ? "" : String(Number(ratio.toPrecision(2))),
      aim ?? "",
      met === null ? "" : met ? "yes" : "no",
    ]),
  ]);
}
