import { type ConnectionState, states } from "@/lib/connections/machine";
import type { Signal } from "@/lib/connections/signals";
import { renewalWindow, type Validity } from "@/lib/edge/guardian/policy";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A connection whose control is not proven within this time since its creation has failed. */
export const proofWindowMs = 30 * day;

/** What a credential has written is seen at the nameservers within this time, or something is wrong. */
export const writeVisibleMs = 1 * hour;

/** A signal that a check or the time gives, and the reason where the next state has one. */
export type StateSignal = { name: Signal; errorCode?: string };

/** `window_elapsed` once the state has lasted longer than its `window`. */
export function elapsedWindow(row: { state: ConnectionState; stateChangedAt: Date }, now: Date): StateSignal | null {
  const { window } = states[row.state];
  if (window === undefined || now.getTime() - row.stateChangedAt.getTime() < window.ms) return null;
  return { name: "window_elapsed", errorCode: window.errorCode };
}

/** Why a connection is stalled whose server did not confirm its hostname. */
export const originNotConfirmed = "origin_not_confirmed";

/** The records were right: handshakes go on, and the connection is live as soon as one shows what was missing. */
export function isEdgeReason(errorCode: string | null): boolean {
  return errorCode === "certificate_not_issued" || errorCode === originNotConfirmed;
}

/** The connection has failed because another account has the hostname: it was first, or proved control afresh. */
export function hasLostHostname(errorCode: string | null): boolean {
  return errorCode === "HostnameConflict" || errorCode === "hostname_moved";
}

/** The proof is right, and another account holds the hostname. */
export function isContestReason(errorCode: string | null): boolean {
  return errorCode === "contested" || errorCode === "contest_blocked";
}

/**
 * How often a connection that waits for DNS is checked, by the time since a person last asked for a check:
 * every 2 s while somebody is likely to be watching, then backing off to hourly.
 */
const checkCadence = [
  { untilMs: 2 * minute, everyMs: 2 * second },
  { untilMs: 10 * minute, everyMs: 10 * second },
  { untilMs: 1 * hour, everyMs: 1 * minute },
  { untilMs: 6 * hour, everyMs: 5 * minute },
  { untilMs: 24 * hour, everyMs: 15 * minute },
] as const;

export const slowestCheckMs = 1 * hour;

/** When a connection that waits for a limit of the plan is checked again: hourly, and as soon as a new day (UTC) begins. */
export function limitCheckAt(now: Date): Date {
  return new Date(Math.min(now.getTime() + slowestCheckMs, nextDayAt(now).getTime()));
}

/** When the day (UTC) ends, and with it the limits of a day. */
export function nextDayAt(now: Date): Date {
  return new Date((Math.floor(now.getTime() / day) + 1) * day);
}

/** Milliseconds until the next check, for a connection that has waited for `elapsedMs`. */
export function checkDelayMs(elapsedMs: number): number {
  // A clock that was set back makes the time negative: somebody may be watching.
  return checkCadence.find((step) => elapsedMs < step.untilMs)?.everyMs ?? slowestCheckMs;
}

/**
 * Delays after a handshake that the edge refused. Each one made it ask the CA, and CAs count failures
 * (Let's Encrypt: 5 per hour and name), so these five attempts fill the hour of `issuing_cert`.
 */
const refusedProbeDelaysMs = [5 * second, 1 * minute, 5 * minute, 15 * minute, 30 * minute] as const;

/** Milliseconds until the next handshake after `refusals` consecutive refused ones (at least 1). */
export function refusedProbeDelayMs(refusals: number): number {
  return refusedProbeDelaysMs[refusals - 1] ?? slowestCheckMs;
}

/** So many consecutive mismatches, over at least the time in which they are due, confirm a drift, or a failing certificate. */
export const driftConfirmations = 3;

/** A live domain that does not match is checked again after this time: one minute at the default interval. */
export function driftConfirmationDelayMs(recheckIntervalMs: number): number {
  return Math.max(second, Math.round(recheckIntervalMs / 10));
}

/** @param sinceMs time since the first of the consecutive mismatches */
export function isDriftConfirmed(mismatches: number, sinceMs: number, recheckIntervalMs: number): boolean {
  const windowMs = (driftConfirmations - 1) * driftConfirmationDelayMs(recheckIntervalMs);
  return mismatches >= driftConfirmations && sinceMs >= windowMs;
}

const routineHandshakeMs = 12 * hour;

/**
 * When a live hostname needs its next handshake. On-demand certificates renew only on a visit: so one handshake before the
 * renewal window, and from its start one per `recheckIntervalMs` until another certificate is seen.
 */
export function nextHandshakeAt(certificate: Validity, checkedAt: Date, recheckIntervalMs: number): Date {
  const lifetimeMs = certificate.notAfter.getTime() - certificate.notBefore.getTime();
  const windowStart = renewalWindow(certificate).from.getTime();
  const checked = checkedAt.getTime();
  if (checked >= windowStart) return new Date(checked + recheckIntervalMs);
  const routine = checked + Math.min(routineHandshakeMs, lifetimeMs / 6);
  return new Date(Math.min(routine, Math.max(windowStart, checked + second)));
}

/** `mistake`: something wrong was seen. `overdue`: absent for too long. `waiting`: absent, or in progress. `note`: blocks nothing. */
export const urgencies = ["mistake", "overdue", "waiting", "note"] as const;

export type Urgency = (typeof urgencies)[number];

/** Absent for longer than this, a record is no longer just waited for. */
export const overdueMs = 1 * hour;

/** What was waited for is overdue after a while; nothing else about a finding changes with time. */
export function urgencyAt(found: Exclude<Urgency, "overdue">, waitingSince: Date, now: Date): Urgency {
  return found === "waiting" && now.getTime() - waitingSince.getTime() >= overdueMs ? "overdue" : found;
}

/** Since when people could have acted. Where a state is left for attention, or control is not proven, that is the beginning. */
export function waitingSince(row: { state: ConnectionState; stateChangedAt: Date; createdAt: Date }): Date {
  const isFresh = states[row.state].phase !== "attention" && !states[row.state].jobs.includes("check-ownership");
  return isFresh ? row.stateChangedAt : row.createdAt;
}

/** Of a connection: your own data, as keys with values. */
export const maxMetadataKeys = 20;
export const maxMetadataKey = 40;
export const maxMetadataValue = 500;

/** What a list can be sorted by. */
export const connectionSorts = ["created_at", "hostname", "state_changed_at"] as const;
export type ConnectionSort = (typeof connectionSorts)[number];
