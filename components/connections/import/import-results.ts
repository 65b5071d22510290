import type { ImportRow } from "@/components/connections/import/read-import";
import { type ConnectionState, connectionStates } from "@/lib/connections/machine";
import type { BatchResult } from "@/lib/connections/schema";

/** What became of a row. `left_out`: it was not sent, and its problem says why. `waiting`: not sent yet. */
export type RowResult =
  | { status: "waiting" | "left_out" }
  | { status: "connected"; connectionId: string }
  | { status: "already_connected"; connectionId: string; state: ConnectionState | null }
  | { status: "refused"; message: string; code: string };

export type ResultStatus = RowResult["status"];

/** By the row's number: a line can have several rows. */
export type Results = ReadonlyMap<number, RowResult>;

export function resultOf(row: ImportRow, results: Results): RowResult {
  return results.get(row.row) ?? { status: row.problem === null ? "waiting" : "left_out" };
}

/** Each row is counted once: the sum is the number of rows. */
export function countResults(rows: readonly ImportRow[], results: Results): Record<ResultStatus, number> {
  const counts = { waiting: 0, left_out: 0, connected: 0, already_connected: 0, refused: 0 };
  for (const row of rows) counts[resultOf(row, results).status] += 1;
  return counts;
}

/** The results of rows that were sent together, by their position. A row without an answer is refused. */
export function readAnswer(sent: readonly ImportRow[], answer: readonly BatchResult[]): [number, RowResult][] {
  const byIndex = new Map(answer.map((result) => [result.index, result]));
  return sent.map(({ row }, index) => [row, readResult(byIndex.get(index))]);
}

function readResult(result: BatchResult | undefined): RowResult {
  if (result?.connection) return { status: "connected", connectionId: result.connection.id };
  const error = result?.error;
  const id = error?.details?.connectionId;
  if (typeof id === "string") {
    const state = connectionStates.find((known) => known === error?.details?.state) ?? null;
    return { status: "already_connected", connectionId: id, state };
  }
  return {
    status: "refused",
    message: error?.message ?? "There was no answer for this row.",
    code: error?.code ?? "internal",
  };
}
