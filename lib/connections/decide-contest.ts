import { type ConnectionState, isActiveHolder } from "@/lib/connections/machine";
import type { TxtObservation } from "@/lib/dns/records";

/**
 * Whose proof the nameservers publish. `alone`: the challenger's on all of them, and no other connection's on any. `held`:
 * the holder's on some. `ambiguous`: another challenger's on some. `gone`: one answered without the challenger's.
 * `unclear`: a server was silent, which proves nothing.
 */
export type Proofs = "alone" | "held" | "ambiguous" | "gone" | "unclear";

/** Every text that a server published at the challenge name, or behind an alias there. */
export function textsOf({ servers }: Pick<TxtObservation, "servers">): string[] {
  const records = servers.flatMap((answer) => answer.records.filter(({ type }) => type === "TXT"));
  return [...new Set(records.map(({ value }) => value))];
}

/** @param owners the other connections of the hostname, not over, whose values are among `textsOf` */
export function classifyProofs(
  observation: TxtObservation,
  owners: ReadonlySet<string>,
  holderId: string | null,
): Proofs {
  if (holderId !== null && owners.has(holderId)) return "held";
  if (owners.size > 0) return "ambiguous";
  if (observation.kind === "missing") return "gone";
  if (observation.kind === "seen" && observation.disagreeing.length > 0) return "gone";
  const isComplete = observation.servers.length > 0 && observation.servers.every(({ kind }) => kind !== "unreachable");
  return observation.kind === "match" && isComplete ? "alone" : "unclear";
}

export type RunningContest = { holderConnectionId: string; startedAt: Date; movesAt: Date };

export const endReasons = [
  "moved",
  "old_record",
  "other_record",
  "proof_gone",
  "holder_ended",
  "challenger_ended",
] as const;

export type EndReason = (typeof endReasons)[number];

export type ContestDecision = {
  /** Ends the one that runs. */
  end: Exclude<EndReason, "moved"> | null;
  /** Begins one, or its grace time anew, and when the hostname then moves. */
  beginUntil: Date | null;
  move: boolean;
  /** What the challenger does next: wait, go on as without a contest, or fail, because the other account was first. */
  next: "contested" | "contest_blocked" | "ordinary" | "lost";
};

/** A contest that began this much later than now was begun by a clock that was ahead. */
const clockSkewMs = 60_000;

/**
 * What an observation means for a hostname that another account holds, or held when the contest began. Pure.
 * @param observedAt when the observation started: what was seen before the end of the grace time does not move anything
 */
export function decideContest(input: {
  proofs: Proofs;
  kind: TxtObservation["kind"];
  holder: { connectionId: string; state: ConnectionState } | null;
  running: RunningContest | null;
  /** Created while the hostname was held: an incomplete proof waits. */
  isContest: boolean;
  observedAt: Date;
  graceMs: number;
}): ContestDecision {
  const { proofs, kind, holder, isContest, observedAt, graceMs } = input;
  const isSame = holder !== null && input.running?.holderConnectionId === holder.connectionId;
  const running = isSame ? input.running : null;
  const end = input.running !== null && !isSame ? ("holder_ended" as const) : null;
  const nothing = { end, beginUntil: null, move: false };
  if (holder === null) return { ...nothing, next: "ordinary" };
  const isActive = isActiveHolder(holder.state);
  const waits = kind === "match" ? "contest_blocked" : "ordinary";
  switch (proofs) {
    case "alone": {
      const until = new Date(observedAt.getTime() + (isActive ? graceMs : 0));
      const isAhead = running !== null && running.startedAt.getTime() > observedAt.getTime() + clockSkewMs;
      const begins = running === null || isAhead;
      const movesAt = begins ? until : running.movesAt;
      const move = !isActive || movesAt <= observedAt;
      return { end, beginUntil: begins ? until : null, move, next: "contested" };
    }
    case "held":
      if (running !== null) return { ...nothing, end: "old_record", next: waits };
      return { ...nothing, next: kind === "match" && isActive && !isContest ? "lost" : waits };
    case "ambiguous":
      return { ...nothing, end: running === null ? end : "other_record", next: waits };
    case "gone":
      return { ...nothing, end: running === null ? end : "proof_gone", next: "ordinary" };
    case "unclear":
      return { ...nothing, next: running !== null ? "contested" : waits };
  }
}
