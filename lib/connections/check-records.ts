import { isDeepStrictEqual } from "node:util";
import { type ConnectionRow, getConnectionRow, templatesOf } from "@/lib/connections/connection-row";
import { findReachableProxy, leadsVisitors } from "@/lib/connections/find-reachable-proxy";
import type { ConnectionState, Signal } from "@/lib/connections/machine";
import {
  checkDelayMs,
  driftConfirmationDelayMs,
  isDriftConfirmed,
  slowestCheckMs,
  snapshotDelayMs,
  stateWindowMs,
} from "@/lib/connections/policy";
import {
  differingServers,
  type ObservationData,
  readRecordsObservation,
  recordObservation,
  type StoredRecordsObservation,
  storeRecords,
} from "@/lib/connections/record-observation";
import { transition } from "@/lib/connections/transition";
import type { Prisma } from "@/lib/db/generated/client";
import { inTransaction } from "@/lib/db/transaction";
import { observeRecords } from "@/lib/dns/observe-records";
import type { RecordObservation } from "@/lib/dns/records";
import { desiredRecords } from "@/lib/dns/records/desired-records";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import type { Context } from "@/lib/platform/ports/context";

export type RecordsCheck = { state: ConnectionState; runAgainAt: Date | null };

/** `unreachable`: nobody answered for a record, and none of the others is known to be wrong. */
export type RecordsVerdict = "match" | "differ" | "unreachable";

/**
 * Compares the desired records with what the authoritative servers publish, and moves the connection to where the
 * evidence puts it. A live domain becomes `drifted` only after several mismatches over minutes; silence never counts.
 * @throws Refusal not_found
 */
export async function checkRecords(
  ctx: Context,
  input: { connectionId: string; requestedByPerson?: boolean },
): Promise<RecordsCheck> {
  const row = await getConnectionRow(ctx, input.connectionId);
  const requestedByPerson = input.requestedByPerson ?? false;
  if (!wantsRecords(row, requestedByPerson)) return { state: row.state, runAgainAt: null };

  const startedAt = ctx.now();
  const desired = desiredRecords(row, ctx.policy.edge, templatesOf(row));
  const observations = await observeRecords(ctx.resolver, desired, ctx.policy.edge);
  const detour = await findReachableProxy(ctx, row.hostname, observations);
  const verdict = verdictOf(
    detour === null ? observations : observations.filter(({ record }) => !leadsVisitors(record, row.hostname)),
  );
  const mismatch = countMismatches(row, verdict, startedAt);
  const signal = recordsSignal(
    { ...row, ...mismatch },
    verdict,
    ctx.now(),
    ctx.policy.recheckIntervalMs,
    requestedByPerson,
  );
  const seen = storeRecords(observations);
  const data: ObservationData = {
    ...(verdict === "unreachable" ? {} : { pointing: pointingOf(row.state, verdict) }),
    // Nearly every check of a live domain sees what stands there already: then only the time is written.
    ...(isDeepStrictEqual(seen, row.recordsObservation) ? {} : { recordsObservation: seen }),
    ...mismatch,
  };
  const evidence = {
    // Since when it was so, where that is known: the transition forgets it.
    ...(mismatch.mismatchSince === null ? {} : { since: mismatch.mismatchSince.toISOString() }),
    ...(detour === null ? {} : { reachedThrough: detour }),
    records: recordsEvidence(seen),
  };
  const news = verdict === "differ" && isNews(row, seen);
  const state = await settle(ctx, row, startedAt, data, { signal, news, evidence });
  return { state, runAgainAt: nextCheckAt(row, state, mismatch.mismatches, ctx) };
}

async function settle(
  ctx: Context,
  row: ConnectionRow,
  startedAt: Date,
  data: ObservationData,
  outcome: { signal: RecordsSignal; news: boolean; evidence: Prisma.InputJsonObject },
): Promise<ConnectionState> {
  const { signal, news, evidence } = outcome;
  if (signal === null && !news) {
    // The common case of a live domain that is as it was: one statement, no transaction.
    const fresh = await recordObservation(ctx, null, row, "recordsCheckedAt", startedAt, data);
    return fresh ? row.state : (await getConnectionRow(ctx, row.id)).state;
  }
  return inTransaction(ctx, async (tx) => {
    const fresh = await recordObservation(ctx, tx, row, "recordsCheckedAt", startedAt, data);
    if (!fresh) return (await getConnectionRow(ctx, row.id, tx)).state;
    if (news) {
      await enqueue(
        ctx,
        tx,
        "take-snapshot",
        [{ connectionId: row.id }],
        new Date(ctx.now().getTime() + snapshotDelayMs),
      );
    }
    if (signal === null) return row.state;
    const moved = await transition(ctx, tx, row.id, signal.name, {
      ...(signal.errorCode ? { errorCode: signal.errorCode } : {}),
      evidence,
    });
    return moved.state;
  });
}

