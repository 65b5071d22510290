export type TableRow = {
  /** Where it starts in the file, from 1. */
  line: number;
  /** As they stand there, with the spaces around them. */
  cells: string[];
};

export type Table = { delimiter: string; rows: TableRow[] };

/** In no text: each line is one cell. */
const noDelimiter = "\0";
const delimiters = [",", ";", "\t", "|"];
const probedLines = 200;
/** A quoted cell over more lines is an unbalanced quote. */
const maxCellLines = 200;

/**
 * Reads rows and cells as they are meant: the delimiter that gives most hostnames, cells in quotes (RFC 4180) where the quotes
 * are balanced, and otherwise line by line, with quotes as ordinary characters. No line is lost, empty ones aside.
 */
export function readTable(text: string, isHostname: (cell: string) => boolean): Table {
  const lines = text.replace(/^\ufeff/u, "").split(/\r\n|\r|\n/u);
  // Excel's own way to name the delimiter.
  const named = /^\s*"?sep=([^\w\s"]|\t)"?\s*$/iu.exec(lines[0] ?? "")?.[1];
  const first = named === undefined ? 0 : 1;
  const [candidate] = [noDelimiter, ...(named === undefined ? [] : [named]), ...delimiters]
    .map((delimiter) => ({
      delimiter,
      ...rate(readRows(lines, first, first + probedLines, delimiter, isHostname), isHostname),
    }))
    .sort((a, b) => b.names - a.names || b.regularity - a.regularity);
  const delimiter = candidate?.delimiter ?? noDelimiter;
  return { delimiter, rows: readRows(lines, first, lines.length, delimiter, isHostname) };
}

/** `regularity`: the share of rows that have the usual number of cells, if that is more than one. */
function rate(rows: readonly TableRow[], isHostname: (cell: string) => boolean): { names: number; regularity: number } {
  const names = rows.reduce((sum, { cells }) => sum + cells.filter(isHostname).length, 0);
  const width = usualWidth(rows);
  const regular = rows.filter(({ cells }) => cells.length === width).length;
  return { names, regularity: width > 1 ? regular / rows.length : 0 };
}

function usualWidth(rows: readonly TableRow[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  const [usual] = [...counts].sort(([, a], [, b]) => b - a);
  return usual?.[0] ?? 1;
}

function readRows(
  lines: readonly string[],
  first: number,
  end: number,
  delimiter: string,
  isHostname: (cell: string) => boolean,
): TableRow[] {
  const rows: TableRow[] = [];
  for (let index = first; index < Math.min(end, lines.length); ) {
    const line = lines[index] ?? "";
    const quoted = line.includes('"') ? readQuoted(lines, index, delimiter) : null;
    const isRow = quoted !== null && !holdsRows(lines.slice(index, quoted.next), delimiter, isHostname);
    const cells = isRow ? quoted.cells : splitLine(line, delimiter);
    if (cells.some((cell) => cell.trim() !== "")) rows.push({ line: index + 1, cells });
    index = isRow ? quoted.next : index + 1;
  }
  return rows;
}

/** The row that starts at a line, by RFC 4180; null where a quote is not closed in front of a delimiter or a line's end. */
function readQuoted(
  lines: readonly string[],
  first: number,
  delimiter: string,
): { cells: string[]; next: number } | null {
  const cells: string[] = [];
  let index = first;
  let rest: string | null = lines[index] ?? "";
  while (rest !== null) {
    const cell: { text: string; rest: string | null } | null = readCell(rest, delimiter);
    if (cell !== null) {
      cells.push(cell.text);
      rest = cell.rest;
      continue;
    }
    index += 1;
    const next = lines[index];
    if (next === undefined || index - first >= maxCellLines || isBroken(rest, delimiter)) return null;
    rest = `${rest}\n${next}`;
  }
  return { cells, next: index + 1 };
}

/** Whether the quote that opens a cell is followed by another that closes nothing. */
function isBroken(open: string, delimiter: string): boolean {
  return findClosing(open, delimiter) === "broken";
}

/** The first cell; null where its quote is not closed. `rest` is null after the last cell. */
function readCell(text: string, delimiter: string): { text: string; rest: string | null } | null {
  if (!/^ *"/u.test(text)) return cutAt(text, text.indexOf(delimiter));
  const closing = findClosing(text, delimiter);
  if (typeof closing !== "number") return null;
  const start = text.indexOf('"') + 1;
  const after = text.slice(closing + 1).replace(/^ +/u, "");
  return {
    text: text.slice(start, closing).replaceAll('""', '"'),
    rest: after === "" ? null : after.slice(delimiter.length),
  };
}

function cutAt(text: string, end: number): { text: string; rest: string | null } {
  return end < 0 ? { text, rest: null } : { text: text.slice(0, end), rest: text.slice(end + 1) };
}

/** Where the quoted cell at the start ends: at a quote before a delimiter or the end. `broken`: at another quote first. */
function findClosing(text: string, delimiter: string): number | "open" | "broken" {
  for (let at = text.indexOf('"') + 1; ; at += 2) {
    at = text.indexOf('"', at);
    if (at < 0) return "open";
    if (text[at + 1] === '"') continue;
    const after = text.slice(at + 1).replace(/^ +/u, "");
    return after === "" || after.startsWith(delimiter) ? at : "broken";
  }
}

/** Whether most lines of a cell that spans several have a hostname: then a quote was left open, and each line is a row. */
function holdsRows(lines: readonly string[], delimiter: string, isHostname: (cell: string) => boolean): boolean {
  if (lines.length === 1) return false;
  const rows = lines.filter((line) => splitLine(line, delimiter).some(isHostname)).length;
  return rows >= 2 && rows * 2 > lines.length;
}

/** The cells of one line, quoted where the quotes are balanced within it. */
function splitLine(line: string, delimiter: string): string[] {
  const cells: string[] = [];
  for (let rest: string | null = line; rest !== null; ) {
    const cell: { text: string; rest: string | null } =
      readCell(rest, delimiter) ?? cutAt(rest, rest.indexOf(delimiter));
    cells.push(cell.text);
    rest = cell.rest;
  }
  return cells;
}
