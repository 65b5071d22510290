import type { Signal } from "@/lib/connections/signals";
import type { EventType } from "@/lib/platform/events/catalog";
import type { ConnectionJobName } from "@/lib/platform/jobs/catalog";

/** In the order of the API and of the database's enum. */
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

export type StateFacts = {
  /** `attention`: a person has to act. `underway`: the next step comes from a check, or from the customer. */
  phase: "underway" | "live" | "attention" | "archived";
  /** Visitors reach the hostname through the edge, or did until the records changed. */
  served?: true;
  /** Nothing is checked any more, and the hostname's claim is released. */
  over?: true;
  /** Filters offer it even while no connection is in it. */
  common?: true;
  /** Checks that the state needs. Each repeats itself for as long as its connection is in such a state. */
  jobs: readonly ConnectionJobName[];
  /** Published when a connection enters the state; `eventsOfTransition` adds what depends on where it came from. */
  events: readonly EventType[];
  /** How long the state may last before the connection is stalled, and the reason it then gives. */
  window?: { ms: number; errorCode: string };
  /** How often an open page runs the diagnosis again; without it there is nothing to explain. */
  diagnoseEveryMs?: number;
  /** Where each signal leads. A missing one does nothing when observed, and is a 409 when a caller asks for it. */
  on: Partial<Record<Signal, ConnectionState>>;
};

const second = 1_000;
const hour = 3_600 * second;
const archivable = { archive_requested: "archived" } as const;
/** In a state that holds the hostname: another account proved control afresh. */
const movable = { ...archivable, claim_moved: "failed" } as const;
const refutable = { ...archivable, proof_expired: "failed", claim_lost: "failed" } as const;

/**
 * Everything that differs by state, but for its words and colours (`components/connection-facts/connection-state.tsx`).
 * In the order of the way to `live`, then of urgency.
 */
export const states: Readonly<Record<ConnectionState, StateFacts>> = {
  created: {
    phase: "underway",
    jobs: [],
    events: ["connection.created"],
    on: { ...archivable, challenge_issued: "pending_ownership", writing_started: "dns_writing" },
  },
  pending_ownership: {
    phase: "underway",
    common: true,
    jobs: ["check-ownership"],
    events: ["connection.pending_ownership"],
    window: { ms: 72 * hour, errorCode: "ownership_not_found" },
    diagnoseEveryMs: 20 * second,
    on: {
      ...refutable,
      txt_seen: "verifying",
      proof_waits: "verifying",
      ownership_proven: "verified",
      writing_started: "dns_writing",
      window_elapsed: "stalled",
    },
  },
  verifying: {
    phase: "underway",
    jobs: ["check-ownership"],
    events: ["connection.verifying"],
    diagnoseEveryMs: 15 * second,
    // `proof_waits` changes the reason alone.
    on: {
      ...refutable,
      txt_gone: "pending_ownership",
      proof_waits: "verifying",
      ownership_proven: "verified",
      writing_started: "dns_writing",
    },
  },
  verified: {
    phase: "underway",
    jobs: ["check-records"],
    events: ["domain.verified"],
    on: { ...movable, records_match: "issuing_cert", records_differ: "propagating" },
  },
  /** `write-zone` writes; once that is done, seeing the challenge at the nameservers is the proof. */
  dns_writing: {
    phase: "underway",
    jobs: ["check-ownership"],
    events: ["connection.writing"],
    diagnoseEveryMs: 15 * second,
    on: {
      ...archivable,
      records_written: "propagating",
      write_refused: "stalled",
      // The account has no such zone after all: by hand, then.
      challenge_issued: "pending_ownership",
      claim_lost: "failed",
    },
  },
  propagating: {
    phase: "underway",
    common: true,
    jobs: ["check-records"],
    events: ["connection.propagating"],
    window: { ms: 72 * hour, errorCode: "records_not_propagated" },
    diagnoseEveryMs: 15 * second,
    on: { ...movable, records_match: "issuing_cert", window_elapsed: "stalled" },
  },
  issuing_cert: {
    phase: "underway",
    jobs: ["probe-certificate", "check-records"],
    // Nobody reports that the records were added: seeing them is how we know.
    events: ["domain.added", "connection.issuing_cert"],
    window: { ms: 1 * hour, errorCode: "certificate_not_issued" },
    diagnoseEveryMs: 15 * second,
    on: { ...movable, certificate_seen: "live", records_differ: "propagating", window_elapsed: "stalled" },
  },
  live: {
    phase: "live",
    served: true,
    common: true,
    jobs: ["check-records", "probe-certificate"],
    events: ["ssl.issued", "domain.flow.completed"],
    on: { ...movable, drift_confirmed: "drifted" },
  },
  drifted: {
    phase: "attention",
    served: true,
    common: true,
    jobs: ["check-records", "take-snapshot"],
    events: ["domain.drift"],
    diagnoseEveryMs: 30 * second,
    on: { ...movable, records_match: "live" },
  },
  /** Without a claim it waits for proof, with one for records or a certificate: see `nextState`. */
  stalled: {
    phase: "attention",
    common: true,
    jobs: ["check-ownership", "check-records", "probe-certificate", "take-snapshot"],
    events: ["domain.stalled"],
    diagnoseEveryMs: 60 * second,
    on: {
      ...refutable,
      ...movable,
      txt_seen: "verifying",
      proof_waits: "verifying",
      ownership_proven: "verified",
      reopened_unproven: "pending_ownership",
      writing_started: "dns_writing",
      records_match: "issuing_cert",
      certificate_seen: "live",
      reopened_proven: "propagating",
    },
  },
  failed: { phase: "attention", over: true, jobs: [], events: ["domain.failed"], on: archivable },
  archived: { phase: "archived", over: true, jobs: [], events: ["domain.archived"], on: {} },
};

export function isOver(state: ConnectionState): boolean {
  return states[state].over === true;
}

/** Whether the holder of a hostname in this state keeps it while another account contests it: not where it leads nowhere. */
export function isActiveHolder(state: ConnectionState): boolean {
  return states[state].phase === "underway" || states[state].phase === "live";
}

export function isServed(state: ConnectionState): boolean {
  return states[state].served === true;
}

/** Those that count against the plan's domains. */
export const activeStates = connectionStates.filter((state) => !isOver(state));

/** Nothing is expected to change: it is live, or over. */
export function isSettled(state: ConnectionState): boolean {
  return states[state].phase === "live" || isOver(state);
}

export function needsJob(state: ConnectionState, job: ConnectionJobName): boolean {
  return states[state].jobs.includes(job);
}

/** In the order of the table: of those that need attention, the most urgent comes first. */
export function statesIn(phase: StateFacts["phase"]): ConnectionState[] {
  return (Object.keys(states) as ConnectionState[]).filter((state) => states[state].phase === phase);
}
