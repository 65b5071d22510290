import { countCertificates } from "@/lib/accounts/quotas/count-certificates";
import { awaitAdmission } from "@/lib/connections/await-admission";
import {
  type CertificateHealth,
  type CertificateSign,
  healthAfter,
  healthy,
} from "@/lib/connections/certificate-health";
import { confirmOrigin } from "@/lib/connections/confirm-origin";
import { type ConnectionRow, getConnectionRow } from "@/lib/connections/connection-row";
import { enqueueSnapshot } from "@/lib/connections/enqueue-snapshot";
import { findReachableProxy, justAdmittedMs } from "@/lib/connections/find-reachable-proxy";
import { type ConnectionState, needsJob, states } from "@/lib/connections/machine";
import {
  checkDelayMs,
  driftConfirmationDelayMs,
  elapsedWindow,
  isEdgeReason,
  nextHandshakeAt,
  originNotConfirmed,
  refusedProbeDelayMs,
  slowestCheckMs,
} from "@/lib/connections/policy";
import {
  type ObservationData,
  readCertificateObservation,
  readRecordsObservation,
  recordObservation,
  type StoredCertificateObservation,
} from "@/lib/connections/record-observation";
import { transition } from "@/lib/connections/transition";
import { inTransaction, type Tx } from "@/lib/db/transaction";
import { findOverdueEdges } from "@/lib/edge/control-plane/find-overdue-edges";
import { isRenewalOverdue } from "@/lib/edge/guardian/policy";
import type { CheckOutcomes } from "@/lib/kernel/check-tally";
import type { EventType } from "@/lib/platform/events/catalog";
import { recordEvents } from "@/lib/platform/events/record-event";
import type { Context } from "@/lib/platform/ports/context";
import type { ProbeResult } from "@/lib/platform/ports/edge";

export type CertificateProbe = { state: ConnectionState; runAgainAt: Date | null };

/**
 * Makes a real TLS handshake for the hostname through the edge. While a certificate is being issued, the handshake makes
 * Caddy order it, so that the first visitor never waits; for a live hostname it makes Caddy renew it.
 * @throws Refusal not_found
 */
export async function probeCertificate(ctx: Context, input: { connectionId: string }): Promise<CertificateProbe> {
  const row = await getConnectionRow(ctx, input.connectionId);
  if (!needsHandshake(row)) return { state: row.state, runAgainAt: null };
  const isLive = row.state === "live";
  const before = readCertificateObservation(row.certificate);
  const health = healthOf(row, before);
  const isOverdueElsewhere = isLive && (await findOverdueEdges(ctx, row.hostname)).length > 0;
  const dueAt = isLive && (health.failing || !isOverdueElsewhere) ? handshakeDueAt(row, health, ctx) : null;
  if (dueAt !== null && dueAt > ctx.now()) return { state: row.state, runAgainAt: dueAt };

  const waitUntil = await awaitAdmission(ctx, row);
  if (waitUntil !== null) return { state: row.state, runAgainAt: waitUntil };

  const startedAt = ctx.now();
  const probe = await ctx.tlsProber.probe(row.hostname);
  if (probe.kind === "refused" && isJustAdmitted(row.claim, startedAt)) {
    return { state: row.state, runAgainAt: new Date(ctx.now().getTime() + justAdmittedRetryMs) };
  }
  const valid = probe.kind === "certificate" && probe.code === null;
  ctx.memory.checks.count("handshake", outcomeOf(probe), row.id);
  const origin = valid && row.state !== "live" ? await confirmOrigin(ctx, row) : null;
  const isReached = !valid || row.state === "live" || (await isReachedByVisitors(ctx, row));
  const seen = { ...toStored(probe, before), ...(origin === null ? {} : { origin }) };
  const refusedProbes = probe.kind === "refused" ? row.refusedProbes + 1 : 0;
  const sign = isLive ? await signOf(ctx, row, probe, isOverdueElsewhere) : "unknown";
  const after = healthAfter(health, sign, startedAt, ctx.policy.recheckIntervalMs);
  const isHealthy = after.health.failures === 0 && !after.health.failing;
  const data: ObservationData = {
    certificate: isLive && !isHealthy ? { ...seen, health: after.health } : (seen as object),
    ...(valid ? { certificateFact: "ok" } : {}),
    ...(!valid && isLive && sign === "bad" && after.health.failing ? { certificateFact: "broken" } : {}),
    ...(!valid && !isLive ? { certificateFact: "pending" } : {}),
    refusedProbes,
  };
  const state = await inTransaction(ctx, async (tx) => {
    const fresh = await recordObservation(ctx, tx, row, "certificateCheckedAt", startedAt, data);
    if (!fresh) return (await getConnectionRow(ctx, row.id, tx)).state;
    if (isLive) {
      const renewed: EventType[] = valid && isRenewed(before, seen) ? ["ssl.renewed"] : [];
      const events = after.event === null ? renewed : [...renewed, after.event];
      await recordEvents(ctx, tx, row.id, events, { hostname: row.hostname, ...certificateEvidence(seen) });
      if (renewed.length > 0) await countCertificates(ctx, tx, row.application.environment, 1);
      return row.state;
    }
    if (refusedProbes === 1) await enqueueSnapshot(ctx, tx, row.id, "absent");
    return settleWaiting(ctx, tx, row, valid && isReached && origin?.confirmed !== false, seen);
  });
  const outcome = { valid, refusedProbes, seen, startedAt, health: after.health };
  return { state, runAgainAt: nextProbeAt(ctx, row, state, outcome) };
}

