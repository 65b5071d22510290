import Papa from "papaparse";

export type CsvCell = string | number | null;

/** What starts a formula in some spreadsheet (OWASP, CSV injection), full-width forms too. */
const formula = /^[=+\-@\t\r\n＝＋－＠][\s\S]*$/;

/**
 * A CSV file for spreadsheets, ending with a line break. No cell starts a formula; null is empty. `columns` null: a further
 * page of the same file, without their names.
 */
export function csvText(columns: readonly string[] | null, rows: readonly (readonly CsvCell[])[]): string {
  const lines = [...(columns === null ? [] : [columns]), ...rows].map((row) => [...row]);
  return lines.length === 0 ? "" : `${Papa.unparse(lines, { escapeFormulae: formula })}\r\n`;
}
