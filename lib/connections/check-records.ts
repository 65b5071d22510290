import { isDeepStrictEqual } from "node:util";
import { overloadRetryMs } from "@/lib/connections/check-now";
import { confirmSilence } from "@/lib/connections/confirm-silence";
import { type ConnectionRow, getConnectionRow, templatesOf } from "@/lib/connections/connection-row";
import { enqueueSnapshot } from "@/lib/connections/enqueue-snapshot";
import { findReachableProxy, leadsVisitors, type ProxyReach } from "@/lib/connections/find-reachable-proxy";
import { type ConnectionState, isServed, needsJob, states } from "@/lib/connections/machine";
import {
  checkDelayMs,
  driftConfirmationDelayMs,
  isEdgeReason,
  type StateSignal,
  slowestCheckMs,
} from "@/lib/connections/policy";
import { type Reachability, reachabilityAfter, type SilenceSign } from "@/lib/connections/reachability";
import {
  differingServers,
  type ObservationData,
  readRecordsObservation,
  recordObservation,
  type StoredRecordsObservation,
  storeRecords,
} from "@/lib/connections/record-observation";
import { countMismatches, type RecordsResult, recordsResult, recordsSignal } from "@/lib/connections/records-signal";
import { requestRepair } from "@/lib/connections/request-repair";
import { transition } from "@/lib/connections/transition";
import type { Prisma } from "@/lib/db/generated/client";
import { inTransaction, type Tx } from "@/lib/db/transaction";
import { observeRecords } from "@/lib/dns/observe-records";
import { isOverload, type RecordObservation } from "@/lib/dns/records";
import { desiredRecords } from "@/lib/dns/records/desired-records";
import { recordEvents } from "@/lib/platform/events/record-event";
import type { Context } from "@/lib/platform/ports/context";

/** `overload`: the queries got no slot, so nothing was stored or decided. */
export type RecordsCheck = { state: ConnectionState; runAgainAt: Date | null; overload: boolean };

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
  return checkRecordsOf(ctx, row, { requestedByPerson, confirm: async () => false, writeChange: (write) => write() });
}

export type RecordsCheckOptions = {
  requestedByPerson: boolean;
  /**
   * Writes the time of a check that saw nothing but what is stored.
   * @returns false: it was not written, because the row has changed meanwhile, or for another reason
   */
  confirm(row: ConnectionRow, startedAt: Date): Promise<boolean>;
  /** Runs what writes everything else, when it may use a connection to the database. */
  writeChange<T>(write: () => Promise<T>): Promise<T>;
};

/** `checkRecords` of a row that has just been read. */
export async function checkRecordsOf(
  ctx: Context,
  row: ConnectionRow,
  { requestedByPerson, confirm, writeChange }: RecordsCheckOptions,
): Promise<RecordsCheck> {
  if (!needsRecordsCheck(row, requestedByPerson)) return { state: row.state, runAgainAt: null, overload: false };

  const startedAt = ctx.now();
  const desired = desiredRecords(row, ctx.policy.edge, templatesOf(row));
  const observations = await observeRecords(ctx.resolver, desired, ctx.policy.edge);
  const seen = storeRecords(observations);
  const proxy = await findReachableProxy(ctx, row, seen);
  const result = resultOf(row, observations, seen, proxy);
  const isOverloaded = result === "unreachable" && observations.some(({ observation }) => isOverload(observation));
  ctx.memory.checks.count("records", isOverloaded ? "overload" : result, row.id);
  if (isOverloaded) {
    return { state: row.state, runAgainAt: new Date(ctx.now().getTime() + overloadRetryMs), overload: true };
  }
  const mismatch = countMismatches(row, result, startedAt);
  const { recheckIntervalMs } = ctx.policy;
  const signal = recordsSignal({ ...row, ...mismatch }, result, ctx.now(), { recheckIntervalMs, requestedByPerson });
  const silence = await ageSilence(ctx, row, signOf(row, observations), startedAt);
  const data: ObservationData = {
    ...(result === "unreachable" ? {} : { pointing: pointingOf(row.state, result) }),
    // Nearly every check of a live domain sees what is stored already: then only the time is written.
    ...(isDeepStrictEqual(seen, row.recordsObservation) ? {} : { recordsObservation: seen }),
    ...mismatch,
    ...silence.changes,
  };
  const evidence = {
    // Since when it was so, where that is known: the transition resets it.
    ...(mismatch.mismatchSince === null ? {} : { since: mismatch.mismatchSince.toISOString() }),
    ...(proxy?.judgement === "arrives" ? { reachedThrough: proxy.addresses } : {}),
    records: recordsEvidence(seen),
  };
  // What is right again is news too, where a list still shows the cause.
  const isNew = !isSameProblem(row, seen) && (result === "differ" || row.findingCode !== null);
  const newProblem = !isNew ? null : seen.some(({ kind }) => kind === "conflict") ? "wrong" : "absent";
  const isConfirmed =
    signal === null &&
    newProblem === null &&
    silence.event === null &&
    isStored(row, data) &&
    (await confirm(row, startedAt));
  const state = isConfirmed
    ? row.state
    : await writeChange(() => settle(ctx, row, startedAt, data, { signal, newProblem, evidence, silence }));
  const isSilent = silence.after.silentSince !== null && silence.after.unreachableSince === null;
  return { state, runAgainAt: nextCheckAt(row, state, { ...mismatch, isSilent }, ctx), overload: false };
}

