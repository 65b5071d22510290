import { isDeepStrictEqual } from "node:util";
import { overloadRetryMs } from "@/lib/connections/check-now";
import { type ConnectionRow, getConnectionRow } from "@/lib/connections/connection-row";
import { enqueueSnapshot } from "@/lib/connections/enqueue-snapshot";
import { type ConnectionState, needsJob, states } from "@/lib/connections/machine";
import {
  checkDelayMs,
  elapsedWindow,
  limitCheckAt,
  proofWindowMs,
  type StateSignal,
  slowestCheckMs,
  writeVisibleMs,
} from "@/lib/connections/policy";
import { readOwnershipObservation, recordObservation, serverEvidence } from "@/lib/connections/record-observation";
import { endContestOf, lockContest, settleContest } from "@/lib/connections/settle-contest";
import { transition } from "@/lib/connections/transition";
import { inTransaction } from "@/lib/db/transaction";
import { observeTxt } from "@/lib/dns/observe-records";
import { detectProvider } from "@/lib/dns/providers/detect-provider";
import { isOverload, type TxtObservation } from "@/lib/dns/records";
import { challenge } from "@/lib/dns/records/challenge";
import type { Refusal } from "@/lib/kernel/errors";
import type { Context } from "@/lib/platform/ports/context";

export type OwnershipCheck = {
  /** null: the connection does not wait for proof, and no server was asked. An overload is not stored, and decides nothing. */
  observation: TxtObservation | null;
  state: ConnectionState;
  /** Why control is not granted although the record is right: a limit of the plan; null otherwise. */
  refusal: Refusal | null;
  /** When the job is due again; null when the state no longer needs it. */
  runAgainAt: Date | null;
};

/**
 * Looks for the challenge at the zone's authoritative servers, and moves the connection to where the evidence puts it.
 * Read, observe, write: nothing outside is called in a transaction, and a lost race changes nothing.
 * @param requestedByPerson a stalled connection then waits one more window, even where nothing has changed
 * @throws Refusal not_found
 */
export async function checkOwnership(
  ctx: Context,
  input: { connectionId: string; requestedByPerson?: boolean },
): Promise<OwnershipCheck> {
  const row = await getConnectionRow(ctx, input.connectionId);
  if (!awaitsProof(row)) {
    await endContestOf(ctx, row);
    return { observation: null, state: row.state, refusal: null, runAgainAt: null };
  }

  const startedAt = ctx.now();
  const observation = await observeTxt(ctx.resolver, challenge.name(row.hostname), row.challengeValue);
  ctx.memory.checks.count("ownership", isOverload(observation) ? "overload" : observation.kind, row.id);
  if (isOverload(observation)) {
    return {
      observation,
      state: row.state,
      refusal: null,
      runAgainAt: new Date(ctx.now().getTime() + overloadRetryMs),
    };
  }
  const signal = ownershipSignal(row, observation, ctx.now(), input.requestedByPerson ?? false);
  const { state, refusal, until } = await inTransaction(ctx, async (tx) => {
    const contest = await lockContest(tx, row, observation.kind === "match");
    const fresh = await recordObservation(ctx, tx, row, "ownershipCheckedAt", startedAt, {
      ...(observation.kind === "unreachable" ? {} : { ownership: observation.kind === "match" ? "ok" : "pending" }),
      ownershipObservation: storedOwnership(observation),
      ...observedProvider(row, observation),
    });
    if (!fresh) return { state: (await getConnectionRow(ctx, row.id, tx)).state, refusal: null, until: null };
    if (hasNewProblem(row, observation)) {
      await enqueueSnapshot(ctx, tx, row.id, observation.kind === "seen" ? "wrong" : "absent");
    }
    const evidence = ownershipEvidence(observation, row.challengeValue);
    if (contest !== null) {
      const settled = await settleContest(ctx, tx, row, contest, { observation, observedAt: startedAt, evidence });
      if (settled !== null) return settled;
    }
    if (signal === null) return { state: row.state, refusal: null, until: null };
    const { name, ...reason } = signal;
    const moved = await transition(ctx, tx, row.id, name, { ...reason, evidence });
    return { state: moved.state, refusal: moved.refusal ?? null, until: null };
  });
  return { observation, state, refusal, runAgainAt: nextCheckAt(row, state, { refusal, until }, ctx.now()) };
}

