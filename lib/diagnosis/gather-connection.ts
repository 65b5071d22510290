import type { ConnectionRow } from "@/lib/connections/connection-row";
import { readCertificateObservation } from "@/lib/connections/record-observation";
import type { Database } from "@/lib/db/client";
import type { AskEvidence, ConnectionEvidence, Evidence } from "@/lib/diagnosis/evidence/evidence";
import { readDrift } from "@/lib/diagnosis/read-drift";
import { jobKey } from "@/lib/platform/jobs/catalog";

const maxWorkers = 5;
const maxErrorLength = 300;

/** What our own tables hold about a connection: five concurrent reads, each by a key. */
export async function gatherConnection(
  { prisma }: Database,
  row: ConnectionRow,
  now: Date,
): Promise<{ connection: ConnectionEvidence; ask: AskEvidence | null }> {
  const about = { connectionId: row.id };
  const keys = (["check-ownership", "check-records", "probe-certificate"] as const).map((name) => jobKey(name, about));
  const [jobs, claim, ask, event] = await Promise.all([
    prisma.job.findMany({ where: { key: { in: keys } } }),
    prisma.hostnameClaim.findUnique({ where: { hostname: row.hostname } }),
    prisma.askDecision.findUnique({ where: { hostname: row.hostname } }),
    prisma.event.findFirst({
      where: { connectionId: row.id, tenantId: row.tenantId, type: { in: ["domain.drift", "domain.recovered"] } },
      orderBy: { sequence: "desc" },
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
      claimedElsewhere: claim !== null && !isOwn,
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

/** Heartbeats of workers, newest first. */
export async function gatherWorkers({ prisma }: Database): Promise<Evidence["workers"]> {
  const rows = await prisma.workerHeartbeat.findMany({ orderBy: { seenAt: "desc" }, take: maxWorkers });
  return rows.map(({ workerId, seenAt }) => ({ workerId, seenAt: seenAt.toISOString() }));
}

function timeText(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}
