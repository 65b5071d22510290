import { isDeepStrictEqual } from "node:util";
import { type ConnectionRow, getConnectionRow } from "@/lib/connections/connection-row";
import type { ConnectionState, Signal } from "@/lib/connections/machine";
import { checkDelayMs, proofWindowMs, slowestCheckMs, snapshotDelayMs, stateWindowMs } from "@/lib/connections/policy";
import { readOwnershipObservation, recordObservation, serverEvidence } from "@/lib/connections/record-observation";
import { transition } from "@/lib/connections/transition";
import { inTransaction } from "@/lib/db/transaction";
import { observeTxt } from "@/lib/dns/observe-records";
import { detectProvider } from "@/lib/dns/providers/detect-provider";
import type { TxtObservation } from "@/lib/dns/records";
import { challengeName } from "@/lib/dns/records/desired-records";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import type { Context } from "@/lib/platform/ports/context";

export type OwnershipCheck = {
  /** null: the connection is past this, and nobody was asked. */
  observation: TxtObservation | null;
  state: ConnectionState;
  /** When the job is due again; null when this state no longer wants it. */
  runAgainAt: Date | null;
};

/**
 * Looks for the challenge at the zone's authoritative servers, and moves the connection to where the evidence puts it.
 * Read, observe, write: nothing outside is called in a transaction, and a lost race changes nothing.
 * @param requestedByPerson a stalled connection then waits once more, even where nothing has changed
 * @throws Refusal not_found
 */
export async function checkOwnership(
  ctx: Context,
  input: { connectionId: string; requestedByPerson?: boolean },
): Promise<OwnershipCheck> {
  const row = await getConnectionRow(ctx, input.connectionId);
  if (!awaitsProof(row)) return { observation: null, state: row.state, runAgainAt: null };

  const startedAt = ctx.now();
  const observation = await observeTxt(ctx.resolver, challengeName(row.hostname), row.challengeValue);
  const signal = ownershipSignal(row, observation, ctx.now(), input.requestedByPerson ?? false);
  const state = await inTransaction(ctx, async (tx) => {
    const fresh = await recordObservation(ctx, tx, row, "ownershipCheckedAt", startedAt, {
      ...(observation.kind === "unreachable" ? {} : { ownership: observation.kind === "match" ? "ok" : "pending" }),
      ownershipObservation: storedOwnership(observation),
      ...observedProvider(row, observation),
    });
    if (!fresh) return (await getConnectionRow(ctx, row.id, tx)).state;
    if (isNews(row, observation)) {
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
      evidence: ownershipEvidence(observation, row.challengeValue),
    });
    return moved.state;
  });
  return { observation, state, runAgainAt: nextCheckAt(row, state, ctx.now()) };
}

function awaitsProof(row: ConnectionRow): boolean {
  return row.state === "pending_ownership" || row.state === "verifying" || (row.state === "stalled" && !row.claim);
}

/** What an observation says about a connection that waits for proof; null: nothing new. */
export function ownershipSignal(
  row: Pick<ConnectionRow, "state" | "stateChangedAt" | "createdAt">,
  observation: Pick<TxtObservation, "kind">,
  now: Date,
  requestedByPerson: boolean,
): { name: Signal; errorCode?: string } | null {
  if (observation.kind === "match") return { name: "ownership_proven" };
  if (now.getTime() - row.createdAt.getTime() >= proofWindowMs) {
    return { name: "proof_expired", errorCode: "ownership_not_proven" };
  }
  if (observation.kind === "seen" && row.state !== "verifying") return { name: "txt_seen" };
  if (observation.kind === "missing" && row.state === "verifying") return { name: "txt_gone" };
  if (row.state === "stalled") return requestedByPerson ? { name: "reopened_unproven" } : null;
  const windowMs = stateWindowMs[row.state];
  if (windowMs !== undefined && now.getTime() - row.stateChangedAt.getTime() >= windowMs) {
    return { name: "window_elapsed", errorCode: "ownership_not_found" };
  }
  return null;
}

/** Something is wrong, and it is not what was wrong before. */
function isNews(row: ConnectionRow, observation: TxtObservation): boolean {
  if (observation.kind === "match") return false;
  const before = readOwnershipObservation(row.ownershipObservation);
  const values = observation.kind === "seen" ? observation.values : [];
  return before?.kind !== observation.kind || !isDeepStrictEqual([...before.values].sort(), [...values].sort());
}

function nextCheckAt(row: ConnectionRow, state: ConnectionState, now: Date): Date | null {
  if (state === "stalled") return new Date(now.getTime() + slowestCheckMs);
  if (state !== "pending_ownership" && state !== "verifying") return null;
  return new Date(now.getTime() + checkDelayMs(now.getTime() - row.watchedSince.getTime()));
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

/** Empty where it is the one that is stored, and where no nameserver was found: that says nothing about the provider. */
function observedProvider(row: ConnectionRow, { servers }: TxtObservation): { provider?: string | null } {
  // Behind an alias of the challenge the servers are another zone's.
  const nameservers = servers.filter((answer) => answer.name === challengeName(row.hostname));
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
