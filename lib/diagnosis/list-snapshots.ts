import { z } from "zod";
import { type ConnectionRow, getConnectionRow } from "@/lib/connections/connection-row";
import type { DiagnosisSnapshot } from "@/lib/db/generated/client";
import { type Page, parseIdCursor, toPage } from "@/lib/db/pagination";
import { toFindings } from "@/lib/diagnosis/diagnose-connection";
import { type DiagnosisSnapshotResource, findingSchema, type ListSnapshotsInput } from "@/lib/diagnosis/schema";
import type { Context } from "@/lib/platform/ports/context";

type Row = Pick<DiagnosisSnapshot, "id" | "codes" | "findings" | "takenAt">;

/**
 * The stored diagnoses of a connection, newest first, each with its changes since the previous one.
 * @throws Refusal not_found (connection), invalid for a foreign cursor
 */
export async function listSnapshots(ctx: Context, input: ListSnapshotsInput): Promise<Page<DiagnosisSnapshotResource>> {
  const before = parseIdCursor(input.cursor);
  const connection = await getConnectionRow(ctx, input.id);
  // One more than the page's own extra row: the last one shown is compared with what came before it.
  const rows: Row[] = await ctx.database.prisma.diagnosisSnapshot.findMany({
    where: { connectionId: input.id, tenantId: ctx.tenantId, ...(before === undefined ? {} : { id: { lt: before } }) },
    orderBy: { id: "desc" },
    take: input.limit + 1,
    select: { id: true, codes: true, findings: true, takenAt: true },
  });
  const earlier = new Map(rows.map((row, index) => [row.id, rows[index + 1]?.codes ?? []]));
  return toPage(
    rows,
    input.limit,
    (row) => row.id,
    (row) => toResource(ctx, connection, row, earlier.get(row.id) ?? []),
  );
}

const storedFindings = z.array(findingSchema.omit({ urgency: true }));

function toResource(
  ctx: Context,
  connection: ConnectionRow,
  row: Row,
  earlier: readonly string[],
): DiagnosisSnapshotResource {
  // A code that no longer exists is history: it stays in `codes`.
  const findings = storedFindings.safeParse(row.findings);
  return {
    id: row.id,
    codes: row.codes,
    appeared: row.codes.filter((code) => !earlier.includes(code)),
    cleared: earlier.filter((code) => !row.codes.includes(code)),
    findings: findings.success ? toFindings(ctx, findings.data, connection) : [],
    takenAt: row.takenAt,
  };
}