function signOf({ state }: ConnectionRow, observations: readonly RecordObservation[]): SilenceSign {
  if (state !== "live") return "unknown";
  return observations.every(({ observation }) => observation.kind === "unreachable") ? "silent" : "answered";
}

type Silence = ReturnType<typeof reachabilityAfter> & {
  /** The columns that change; nearly always none. */
  changes: Partial<Reachability>;
};

/** For how long the nameservers of a live domain have been silent. Never rejects. */
async function ageSilence(ctx: Context, row: ConnectionRow, sign: SilenceSign, at: Date): Promise<Silence> {
  const { silentSince, silentMs, unreachableSince } = row;
  const { unreachableAfterMs, recheckIntervalMs } = ctx.policy;
  const before: Reachability = { silentSince, silentMs, unreachableSince };
  const options = { lastCheckAt: row.recordsCheckedAt, unreachableAfterMs, maxStepMs: 2 * recheckIntervalMs };
  const aged = reachabilityAfter(before, sign, at, options);
  const isOurs = aged.event === "domain.unreachable" && !(await confirmSilence(ctx, row));
  const { after, event } = isOurs ? reachabilityAfter(before, "unknown", at, options) : aged;
  const fields = ["silentSince", "silentMs", "unreachableSince"] as const;
  const changed = fields.filter((field) => !isDeepStrictEqual(after[field], before[field]));
  return { after, event, changes: Object.fromEntries(changed.map((field) => [field, after[field]])) };
}

function needsRecordsCheck(row: ConnectionRow, requestedByPerson: boolean): boolean {
  if (row.state !== "stalled") return needsJob(row.state, "check-records");
  // Where only the certificate is missing, the records are right: compare them again when a person asks for it.
  return row.claim !== null && (requestedByPerson || !isEdgeReason(row.errorCode));
}

/** Where visitors arrive through a proxy, the records that lead them there count as right. */
function resultOf(
  row: ConnectionRow,
  observations: readonly RecordObservation[],
  seen: StoredRecordsObservation,
  proxy: ProxyReach | null,
): RecordsResult {
  const others = observations.filter(({ record }) => !leadsVisitors(record, row.hostname));
  if (proxy?.judgement === "arrives") return recordsResult(others);
  // A proxy that was right at the last check, and does not answer now: silence is no mismatch.
  const isSilent = proxy?.judgement === "silent" && row.pointing === "ok" && isSameProblem(row, seen);
  return isSilent && recordsResult(others) !== "differ" ? "unreachable" : recordsResult(observations);
}

function pointingOf(state: ConnectionState, result: RecordsResult): "ok" | "pending" | "broken" {
  if (result === "match") return "ok";
  return isServed(state) ? "broken" : "pending";
}

const maxServersInEvent = 8;

function recordsEvidence(seen: StoredRecordsObservation) {
  return seen.map((record) => {
    const { host, type, value: wanted, kind, observedValue } = record;
    const facts = { host, type, wanted, kind, observedValue };
    if (kind === "match") return facts;
    const servers = kind === "unreachable" ? silentServers(record) : differingServers(record);
    return { ...facts, servers: servers.slice(0, maxServersInEvent) };
  });
}

