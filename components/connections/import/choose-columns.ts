import type { CellName, CellReader } from "@/components/connections/import/cell-names";
import { headingRank, isHeadingWord } from "@/components/connections/import/heading-rank";
import type { TableRow } from "@/components/connections/import/read-table";

export type ImportColumn = {
  index: number;
  heading: string | null;
  /** How many of its cells hold hostnames. */
  hostnames: number;
  samples: string[];
};

export type ColumnChoice = {
  heading: TableRow | null;
  /** Those that hold hostnames. */
  columns: ImportColumn[];
  selected: readonly number[];
  /** Several columns hold hostnames, and no heading decides. */
  undecided: boolean;
};

type Column = ImportColumn & { filled: number; emails: number; rank: number };

/**
 * Chooses by content: the columns where at least half of the cells are hostnames. Between several, the heading decides;
 * where it does not, all of them are read, and a person can choose.
 */
export function chooseColumns(rows: readonly TableRow[], reader: CellReader): ColumnChoice {
  const heading = findHeading(rows, reader);
  const body = heading ? rows.slice(1) : rows;
  const all = describeColumns(body, heading, reader);
  const columns = all.filter(({ hostnames }) => hostnames > 0);
  const full = columns.filter(({ hostnames, filled }) => hostnames * 2 >= filled);
  // An email address names a mailbox: its domain counts in a list, and where a person selects the column.
  const named = full.filter(({ emails, hostnames }) => all.length === 1 || emails * 2 < hostnames);
  const choice = { heading, columns: columns.map(({ filled: _, emails: __, rank: ___, ...column }) => column) };
  if (heading === null && isList(body, full))
    return { ...choice, selected: all.map(({ index }) => index), undecided: false };
  const [first, second] = named.toSorted((a, b) => b.rank - a.rank);
  if (first === undefined) return { ...choice, selected: [fallback(all)], undecided: false };
  const decided = second === undefined || first.rank > second.rank;
  return { ...choice, selected: decided ? [first.index] : named.map(({ index }) => index), undecided: !decided };
}

/** The first row, if it holds no hostname and a word that heads columns. */
function findHeading(rows: readonly TableRow[], reader: CellReader): TableRow | null {
  const [first] = rows;
  if (!first || first.cells.some((cell) => reader.isNames(cell))) return null;
  return first.cells.some(isHeadingWord) ? first : null;
}

function describeColumns(body: readonly TableRow[], heading: TableRow | null, reader: CellReader): Column[] {
  const columns: Column[] = [];
  const columnAt = (index: number): Column => {
    const text = heading?.cells[index]?.trim() ?? "";
    columns[index] ??= {
      ...emptyColumn,
      index,
      heading: text === "" ? null : text,
      samples: [],
      rank: text === "" ? 0 : headingRank(text),
    };
    return columns[index];
  };
  columnAt(0);
  for (const { cells } of body) {
    for (const [index, cell] of cells.entries()) {
      const column = columnAt(index);
      if (cell.trim() === "") continue;
      column.filled += 1;
      if (!reader.isNames(cell)) continue;
      column.hostnames += 1;
      if (column.samples.length < maxSamples) column.samples.push(cell.trim());
      if (reader.names(cell).every(isEmail)) column.emails += 1;
    }
  }
  return columns;
}

const emptyColumn = { hostnames: 0, filled: 0, emails: 0 };
const maxSamples = 3;

function isEmail(name: CellName): boolean {
  return name.email;
}

/** Names with delimiters between them: a single row, or rows of different lengths that begin with a name. */
function isList(body: readonly TableRow[], full: readonly Column[]): boolean {
  const isRagged = new Set(body.map(({ cells }) => cells.filter((cell) => cell.trim() !== "").length)).size > 1;
  return full.some(({ index }) => index === 0) && (body.length === 1 || isRagged);
}

/** Where no column holds hostnames: the one that is headed so, or else the one with most dots. */
function fallback(all: readonly Column[]): number {
  const [best] = all.toSorted((a, b) => b.rank - a.rank || b.filled - a.filled);
  return best?.index ?? 0;
}
