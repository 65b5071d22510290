import { type ConnectionRow, getConnectionRow } from "@/lib/connections/connection-row";
import { waitingSince } from "@/lib/connections/policy";
import type { ConnectionIdInput } from "@/lib/connections/schema";
import { diagnose } from "@/lib/diagnosis/diagnose";
import type { Evidence } from "@/lib/diagnosis/evidence/evidence";
import type { Finding } from "@/lib/diagnosis/evidence/finding";
import { urgencyOf } from "@/lib/diagnosis/evidence/urgency";
import { gatherEvidence, subjectOf } from "@/lib/diagnosis/gather-evidence";
import type { DiagnosisResource, FindingResource } from "@/lib/diagnosis/schema";
import { storeSnapshot } from "@/lib/diagnosis/store-snapshot";
import { summariseEvidence } from "@/lib/diagnosis/summarise-evidence";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Diagnoses a connection now, in 5 s at most. Changes no state; stores a snapshot when the codes have changed.
 * @throws Refusal not_found
 */
export async function diagnoseConnection(ctx: Context, input: ConnectionIdInput): Promise<DiagnosisResource> {
  const row = await getConnectionRow(ctx, input.id);
  return toDiagnosis(ctx, row, await examineConnection(ctx, input.id));
}

export type Examination = { evidence: Evidence; findings: Finding[] };

/**
 * All evidence and findings of a connection. Concurrent callers share one diagnosis.
 * @param options `failed`: a check has just failed, so a snapshot is stored even if its codes are unchanged; `isScheduled`: the job that repeats it
 * @throws Refusal not_found
 */
export async function examineConnection(
  ctx: Context,
  id: string,
  options: { budgetMs?: number; failed?: boolean; isScheduled?: boolean } = {},
): Promise<Examination> {
  const row = await getConnectionRow(ctx, id);
  const { failed = false, isScheduled = false } = options;
  return ctx.memory.share(`examine ${ctx.tenantId} ${id} ${failed}`, 0, async () => {
    const evidence = await gatherEvidence(ctx, subjectOf(row), options.budgetMs);
    const findings = diagnose(evidence);
    await storeSnapshot(ctx, id, { evidence, findings, failed, isScheduled });
    return { evidence, findings };
  });
}

function toDiagnosis(ctx: Context, row: ConnectionRow, { evidence, findings }: Examination): DiagnosisResource {
  return {
    connectionId: row.id,
    hostname: evidence.subject.hostname,
    findings: toFindings(ctx, findings, row),
    evidence: summariseEvidence(evidence),
    checkedAt: new Date(evidence.takenAt),
    tookMs: evidence.tookMs,
  };
}

/** With links that work outside the app too, and how urgent each is now. */
export function toFindings(
  ctx: Pick<Context, "policy" | "now">,
  findings: readonly Finding[],
  connection: Parameters<typeof waitingSince>[0],
): FindingResource[] {
  const since = { waitingSince: waitingSince(connection) };
  return findings.map((finding) => ({
    ...finding,
    urgency: urgencyOf(finding, since, ctx.now()),
    docUrl: `${ctx.policy.appUrl}${finding.docUrl}`,
  }));
}