/** Something is wrong, and it is not what was wrong before. */
function isNews(row: ConnectionRow, seen: StoredRecordsObservation): boolean {
  const gist = (stored: StoredRecordsObservation) => stored.map(({ kind, observedValue }) => ({ kind, observedValue }));
  return !isDeepStrictEqual(gist(readRecordsObservation(row.recordsObservation)), gist(seen));
}

function wantsRecords(row: ConnectionRow, requestedByPerson: boolean): boolean {
  switch (row.state) {
    case "verified":
    case "propagating":
    case "issuing_cert":
    case "live":
    case "drifted":
      return true;
    case "stalled":
      return row.claim !== null && (requestedByPerson || row.errorCode !== "certificate_not_issued");
    default:
      return false;
  }
}

export function verdictOf(observations: readonly Pick<RecordObservation, "observation">[]): RecordsVerdict {
  const kinds = observations.map(({ observation }) => observation.kind);
  if (kinds.some((kind) => kind === "missing" || kind === "conflict")) return "differ";
  return kinds.every((kind) => kind === "match") ? "match" : "unreachable";
}

function pointingOf(state: ConnectionState, verdict: RecordsVerdict): "ok" | "pending" | "broken" {
  if (verdict === "match") return "ok";
  return state === "live" || state === "drifted" ? "broken" : "pending";
}

/** Mismatches of a live domain in a row, and the time of the first. Silence neither adds to them nor ends them. */
export function countMismatches(
  row: Pick<ConnectionRow, "state" | "mismatches" | "mismatchSince">,
  verdict: RecordsVerdict,
  at: Date,
): { mismatches: number; mismatchSince: Date | null } {
  if (row.state !== "live" || verdict === "match") return { mismatches: 0, mismatchSince: null };
  if (verdict === "unreachable") return { mismatches: row.mismatches, mismatchSince: row.mismatchSince };
  // A first mismatch in the future was noted by a clock that was ahead: start afresh rather than wait for it.
  const since = row.mismatchSince !== null && row.mismatchSince <= at ? row.mismatchSince : at;
  return { mismatches: row.mismatches + 1, mismatchSince: since };
}

type RecordsSignal = { name: Signal; errorCode?: string } | null;

/** What a verdict says about a connection, by its state; null: nothing new. */
export function recordsSignal(
  row: Pick<ConnectionRow, "state" | "stateChangedAt" | "mismatches" | "mismatchSince">,
  verdict: RecordsVerdict,
  now: Date,
  recheckIntervalMs: number,
  requestedByPerson: boolean,
): RecordsSignal {
  switch (row.state) {
    case "verified":
      return { name: verdict === "match" ? "records_match" : "records_differ" };
    case "propagating": {
      if (verdict === "match") return { name: "records_match" };
      const elapsed = now.getTime() - row.stateChangedAt.getTime() >= (stateWindowMs.propagating ?? Infinity);
      return elapsed ? { name: "window_elapsed", errorCode: "records_not_propagated" } : null;
    }
    case "issuing_cert":
      return verdict === "differ" ? { name: "records_differ" } : null;
    case "live": {
      const sinceMs = row.mismatchSince === null ? 0 : now.getTime() - row.mismatchSince.getTime();
      const confirmed = verdict === "differ" && isDriftConfirmed(row.mismatches, sinceMs, recheckIntervalMs);
      return confirmed ? { name: "drift_confirmed", errorCode: "records_drifted" } : null;
    }
    case "drifted":
      return verdict === "match" ? { name: "records_match" } : null;
    case "stalled":
      if (verdict === "match") return { name: "records_match" };
      return requestedByPerson ? { name: "reopened_proven" } : null;
    default:
      return null;
  }
}

function nextCheckAt(row: ConnectionRow, state: ConnectionState, mismatches: number, ctx: Context): Date | null {
  const now = ctx.now().getTime();
  const { recheckIntervalMs } = ctx.policy;
  switch (state) {
    case "verified":
    case "propagating":
    case "issuing_cert": {
      const since = Math.max(row.watchedSince.getTime(), row.stateChangedAt.getTime());
      return new Date(now + checkDelayMs(now - since));
    }
    case "live":
      return new Date(now + (mismatches > 0 ? driftConfirmationDelayMs(recheckIntervalMs) : recheckIntervalMs));
    case "drifted":
      return new Date(now + driftConfirmationDelayMs(recheckIntervalMs));
    case "stalled":
      return new Date(now + slowestCheckMs);
    default:
      return null;
  }
}

const maxServersTold = 8;

function recordsEvidence(seen: StoredRecordsObservation) {
  return seen.map((record) => {
    const { host, type, value: wanted, kind, observedValue } = record;
    const differs = kind === "missing" || kind === "conflict";
    const told = { host, type, wanted, kind, observedValue };
    return differs ? { ...told, servers: differingServers(record).slice(0, maxServersTold) } : told;
  });
}