function outcomeOf({ kind, code }: ProbeResult): CheckOutcomes["handshake"] {
  if (kind !== "certificate") return kind;
  return code === null ? "valid" : "invalid";
}

function needsHandshake(row: ConnectionRow): boolean {
  if (row.state === "stalled") return row.claim !== null && isEdgeReason(row.errorCode);
  return needsJob(row.state, "probe-certificate");
}

/** What an edge refuses that does not know of the admission yet says nothing about the certificate. */
const justAdmittedRetryMs = 1_000;

/** A name that is served through a proxy is live once a visitor's request over HTTPS has arrived through it. */
async function isReachedByVisitors(ctx: Context, row: ConnectionRow): Promise<boolean> {
  const observed = readRecordsObservation(row.recordsObservation);
  const proxy = await findReachableProxy(ctx, row, observed, "required");
  return proxy === null || proxy.judgement === "arrives";
}

function isJustAdmitted(claim: ConnectionRow["claim"], now: Date): boolean {
  if (claim === null || claim.admittedAt === null || claim.queuedAt === null) return false;
  const sinceMs = now.getTime() - claim.admittedAt.getTime();
  return sinceMs >= 0 && sinceMs < justAdmittedMs;
}

/** In a row from before it was stored, `broken` says that ssl.failing was sent. */
function healthOf(
  { state, certificateFact }: Pick<ConnectionRow, "state" | "certificateFact">,
  { health }: StoredCertificateObservation,
): CertificateHealth {
  return health ?? { ...healthy, failing: state === "live" && certificateFact === "broken" };
}

function handshakeDueAt(row: ConnectionRow, health: CertificateHealth, ctx: Context): Date | null {
  const { certificate, probe } = readCertificateObservation(row.certificate);
  const checkedAt = row.certificateCheckedAt;
  if (health.failures > 0 || health.failing || (probe && probe.kind !== "certificate")) return null;
  // Checked in the future: by a clock that was ahead.
  if (!certificate || !checkedAt || checkedAt > ctx.now()) return null;
  return nextHandshakeAt(certificate, checkedAt, ctx.policy.recheckIntervalMs);
}

async function signOf(
  ctx: Context,
  row: ConnectionRow,
  probe: ProbeResult,
  isOverdueElsewhere: boolean,
): Promise<CertificateSign> {
  if (probe.kind === "unreachable") return "unknown";
  if (probe.kind === "refused") return (await wasAllowedToOrder(ctx, row.hostname)) ? "bad" : "unknown";
  // EDGE_CA_FILE, or our clock.
  if (probe.code === "roots_unavailable" || probe.code === "not_yet_valid") return "unknown";
  if (probe.code !== null || isRenewalOverdue(probe.certificate, ctx.now())) return "bad";
  return isOverdueElsewhere ? "overdue_elsewhere" : "good";
}

/** The edges report their asks every 10 s. */
const minAskFreshMs = 120_000;

/**
 * Whether an edge asked about the hostname lately and was allowed to order its certificate. Otherwise a refused handshake is
 * our own outage: the responder was down, without its set, or behind the changes.
 */
