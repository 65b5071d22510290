import Papa from "papaparse";
import type { RowResult } from "@/components/connections/import/import-results";
import type { ImportRow } from "@/components/connections/import/read-import";

const columns = ["row", "line", "hostname", "given_as", "result", "reason", "connection_id"];

/** What starts a formula in some spreadsheet (OWASP, CSV injection), full-width forms too. */
const formula = /^[=+\-@\t\r\n＝＋－＠][\s\S]*$/;

/** A file for spreadsheets, with a row for each of the list. No cell starts a formula. */
export function resultsCsv(list: readonly ImportRow[], resultOf: (row: ImportRow) => RowResult): string {
  const rows = list.map((row) => {
    const result = resultOf(row);
    const reason = result.status === "refused" ? result.message : (row.problem ?? "");
    const connectionId = "connectionId" in result ? result.connectionId : "";
    return [row.row, row.line, row.hostname ?? "", row.text, result.status, reason, connectionId];
  });
  return `${Papa.unparse({ fields: columns, data: rows }, { escapeFormulae: formula })}\r\n`;
}
