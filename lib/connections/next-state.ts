import { type ConnectionState, states } from "@/lib/connections/machine";
import type { Signal } from "@/lib/connections/signals";

/** Where `signal` leads from `state`, or null where it means nothing. `claimed`: the connection holds its hostname. */
export function nextState(state: ConnectionState, signal: Signal, claimed: boolean): ConnectionState | null {
  if (state === "stalled" && stalledNeedsClaim[signal] === !claimed) return null;
  return states[state].on[signal] ?? null;
}

/** A stalled connection waits for proof, or, once it holds the claim, for records or a certificate: never for both. */
const stalledNeedsClaim: Partial<Record<Signal, boolean>> = {
  txt_seen: false,
  proof_waits: false,
  ownership_proven: false,
  reopened_unproven: false,
  writing_started: false,
  proof_expired: false,
  claim_lost: false,
  records_match: true,
  certificate_seen: true,
  reopened_proven: true,
};

/** Signals that prove control: they take the claim. */
export function provesControl(signal: Signal): boolean {
  return signal === "ownership_proven" || signal === "records_written";
}
