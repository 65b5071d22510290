import { isDeepStrictEqual } from "node:util";
import { isSettled } from "@/lib/connections/machine";
import { recordFinding } from "@/lib/connections/record-finding";
import { inTransaction } from "@/lib/db/transaction";
import type { Evidence } from "@/lib/diagnosis/evidence/evidence";
import type { Finding } from "@/lib/diagnosis/evidence/finding";
import { firstUrgency } from "@/lib/diagnosis/evidence/urgency";
import { newId } from "@/lib/kernel/ids";
import type { Context } from "@/lib/platform/ports/context";

/** Per connection; older ones are deleted. */
export const maxSnapshots = 50;

/** Within this time the same failure is stored once, however often a person presses “Check now”. */
const sameFailureMs = 600_000;

export type Snapshot = { evidence: Evidence; findings: readonly Finding[]; failed: boolean; isScheduled: boolean };

/** Stores a diagnosis when its codes differ from the last one's, or a check has failed since. */
export async function storeSnapshot(ctx: Context, connectionId: string, snapshot: Snapshot): Promise<void> {
  await recordFinding(ctx, { connectionId, isScheduled: snapshot.isScheduled, ...causeOf(snapshot) });
  // What was a problem is fixed: the event of its fix says so.
  if (snapshot.isScheduled && snapshot.findings.every(({ severity }) => severity === "info")) return;
  const { tenantId } = ctx;
  const codes = snapshot.findings.map(({ code }) => code);
  const takenAt = new Date(snapshot.evidence.takenAt);
  const last = await ctx.database.prisma.diagnosisSnapshot.findFirst({
    where: { tenantId, connectionId },
    orderBy: { id: "desc" },
    select: { codes: true, takenAt: true },
  });
  const same = last !== null && isDeepStrictEqual(last.codes, codes);
  const recent = last !== null && takenAt.getTime() - last.takenAt.getTime() < sameFailureMs;
  if (same && (recent || !snapshot.failed)) return;
  await inTransaction(ctx, async (tx) => {
    await tx.diagnosisSnapshot.create({
      data: {
        id: newId(takenAt),
        tenantId,
        connectionId,
        codes,
        findings: JSON.parse(JSON.stringify(snapshot.findings)),
        evidence: JSON.parse(JSON.stringify(snapshot.evidence)),
        takenAt,
      },
    });
    await tx.$executeRaw`
      DELETE FROM diagnosis_snapshots WHERE connection_id = ${connectionId}::uuid AND tenant_id = ${tenantId}::uuid
        AND id NOT IN (SELECT id FROM diagnosis_snapshots WHERE connection_id = ${connectionId}::uuid
          ORDER BY id DESC LIMIT ${maxSnapshots})`;
  });
}

/** What the list shows: of a live domain, no remark that asks for nothing. */
function causeOf({ evidence, findings }: Snapshot): Pick<Parameters<typeof recordFinding>[1], "takenAt" | "finding"> {
  const isLive = evidence.connection !== null && isSettled(evidence.connection.state);
  const first = findings.find(({ severity }) => !isLive || severity !== "info");
  const finding = first ? { code: first.code, title: first.title, urgency: firstUrgency(first) } : null;
  return { takenAt: new Date(evidence.takenAt), finding };
}
