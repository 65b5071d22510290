import Papa from "papaparse";
import { readHostname } from "@/components/connections/read-hostname";

export type ImportLine = {
  /** In the file or the text field, from 1. */
  line: number;
  /** As typed. */
  text: string;
  /** In A-labels; null: not a hostname. */
  hostname: string | null;
  /** Why it is skipped. */
  problem: string | null;
};

export type ImportList = {
  lines: ImportLine[];
  /** The heading of the column that was read; null: no heading. */
  column: string | null;
  /** Lines beyond the limit. */
  leftOut: number;
};

export const maxLines = 10_000;
export const maxBytes = 4_000_000;

const headings = ["hostname", "host", "domain", "domain name", "domain_name", "fqdn", "name", "host name", "host_name"];

/**
 * Reads a pasted list or a CSV file: a hostname per line, in the column with a matching heading, or in the first that has
 * hostnames. Empty lines are skipped, and a repeated hostname is a duplicate.
 */
export function readLines(text: string): ImportList {
  const plain = text.replace(/^\uFEFF/u, "");
  const { data } = Papa.parse<string[]>(plain, { delimiter: findDelimiter(plain) });
  const rows = data.map((cells, index) => ({ line: index + 1, cells: cells.map((cell) => cell.trim()) }));
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell !== ""));
  const heading = findHeading(filled[0]?.cells ?? []);
  const body = heading ? filled.slice(1) : spreadOneLine(filled);
  const column = heading?.index ?? findColumn(body.map(({ cells }) => cells));
  const seen = new Map<string, number>();
  const lines = body.slice(0, maxLines).map(({ line, cells }) => validateLine(line, cells[column] ?? "", seen));
  return { lines, column: heading?.text ?? null, leftOut: Math.max(0, body.length - maxLines) };
}

/** Guessed without empty lines, which would count as lines with one column. */
function findDelimiter(text: string): string {
  const delimitersToGuess = [",", ";", "\t", "|"];
  return Papa.parse(text, { delimitersToGuess, skipEmptyLines: "greedy", preview: 50 }).meta.delimiter;
}

function validateLine(line: number, text: string, seen: Map<string, number>): ImportLine {
  const reading = readHostname(text);
  if (!reading.ok) return { line, text, hostname: null, problem: reading.message };
  const { hostname } = reading;
  const before = seen.get(hostname);
  if (before === undefined) seen.set(hostname, line);
  return { line, text, hostname, problem: before === undefined ? null : `Duplicate of line ${before}.` };
}

function findHeading(cells: readonly string[]): { index: number; text: string } | null {
  for (const wanted of headings) {
    const index = cells.findIndex((cell) => cell.toLowerCase() === wanted);
    if (index >= 0) return { index, text: cells[index] ?? "" };
  }
  return null;
}

/** A single line of comma-separated hostnames is a list, too. */
function spreadOneLine(
  rows: readonly { line: number; cells: string[] }[],
): readonly { line: number; cells: string[] }[] {
  const [only] = rows;
  if (!only || rows.length > 1) return rows;
  const names = only.cells.filter((cell) => cell !== "");
  return names.every((name) => readHostname(name).ok)
    ? names.map((name) => ({ line: only.line, cells: [name] }))
    : rows;
}

/** The column with most hostnames in the first rows, or else the first column. */
function findColumn(rows: readonly string[][]): number {
  const hits: number[] = [];
  for (const cells of rows.slice(0, 50)) {
    for (const [index, cell] of cells.entries()) hits[index] = (hits[index] ?? 0) + (readHostname(cell).ok ? 1 : 0);
  }
  const best = Math.max(0, ...hits.map((count) => count ?? 0));
  return best === 0 ? 0 : hits.indexOf(best);
}