async function wasAllowedToOrder(ctx: Context, hostname: string): Promise<boolean> {
  const ask = await ctx.database.prisma.askDecision.findUnique({ where: { hostname } });
  const freshMs = Math.max(minAskFreshMs, 2 * driftConfirmationDelayMs(ctx.policy.recheckIntervalMs));
  return ask?.lastAllowed === true && ask.lastAskedAt.getTime() > ctx.now().getTime() - freshMs;
}

async function settleWaiting(
  ctx: Context,
  tx: Tx,
  row: ConnectionRow,
  isReady: boolean,
  seen: StoredCertificateObservation,
): Promise<ConnectionState> {
  const evidence = certificateEvidence(seen);
  if (isReady) return (await transition(ctx, tx, row.id, "certificate_seen", { evidence })).state;
  // The time in the queue for a first certificate does not count.
  const since = Math.max(
    row.stateChangedAt.getTime(),
    row.claim?.queuedAt ? (row.claim.admittedAt?.getTime() ?? 0) : 0,
  );
  const elapsed = elapsedWindow({ state: row.state, stateChangedAt: new Date(since) }, ctx.now());
  if (elapsed === null) return row.state;
  const { name, ...window } = elapsed;
  const reason = seen.origin?.confirmed === false ? { errorCode: originNotConfirmed } : window;
  return (await transition(ctx, tx, row.id, name, { ...reason, evidence })).state;
}

/** The last seen certificate stays stored while the edge is unreachable. */
function toStored(probe: ProbeResult, before: StoredCertificateObservation): StoredCertificateObservation {
  const { kind, code } = probe;
  const seen = { error: probe.reason?.slice(0, 512) ?? null, probe: { kind, code } };
  if (probe.kind !== "certificate") return { certificate: before.certificate, ...seen };
  const { issuer, serial, notBefore, notAfter } = probe.certificate;
  return { certificate: { issuer, serial, notBefore, notAfter }, ...seen };
}

function isRenewed(before: StoredCertificateObservation, seen: StoredCertificateObservation): boolean {
  return before.certificate !== null && before.certificate.serial !== seen.certificate?.serial;
}

function nextProbeAt(
  ctx: Context,
  row: ConnectionRow,
  state: ConnectionState,
  probe: {
    valid: boolean;
    refusedProbes: number;
    seen: StoredCertificateObservation;
    startedAt: Date;
    health: CertificateHealth;
  },
): Date | null {
  const now = ctx.now().getTime();
  const { certificate } = probe.seen;
  if (!needsJob(state, "probe-certificate")) return null;
  if (state === "live") {
    const { failures, failing } = probe.health;
    if (probe.valid && certificate && failures === 0) {
      return nextHandshakeAt(certificate, probe.startedAt, ctx.policy.recheckIntervalMs);
    }
    return new Date(now + liveProbeDelayMs(failures, failing, probe.refusedProbes, ctx.policy.recheckIntervalMs));
  }
  if (states[state].phase === "attention") return new Date(now + slowestCheckMs);
  if (probe.refusedProbes > 0) return new Date(now + refusedProbeDelayMs(probe.refusedProbes));
  const since = Math.max(row.watchedSince.getTime(), row.stateChangedAt.getTime());
  return new Date(now + checkDelayMs(now - since));
}

const maxQuickRefusals = 5;
const failingProbeMs = 15 * 60_000;

/**
 * Until the next handshake of a live hostname that did not show a good certificate: soon while that is being confirmed. CAs
 * limit failed validations (Let's Encrypt: five an hour for each name), and a refused handshake may have been one.
 */
function liveProbeDelayMs(
  failures: number,
  failing: boolean,
  refusedProbes: number,
  recheckIntervalMs: number,
): number {
  if (failing) return refusedProbes > 0 ? Math.max(recheckIntervalMs, failingProbeMs) : recheckIntervalMs;
  const isConfirming = failures > 0 || (refusedProbes > 0 && refusedProbes <= maxQuickRefusals);
  return isConfirming ? driftConfirmationDelayMs(recheckIntervalMs) : recheckIntervalMs;
}

function certificateEvidence(seen: StoredCertificateObservation) {
  return {
    ...(seen.certificate
      ? {
          issuer: seen.certificate.issuer,
          serial: seen.certificate.serial,
          notAfter: seen.certificate.notAfter.toISOString(),
        }
      : {}),
    ...(seen.error === null ? {} : { error: seen.error }),
  };
}
