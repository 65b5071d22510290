/** What can happen to a connection: what a check observed, what time did, or what a caller asked for. */
export const signals = [
  /** The row exists, and its challenge can be handed out. */
  "challenge_issued",
  /** A delegated credential covers the zone, and writing has started. */
  "writing_started",
  /** The records and the challenge were written, and the challenge is seen at the nameservers. */
  "records_written",
  /** The provider refused them, or they were written and nobody sees them. */
  "write_refused",
  /** Something is published at the challenge name, but not (everywhere) the expected value. */
  "txt_seen",
  /** Nothing is published at the challenge name any more. */
  "txt_gone",
  /** The proof is right, and cannot take the hostname yet, or no longer is: the error code says why. */
  "proof_waits",
  "ownership_proven",
  "records_match",
  "records_differ",
  /** The edge answered with a certificate that is valid for the name. */
  "certificate_seen",
  "drift_confirmed",
  /** The state's `window` is over. */
  "window_elapsed",
  /** A person asked for a check of a stalled connection, and nothing had changed: wait one more window. */
  "reopened_unproven",
  "reopened_proven",
  /** 30 days without proof. */
  "proof_expired",
  /** Control was proven, but another connection holds the hostname. */
  "claim_lost",
  /** Another account proved control afresh: the hostname is that connection's now. */
  "claim_moved",
  "archive_requested",
] as const;

export type Signal = (typeof signals)[number];
