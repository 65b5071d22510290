import type { ConnectionRow } from "@/lib/connections/connection-row";
import { readCertificateObservation } from "@/lib/connections/record-observation";
import type { Database } from "@/lib/db/client";
import type { CaBucket, HostnameClaim } from "@/lib/db/generated/client";
import type {
  AskEvidence,
  ConnectionEvidence,
  Evidence,
  QueueEvidence,
  WritingEvidence,
} from "@/lib/diagnosis/evidence/evidence";
import { readDrift } from "@/lib/diagnosis/read-drift";
import { findOverdueEdges } from "@/lib/edge/control-plane/find-overdue-edges";
import { limitKinds } from "@/lib/edge/issuance/ca-limits";
import { describeLimit } from "@/lib/edge/issuance/describe-limit";
import { keyOf } from "@/lib/edge/issuance/ledger";
import { jobKey } from "@/lib/platform/jobs/catalog";
import type { CertificateAuthority } from "@/lib/platform/ports/issuers";

const maxWorkers = 5;
const maxErrorLength = 300;

/** What our own tables hold about a connection: seven concurrent reads, each by a key or of a small table. */
export async function gatherConnection(
  database: Database,
  row: ConnectionRow,
  now: Date,
  issuers: readonly CertificateAuthority[],
): Promise<{ connection: ConnectionEvidence; ask: AskEvidence | null }> {
  const { prisma } = database;
  const about = { connectionId: row.id };
  const keys = (["check-ownership", "check-records", "probe-certificate"] as const).map((name) => jobKey(name, about));
  const [jobs, claim, ask, event, overdueEdges, refused] = await Promise.all([
    prisma.job.findMany({ where: { key: { in: keys } } }),
    prisma.hostnameClaim.findUnique({ where: { hostname: row.hostname } }),
    prisma.askDecision.findUnique({ where: { hostname: row.hostname } }),
    prisma.event.findFirst({
      where: { connectionId: row.id, tenantId: row.tenantId, type: { in: ["domain.drift", "domain.recovered"] } },
      orderBy: { sequence: "desc" },
    }),
    findOverdueEdges({ database, now: () => now }, row.hostname),
    prisma.caBucket.findFirst({
      where: {
        ca: { in: issuers.map(({ directoryUrl }) => directoryUrl) },
        key: { in: ["", row.registrableDomain, row.hostname] },
        blockedUntil: { gt: now },
      },
      orderBy: { blockedUntil: "desc" },
    }),
  ]);
  const { certificate, error, probe = null, origin } = readCertificateObservation(row.certificate);
  const isOwn = claim?.connectionId === row.id;
  return {
    connection: {
      id: row.id,
      state: row.state,
      stateChangedAt: row.stateChangedAt.toISOString(),
      createdAt: row.createdAt.toISOString(),
      errorCode: row.errorCode,
      ownership: row.ownership,
      pointing: row.pointing,
      certificateFact: row.certificateFact,
      claimedAt: isOwn ? claim.createdAt.toISOString() : null,
      queued: isOwn ? describeQueue(claim, row, issuers) : null,
      caRefusal: describeRefusal(refused, row, issuers),
      claimedElsewhere: claim !== null && !isOwn,
      writing: describeWriting(row.writing),
      contest: row.contest && { role: row.contest.role, until: row.contest.movesAt.toISOString() },
      certificate: certificate && {
        issuer: certificate.issuer,
        serial: certificate.serial,
        notBefore: certificate.notBefore.toISOString(),
        notAfter: certificate.notAfter.toISOString(),
      },
      certificateError: error,
      certificateProbe: probe,
      originError: origin?.reason ?? null,
      certificateCheckedAt: timeText(row.certificateCheckedAt),
      refusedProbes: row.refusedProbes,
      ownershipCheckedAt: timeText(row.ownershipCheckedAt),
      recordsCheckedAt: timeText(row.recordsCheckedAt),
      mismatchSince: timeText(row.mismatchSince),
      drift: readDrift(row, event, now),
      overdueEdges,
      jobs: jobs.map((job) => ({
        name: job.name,
        runAt: job.runAt.toISOString(),
        attempts: job.attempts,
        lastError: job.lastError?.slice(0, maxErrorLength) ?? null,
        failedAt: timeText(job.failedAt),
        lockedUntil: timeText(job.lockedUntil),
      })),
    },
    ask: ask && {
      allowed: Number(ask.allowed),
      refused: Number(ask.refused),
      lastAllowed: ask.lastAllowed,
      lastReason: ask.lastReason,
      lastAskedAt: ask.lastAskedAt.toISOString(),
    },
  };
}

function describeWriting(writing: ConnectionRow["writing"]): WritingEvidence | null {
  if (writing === null) return null;
  const { purpose, status, provider, label, zone, fault } = writing;
  return {
    ...{ purpose, status, provider, label, zone },
    writtenAt: timeText(writing.writtenAt),
    retryAt: timeText(writing.retryAt),
    fault: fault && { ...fault, at: fault.at.toISOString() },
  };
}

function describeQueue(
  { admittedAt, queuedAt, queuedUntil, queuedBy }: HostnameClaim,
  row: ConnectionRow,
  issuers: readonly CertificateAuthority[],
): QueueEvidence | null {
  const [authority] = issuers;
  if (admittedAt !== null || queuedAt === null || authority === undefined) return null;
  const kind = limitKinds.find((one) => one === queuedBy) ?? "orders";
  return {
    since: queuedAt.toISOString(),
    until: timeText(queuedUntil),
    limit: describeLimit(authority, kind, row),
  };
}

/** The bucket may be another host's: of a domain's own limit, or of the hostname at the domain's top. */
function describeRefusal(
  refused: CaBucket | null,
  row: ConnectionRow,
  issuers: readonly CertificateAuthority[],
): ConnectionEvidence["caRefusal"] {
  const kind = limitKinds.find((one) => one === refused?.kind);
  const authority = issuers.find(({ directoryUrl }) => directoryUrl === refused?.ca);
  if (kind === undefined || authority === undefined || !refused?.blockedUntil) return null;
  if (refused.key !== keyOf(kind, row)) return null;
  return { until: refused.blockedUntil.toISOString(), limit: describeLimit(authority, kind, row) };
}

/** Heartbeats of workers, newest first. */
export async function gatherWorkers({ prisma }: Database): Promise<Evidence["workers"]> {
  const rows = await prisma.workerHeartbeat.findMany({ orderBy: { seenAt: "desc" }, take: maxWorkers });
  return rows.map(({ workerId, seenAt }) => ({ workerId, seenAt: seenAt.toISOString() }));
}

function timeText(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}