function silentServers({ servers }: StoredRecordsObservation[number]): string[] {
  const texts = servers.map(({ server, address, reason }) => `${server} (${address}): ${reason ?? "no answer"}`);
  return [...new Set(texts)];
}

/** Whether all that is wrong was so at the last check. */
function isSameProblem(row: ConnectionRow, seen: StoredRecordsObservation): boolean {
  const summary = (stored: StoredRecordsObservation) =>
    stored.map(({ kind, observedValue }) => ({ kind, observedValue }));
  return isDeepStrictEqual(summary(readRecordsObservation(row.recordsObservation)), summary(seen));
}

async function settle(
  ctx: Context,
  row: ConnectionRow,
  startedAt: Date,
  data: ObservationData,
  outcome: {
    signal: StateSignal | null;
    newProblem: "wrong" | "absent" | null;
    evidence: Prisma.InputJsonObject;
    silence: Silence;
  },
): Promise<ConnectionState> {
  const { signal, newProblem, evidence, silence } = outcome;
  const isReported = row.unreachableSince !== null;
  if (signal === null && newProblem === null && silence.event === null) {
    // The common case, a live domain without a change: one statement, no transaction.
    const fresh = await recordObservation(ctx, null, row, "recordsCheckedAt", startedAt, data);
    return fresh ? row.state : (await getConnectionRow(ctx, row.id)).state;
  }
  return inTransaction(ctx, async (tx) => {
    // Of two overlapping checks that saw the same change, one reports it.
    if (silence.event !== null && (await isReportedNow(ctx, tx, row.id)) !== isReported) return row.state;
    const fresh = await recordObservation(ctx, tx, row, "recordsCheckedAt", startedAt, data);
    if (!fresh) return (await getConnectionRow(ctx, row.id, tx)).state;
    if (silence.event !== null) {
      const since = (silence.after.unreachableSince ?? row.unreachableSince)?.toISOString() ?? null;
      await recordEvents(ctx, tx, row.id, [silence.event], { hostname: row.hostname, since, ...evidence });
    }
    if (newProblem !== null || silence.event !== null) await enqueueSnapshot(ctx, tx, row.id, newProblem ?? "absent");
    if (signal === null) return row.state;
    const { name, ...reason } = signal;
    const moved = await transition(ctx, tx, row.id, name, { ...reason, evidence });
    if (moved.moved && moved.state === "drifted") await requestRepair(ctx, tx, row);
    return moved.state;
  });
}

function isStored(row: ConnectionRow, data: ObservationData): boolean {
  return Object.entries(data).every(([column, value]) =>
    isDeepStrictEqual(row[column as keyof ObservationData], value),
  );
}

/** Holds the row until the end of the transaction. */
async function isReportedNow(ctx: Context, tx: Tx, id: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ reported: boolean }[]>`
    SELECT unreachable_since IS NOT NULL AS reported FROM connections
    WHERE id = ${id}::uuid AND tenant_id = ${ctx.tenantId}::uuid FOR UPDATE`;
  return row?.reported ?? false;
}

function nextCheckAt(
  row: ConnectionRow,
  state: ConnectionState,
  { mismatches, isSilent }: { mismatches: number; isSilent: boolean },
  ctx: Context,
): Date | null {
  if (!needsJob(state, "check-records")) return null;
  const now = ctx.now().getTime();
  const { recheckIntervalMs, unreachableAfterMs } = ctx.policy;
  if (isServed(state)) {
    const isSteady = state === "live" && mismatches === 0;
    // Twice within the time after which silence is reported, and no oftener than a drift is confirmed.
    const steadyMs = isSilent ? Math.min(recheckIntervalMs, unreachableAfterMs / 2) : recheckIntervalMs;
    const confirmationMs = driftConfirmationDelayMs(recheckIntervalMs);
    return new Date(now + (isSteady ? Math.max(confirmationMs, steadyMs) : confirmationMs));
  }
  if (states[state].phase === "attention") return new Date(now + slowestCheckMs);
  const since = Math.max(row.watchedSince.getTime(), row.stateChangedAt.getTime());
  return new Date(now + checkDelayMs(now - since));
}
