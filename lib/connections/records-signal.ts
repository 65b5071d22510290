import type { ConnectionRow } from "@/lib/connections/connection-row";
import { states } from "@/lib/connections/machine";
import { elapsedWindow, isDriftConfirmed, type StateSignal } from "@/lib/connections/policy";
import type { RecordObservation } from "@/lib/dns/records";

/** `unreachable`: no server answered for a record, and none of the others is known to be wrong. */
export type RecordsResult = "match" | "differ" | "unreachable";

export function recordsResult(observations: readonly Pick<RecordObservation, "observation">[]): RecordsResult {
  const kinds = observations.map(({ observation }) => observation.kind);
  if (kinds.some((kind) => kind === "missing" || kind === "conflict")) return "differ";
  return kinds.every((kind) => kind === "match") ? "match" : "unreachable";
}

/** Consecutive mismatches of a live domain, and the time of the first. Silence neither adds to them nor ends them. */
export function countMismatches(
  row: Pick<ConnectionRow, "state" | "mismatches" | "mismatchSince">,
  result: RecordsResult,
  at: Date,
): { mismatches: number; mismatchSince: Date | null } {
  if (row.state !== "live" || result === "match") return { mismatches: 0, mismatchSince: null };
  if (result === "unreachable") return { mismatches: row.mismatches, mismatchSince: row.mismatchSince };
  // A first mismatch in the future was stored by a clock that was ahead: start afresh rather than wait for it.
  const since = row.mismatchSince !== null && row.mismatchSince <= at ? row.mismatchSince : at;
  return { mismatches: row.mismatches + 1, mismatchSince: since };
}

/** What a result means for a connection in its state; null: nothing new. */
export function recordsSignal(
  row: Pick<ConnectionRow, "state" | "stateChangedAt" | "mismatches" | "mismatchSince">,
  result: RecordsResult,
  now: Date,
  { recheckIntervalMs, requestedByPerson }: { recheckIntervalMs: number; requestedByPerson: boolean },
): StateSignal | null {
  const { on } = states[row.state];
  if (result === "match") return on.records_match ? { name: "records_match" } : null;
  // What is not known to match has to be waited for.
  if (row.state === "verified") return { name: "records_differ" };
  // Its window is for the certificate. Silence does not take back that the records were right.
  if (row.state === "issuing_cert") return result === "differ" ? { name: "records_differ" } : null;
  if (on.drift_confirmed) {
    const sinceMs = row.mismatchSince === null ? 0 : now.getTime() - row.mismatchSince.getTime();
    const confirmed = result === "differ" && isDriftConfirmed(row.mismatches, sinceMs, recheckIntervalMs);
    return confirmed ? { name: "drift_confirmed", errorCode: "records_drifted" } : null;
  }
  if (on.reopened_proven) return requestedByPerson ? { name: "reopened_proven" } : null;
  return elapsedWindow(row, now);
}
