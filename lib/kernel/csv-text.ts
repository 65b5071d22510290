import Papa from "papaparse";

export type CsvCell = string | number | null;

/** What starts a formula in some spreadsheet (OWASP, CSV injection), full-width forms too. */
const formula = /^[=+\-@\t\r\n＝＋－＠][\s\S]*$/;

/** A CSV file for spreadsheets, ending with a line break. No cell starts a formula; null is empty. */
export function csvText(columns: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return `${Papa.unparse({ fields: [...columns], data: rows.map((row) => [...row]) }, { escapeFormulae: formula })}\r\n`;
}
