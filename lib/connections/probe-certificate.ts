import { countCertificates } from "@/lib/accounts/quotas/count-certificates";
import { confirmOrigin } from "@/lib/connections/confirm-origin";
import { type ConnectionRow, getConnectionRow } from "@/lib/connections/connection-row";
import { type ConnectionState, needsJob, states } from "@/lib/connections/machine";
import {
  checkDelayMs,
  elapsedWindow,
  isEdgeReason,
  isRenewalOverdue,
  nextHandshakeAt,
  originNotConfirmed,
  refusedProbeDelayMs,
  slowestCheckMs,
} from "@/lib/connections/policy";
import {
  type ObservationData,
  readCertificateObservation,
  recordObservation,
  type StoredCertificateObservation,
} from "@/lib/connections/record-observation";
import { transition } from "@/lib/connections/transition";
import { inTransaction, type Tx } from "@/lib/db/transaction";
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
  const dueAt = row.state === "live" ? handshakeDueAt(row, ctx) : null;
  if (dueAt !== null && dueAt > ctx.now()) return { state: row.state, runAgainAt: dueAt };

  const startedAt = ctx.now();
  const probe = await ctx.tlsProber.probe(row.hostname);
  const before = readCertificateObservation(row.certificate);
  const valid = probe.kind === "certificate" && probe.code === null;
  const origin = valid && row.state !== "live" ? await confirmOrigin(ctx, row) : null;
  const seen = { ...toStored(probe, before), ...(origin === null ? {} : { origin }) };
  const refusedProbes = probe.kind === "refused" ? row.refusedProbes + 1 : 0;
  const data: ObservationData = {
    certificate: seen as object,
    ...(valid ? { certificateFact: "ok" } : {}),
    ...(!valid && row.state === "live" && probe.kind !== "unreachable" ? { certificateFact: "broken" } : {}),
    ...(!valid && row.state !== "live" ? { certificateFact: "pending" } : {}),
    refusedProbes,
  };
  const state = await inTransaction(ctx, async (tx) => {
    const fresh = await recordObservation(ctx, tx, row, "certificateCheckedAt", startedAt, data);
    if (!fresh) return (await getConnectionRow(ctx, row.id, tx)).state;
    if (row.state === "live") {
      const events = eventsOfLiveProbe(row, before, seen, valid, probe, ctx.now());
      await recordEvents(ctx, tx, row.id, events, { hostname: row.hostname, ...certificateEvidence(seen) });
      if (events.includes("ssl.renewed")) await countCertificates(ctx, tx, row.application.environment, 1);
      return row.state;
    }
    return settleWaiting(ctx, tx, row, valid && origin?.confirmed !== false, seen);
  });
  return { state, runAgainAt: nextProbeAt(ctx, row, state, { valid, refusedProbes, seen, startedAt }) };
}

function needsHandshake(row: ConnectionRow): boolean {
  if (row.state === "stalled") return row.claim !== null && isEdgeReason(row.errorCode);
  return needsJob(row.state, "probe-certificate");
}

function handshakeDueAt(row: ConnectionRow, ctx: Context): Date | null {
  const { certificate } = readCertificateObservation(row.certificate);
  if (row.certificateFact !== "ok" || !certificate || !row.certificateCheckedAt) return null;
  return nextHandshakeAt(certificate, row.certificateCheckedAt, ctx.policy.recheckIntervalMs);
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
  const elapsed = elapsedWindow(row, ctx.now());
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

/** The events of a handshake with a live hostname: a new certificate, or (once) a failure. */
function eventsOfLiveProbe(
  row: Pick<ConnectionRow, "certificateFact" | "certificateCheckedAt">,
  before: StoredCertificateObservation,
  seen: StoredCertificateObservation,
  valid: boolean,
  probe: Pick<ProbeResult, "kind">,
  now: Date,
): EventType[] {
  if (!valid) return probe.kind !== "unreachable" && row.certificateFact === "ok" ? ["ssl.failing"] : [];
  if (!before.certificate || !seen.certificate) return [];
  if (before.certificate.serial !== seen.certificate.serial) return ["ssl.renewed"];
  const reportedAt = row.certificateCheckedAt;
  const isReported = reportedAt !== null && isRenewalOverdue(seen.certificate, reportedAt);
  return isRenewalOverdue(seen.certificate, now) && !isReported ? ["ssl.failing"] : [];
}

function nextProbeAt(
  ctx: Context,
  row: ConnectionRow,
  state: ConnectionState,
  probe: { valid: boolean; refusedProbes: number; seen: StoredCertificateObservation; startedAt: Date },
): Date | null {
  const now = ctx.now().getTime();
  const { certificate } = probe.seen;
  if (!needsJob(state, "probe-certificate")) return null;
  if (state === "live") {
    return probe.valid && certificate
      ? nextHandshakeAt(certificate, probe.startedAt, ctx.policy.recheckIntervalMs)
      : new Date(now + ctx.policy.recheckIntervalMs);
  }
  if (states[state].phase === "attention") return new Date(now + slowestCheckMs);
  if (probe.refusedProbes > 0) return new Date(now + refusedProbeDelayMs(probe.refusedProbes));
  const since = Math.max(row.watchedSince.getTime(), row.stateChangedAt.getTime());
  return new Date(now + checkDelayMs(now - since));
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
