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
