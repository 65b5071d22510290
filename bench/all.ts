import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { describeMachine } from "@/bench/machine";
import { type BenchRow, benchTable } from "@/bench/report";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";

// npm run bench: all benchmarks, one after another, and their tables in docs/benchmarks.md. `npm run bench -- api web` runs some
// of them, and leaves the tables of the others as they are.
const benchmarks = [
  "start",
  "api",
  "checker",
  "jobs",
  "edge",
  "stops",
  "time-to-live",
  "automatic",
  "diagnosis",
  "fair-shares",
  "web",
  "widget",
  "log-volume",
  "size",
];
const root = join(import.meta.dirname, "..");
const document = join(root, "docs/benchmarks.md");
const [begin, end] = ["<!-- all figures: npm run bench -->", "<!-- end of all figures -->"];

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !benchmarks.includes(name));
if (unknown.length > 0) throw new Error(`There is no ${unknown.join(", ")}. There are ${benchmarks.join(", ")}.`);

const scratch = createScratchDirectory("bench-all");
try {
  for (const name of chosen.length > 0 ? chosen : benchmarks) {
    const file = join(scratch.path, `${name}.jsonl`);
    const [load = 0] = loadavg();
    const code = await run(name, file);
    const rows = code === 0 ? rowsOf(file) : [...rowsOf(file), failure(`${name}: ended with ${code}`)];
    const day = new Date().toISOString().slice(0, 10);
    const section = `\`${name}\`, ${day}, ${describeMachine()}, system load before it ${load.toFixed(1)}:\n\n${benchTable(rows)}`;
    console.log(`\n${section}`);
    replaceFigures(name, section.trim());
  }
} finally {
  scratch.remove();
}

function run(name: string, reportFile: string): Promise<number> {
  console.log(`\n── ${name}`);
  const child = spawn(process.execPath, ["--import", "tsx", join(import.meta.dirname, `${name}.ts`)], {
    cwd: root,
    env: { ...process.env, BENCH_REPORT_FILE: reportFile },
    stdio: "inherit",
  });
  return new Promise((resolve) => child.on("close", (code) => resolve(code ?? 1)));
}

function rowsOf(file: string): BenchRow[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line));
}

function failure(what: string): BenchRow {
  return { what, figure: "", baseline: null, ratio: null, aim: null, met: false };
}

/** In the document, every benchmark that has run has one table, in the order above. */
function replaceFigures(name: string, section: string): void {
  const before = readFileSync(document, "utf8");
  const [from, to] = [before.indexOf(begin), before.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`docs/benchmarks.md has no lines ${begin} and ${end}.`);
  const sections = before.slice(from + begin.length, to).split(/\n(?=`[\w-]+`, )/);
  const kept = (of: string) => (of === name ? section : sections.find((one) => one.startsWith(`\`${of}\`, `))?.trim());
  const figures = benchmarks.flatMap((of) => kept(of) ?? []).join("\n\n");
  writeFileSync(document, `${before.slice(0, from + begin.length)}\n\n${figures}\n\n${before.slice(to)}`);
}
