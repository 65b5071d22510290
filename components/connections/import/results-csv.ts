import type { RowResult } from "@/components/connections/import/import-results";
import type { ImportRow } from "@/components/connections/import/read-import";
import { csvText } from "@/lib/kernel/csv-text";

const columns = ["row", "line", "hostname", "given_as", "result", "reason", "connection_id"];

/** A file for spreadsheets, with a row for each of the list. */
export function resultsCsv(list: readonly ImportRow[], resultOf: (row: ImportRow) => RowResult): string {
  const rows = list.map((row) => {
    const result = resultOf(row);
    const reason = result.status === "refused" ? result.message : (row.problem ?? "");
    const connectionId = "connectionId" in result ? result.connectionId : "";
    return [row.row, row.line, row.hostname ?? "", row.text, result.status, reason, connectionId];
  });
  return csvText(columns, rows);
}
