/**
 * The state machine: pure data. An undefined cell is a no-op for what the world says and a 409 for what a caller asks.
 * `transition.ts` is its only user that writes.
 */
export const connectionStates = [
  "created",
  "pending_ownership",
  "verifying",
  "verified",
  "dns_writing",
  "propagating",
  "stalled",
  "issuing_cert",
  "live",
  "drifted",
  "failed",
  "archived",
] as const;

export type ConnectionState = (typeof connectionStates)[number];

export const signals = [
  /** The row exists and the challenge is ours to hand out. */
  "challenge_issued",
  /** A delegated credential covers the zone, and writing has begun. */
  "writing_started",
  "records_written",
  "write_refused",
  /** Something is published at the challenge name, but not (everywhere) the value that was asked for. */
  "txt_seen",
  /** Nothing is published at the challenge name any more. */
  "txt_gone",
  "ownership_proven",
  "records_match",
  "records_differ",
  /** The edge answered with a certificate that is valid for the name. */
  "certificate_seen",
  "drift_confirmed",
  /** The state's time is over. */
  "window_elapsed",
  /** A person asked for a check of a stalled connection, and nothing had changed: wait once more. */
  "reopened_unproven",
  "reopened_proven",
  /** 30 days without proof. */
  "proof_expired",
  /** Control was proven, but another connection holds the name. */
  "claim_lost",
  "archive_requested",
] as const;

export type Signal = (typeof signals)[number];

export const transitions = {
  created: {
    challenge_issued: "pending_ownership",
    writing_started: "dns_writing",
    archive_requested: "archived",
  },
  pending_ownership: {
    txt_seen: "verifying",
    ownership_proven: "verified",
    window_elapsed: "stalled",
    proof_expired: "failed",
    claim_lost: "failed",
    archive_requested: "archived",
  },
  verifying: {
    txt_gone: "pending_ownership",
    ownership_proven: "verified",
    proof_expired: "failed",
    claim_lost: "failed",
    archive_requested: "archived",
  },
  verified: {
    records_match: "issuing_cert",
    records_differ: "propagating",
    archive_requested: "archived",
  },
  dns_writing: {
    records_written: "propagating",
    write_refused: "stalled",
    claim_lost: "failed",
    archive_requested: "archived",
  },
  propagating: {
    records_match: "issuing_cert",
    window_elapsed: "stalled",
    archive_requested: "archived",
  },
  issuing_cert: {
    certificate_seen: "live",
    records_differ: "propagating",
    window_elapsed: "stalled",
    archive_requested: "archived",
  },
  live: {
    drift_confirmed: "drifted",
    archive_requested: "archived",
  },
  drifted: {
    records_match: "live",
    archive_requested: "archived",
  },
  stalled: {
    txt_seen: "verifying",
    ownership_proven: "verified",
    records_match: "issuing_cert",
    certificate_seen: "live",
    reopened_unproven: "pending_ownership",
    reopened_proven: "propagating",
    proof_expired: "failed",
    claim_lost: "failed",
    archive_requested: "archived",
  },
  failed: {
    archive_requested: "archived",
  },
  archived: {},
} as const satisfies Record<ConnectionState, Partial<Record<Signal, ConnectionState>>>;

/**
 * A stalled connection is two things in one: without a claim it waits for proof, with one for records or a
 * certificate. What speaks of the other half means nothing to it.
 */
const stalledNeedsClaim: Partial<Record<Signal, boolean>> = {
  txt_seen: false,
  ownership_proven: false,
  reopened_unproven: false,
  proof_expired: false,
  claim_lost: false,
  records_match: true,
  certificate_seen: true,
  reopened_proven: true,
};

/** Where `signal` leads from `state`, or null where it means nothing. `claimed`: the connection holds its hostname. */
export function nextState(state: ConnectionState, signal: Signal, claimed: boolean): ConnectionState | null {
  if (state === "stalled" && stalledNeedsClaim[signal] === !claimed) return null;
  const row: Partial<Record<Signal, ConnectionState>> = transitions[state];
  return row[signal] ?? null;
}

/** Signals that prove control: they make the claim. */
export function provesControl(signal: Signal): boolean {
  return signal === "ownership_proven" || signal === "records_written";
}

/** States that let go of the claim. */
export function releasesClaim(state: ConnectionState): boolean {
  return state === "failed" || state === "archived";
}