/** While a credential is still writing, nothing is there to be seen, and a query would have its absence cached. */
function awaitsProof(row: ConnectionRow): boolean {
  const isWritten = row.state !== "dns_writing" || row.writing?.status === "written";
  return needsJob(row.state, "check-ownership") && row.claim === null && isWritten;
}

/** What an observation means for a connection that waits for proof; null: nothing new. */
function ownershipSignal(
  row: Pick<ConnectionRow, "state" | "stateChangedAt" | "createdAt" | "errorCode" | "writing">,
  observation: Pick<TxtObservation, "kind">,
  now: Date,
  requestedByPerson: boolean,
): StateSignal | null {
  const { on } = states[row.state];
  if (row.state === "dns_writing") {
    if (observation.kind === "match") return { name: "records_written" };
    const writtenAt = row.writing?.writtenAt ?? now;
    const isLate = now.getTime() - writtenAt.getTime() >= writeVisibleMs;
    return isLate ? { name: "write_refused", errorCode: "write_not_visible" } : null;
  }
  if (observation.kind === "match") return { name: "ownership_proven" };
  if (now.getTime() - row.createdAt.getTime() >= proofWindowMs) {
    return { name: "proof_expired", errorCode: "ownership_not_proven" };
  }
  if (observation.kind === "seen" && on.txt_seen) return { name: "txt_seen" };
  // It was right, and waited for a contest: now it waits for the record again.
  if (observation.kind === "seen" && row.errorCode !== null && row.state === "verifying")
    return { name: "proof_waits" };
  if (observation.kind === "missing" && on.txt_gone) return { name: "txt_gone" };
  if (requestedByPerson && on.reopened_unproven) return { name: "reopened_unproven" };
  return elapsedWindow(row, now);
}

/** Whether something is wrong that the last check did not see. */
function hasNewProblem(row: ConnectionRow, observation: TxtObservation): boolean {
  if (observation.kind === "match") return false;
  const before = readOwnershipObservation(row.ownershipObservation);
  const values = observation.kind === "seen" ? observation.values : [];
  return before?.kind !== observation.kind || !isDeepStrictEqual([...before.values].sort(), [...values].sort());
}

/** @param until when a contest ends, for which it is checked again */
function nextCheckAt(
  row: ConnectionRow,
  state: ConnectionState,
  { refusal, until }: { refusal: Refusal | null; until: Date | null },
  now: Date,
): Date | null {
  if (!needsJob(state, "check-ownership")) return null;
  if (refusal !== null) return limitCheckAt(now);
  if (states[state].phase === "attention") return new Date(now.getTime() + slowestCheckMs);
  const since = Math.max(row.watchedSince.getTime(), row.writing?.writtenAt?.getTime() ?? 0);
  const delayMs = checkDelayMs(now.getTime() - since);
  const untilMs = until === null ? 0 : until.getTime() - now.getTime();
  return new Date(now.getTime() + (untilMs > 0 ? Math.min(delayMs, untilMs) : delayMs));
}

function storedOwnership(observation: TxtObservation) {
  return {
    kind: observation.kind,
    ...(observation.kind === "seen"
      ? { values: observation.values, agreeing: observation.agreeing, disagreeing: observation.disagreeing }
      : {}),
    servers: serverEvidence(observation.servers),
  };
}

/** Empty where the stored one is right, and where no nameserver was found: that says nothing about the provider. */
function observedProvider(row: ConnectionRow, { servers }: TxtObservation): { provider?: string | null } {
  // Where the challenge name is an alias, the other servers are another zone's.
  const nameservers = servers.filter((answer) => answer.name === challenge.name(row.hostname));
  if (nameservers.length === 0) return {};
  const provider = detectProvider(nameservers.map((answer) => answer.server))?.key ?? null;
  return provider === row.provider ? {} : { provider };
}

/** For the timeline: without the challenge itself. */
function ownershipEvidence(observation: TxtObservation, challengeValue: string) {
  if (observation.kind !== "seen") return { kind: observation.kind };
  return {
    kind: observation.kind,
    otherValues: observation.values.filter((value) => value !== challengeValue),
    agreeing: observation.agreeing,
    disagreeing: observation.disagreeing,
  };
}
