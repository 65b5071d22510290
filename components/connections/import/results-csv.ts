import Papa from "papaparse";
import type { ImportLine } from "@/components/connections/import/read-lines";

/** The result of a line. `skipped`: invalid, not sent. `waiting`: not sent yet. */
export type LineResult =
  | { status: "waiting" | "skipped" }
  | { status: "connected"; connectionId: string }
  | { status: "refused"; message: string; code: string; connectionId: string | null };

const columns = ["line", "hostname", "given_as", "result", "reason", "connection_id"];

/** What starts a formula in some spreadsheet (OWASP, CSV injection), full-width forms too. */
const formula = /^[=+\-@\t\r\n＝＋－＠][\s\S]*$/;

/** A file for spreadsheets. No cell starts a formula. */
export function resultsCsv(lines: readonly ImportLine[], resultOf: (line: ImportLine) => LineResult): string {
  const rows = lines.map((line) => {
    const result = resultOf(line);
    const reason = result.status === "refused" ? result.message : (line.problem ?? "");
    const connectionId = "connectionId" in result ? (result.connectionId ?? "") : "";
    return [line.line, line.hostname ?? "", line.text, result.status, reason, connectionId];
  });
  return `${Papa.unparse({ fields: columns, data: rows }, { escapeFormulae: formula })}\r\n`;
}
