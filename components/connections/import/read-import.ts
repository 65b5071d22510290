import { type CellReader, createCellReader, type ImportPolicy } from "@/components/connections/import/cell-names";
import { chooseColumns, type ImportColumn } from "@/components/connections/import/choose-columns";
import { maxRows } from "@/components/connections/import/limits";
import { readTable, type TableRow } from "@/components/connections/import/read-table";

/** A hostname of the list, or what stands in its place. */
export type ImportRow = {
  /** Its number among these rows, from 1: results belong to it. */
  row: number;
  /** In the file or the text field, from 1. A line can have several rows. */
  line: number;
  /** As it was given. */
  text: string;
  /** In A-labels; null: not a hostname. */
  hostname: string | null;
  /** Why it is left out. */
  problem: string | null;
};

export type ImportList = {
  rows: ImportRow[];
  heading: { line: number; text: string } | null;
  /** Columns that hold hostnames. */
  columns: ImportColumn[];
  selected: readonly number[];
  /** Several columns hold hostnames, and no heading decides. */
  undecided: boolean;
  /** Rows beyond the limit. */
  beyond: number;
};

/**
 * Reads a pasted list or a CSV file into rows. Each line with content has at least one row, the line of headings aside, so
 * that each has a result. @param selected columns that a person selected; null: by content
 */
export function readImport(text: string, policy: ImportPolicy, selected: readonly number[] | null = null): ImportList {
  const reader = createCellReader(policy);
  const table = readTable(text, reader.isNames);
  const choice = chooseColumns(table.rows, reader);
  const { heading } = choice;
  const chosen = selected ?? choice.selected;
  const chosenSet = new Set(chosen);
  const body = heading ? table.rows.slice(1) : table.rows;
  const seen = new Map<string, number>();
  const rows: ImportRow[] = [];
  let beyond = 0;
  for (const row of body) {
    // What is beyond the limit is counted, by lines, and not read.
    const space = maxRows - rows.length;
    const items = space > 0 ? rowItems(row, chosenSet, reader) : [];
    for (const item of items.slice(0, space)) {
      rows.push({ row: rows.length + 1, ...withoutDuplicate(item, seen) });
    }
    beyond += items.length === 0 ? 1 : Math.max(0, items.length - space);
  }
  return {
    rows,
    heading: heading && { line: heading.line, text: contentOf(heading) },
    columns: choice.columns,
    selected: chosen,
    undecided: choice.undecided && selected === null,
    beyond,
  };
}

type Item = Omit<ImportRow, "row">;

function rowItems({ line, cells }: TableRow, selected: ReadonlySet<number>, reader: CellReader): Item[] {
  const isSpread = cells.some((cell) => cell.includes("\n"));
  const names = cells.flatMap((cell, column) =>
    selected.has(column)
      ? reader.names(cell).map((name) => ({
          ...name,
          line: isSpread ? line + linesBefore(cells, column, name.text) : line,
        }))
      : [],
  );
  if (names.length > 0) return names.map(({ email: _, ...name }) => name);
  return [{ line, text: contentOf({ cells }), hostname: null, problem: "There is no domain in this line." }];
}

function contentOf({ cells }: Pick<TableRow, "cells">): string {
  return cells.flatMap((cell) => (cell.trim() === "" ? [] : [cell.trim()])).join(" · ");
}

/** How far below the start of its row a name stands: cells in quotes can span lines. */
function linesBefore(cells: readonly string[], column: number, text: string): number {
  const cell = cells[column] ?? "";
  const before = [...cells.slice(0, column), cell.slice(0, Math.max(0, cell.indexOf(text)))];
  return before.join("").split("\n").length - 1;
}

function withoutDuplicate(item: Item, seen: Map<string, number>): Item {
  if (item.hostname === null) return item;
  const before = seen.get(item.hostname);
  if (before === undefined) seen.set(item.hostname, item.line);
  return before === undefined ? item : { ...item, problem: `Duplicate of line ${before}.` };
}
