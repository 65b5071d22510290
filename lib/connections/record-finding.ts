import { enqueueSnapshot } from "@/lib/connections/enqueue-snapshot";
import type { Urgency } from "@/lib/connections/policy";
import { Prisma } from "@/lib/db/generated/client";
import { inTransaction } from "@/lib/db/transaction";
import { announcementOf } from "@/lib/platform/changes/change-notice";
import type { Context } from "@/lib/platform/ports/context";

type Recorded = {
  connectionId: string;
  /** When the evidence was taken. */
  takenAt: Date;
  /** The first one; null: nothing was found. */
  finding: { code: string; title: string; urgency: Exclude<Urgency, "overdue"> } | null;
  /** The caller is the job that diagnoses it again. */
  isScheduled: boolean;
};

const maxTitle = 300;

/**
 * Stores the cause that lists show. Only a change is written, and nothing from evidence that is older than the connection's
 * present state or than a newer diagnosis; one that is over has no cause. What is stored is diagnosed again until it is gone.
 */
export async function recordFinding(ctx: Context, { connectionId, takenAt, ...recorded }: Recorded): Promise<void> {
  const finding = recorded.finding && { ...recorded.finding, title: recorded.finding.title.slice(0, maxTitle) };
  if (!(await isOutdated(ctx, connectionId, takenAt, finding))) return;
  const { code, title, urgency } = finding ?? { code: null, title: null, urgency: null };
  await inTransaction(ctx, async (tx) => {
    const written = await tx.$queryRaw<unknown[]>`
      WITH written AS (
        UPDATE connections SET finding_code = ${code}, finding_title = ${title}, finding_urgency = ${urgency},
          finding_at = ${takenAt}
        WHERE id = ${connectionId}::uuid AND ${isOlder(ctx, takenAt)} RETURNING id)
      ${announcementOf(ctx.tenantId, [connectionId])} FROM written`;
    if (written.length > 0 && code !== null && !recorded.isScheduled) {
      await enqueueSnapshot(ctx, tx, connectionId, "recheck");
    }
  });
}

/** Nearly every diagnosis finds what is stored: that takes no transaction. */
async function isOutdated(ctx: Context, id: string, takenAt: Date, finding: Recorded["finding"]): Promise<boolean> {
  const [row] = await ctx.database.prisma.$queryRaw<
    { code: string | null; title: string | null; urgency: string | null }[]
  >`SELECT finding_code AS code, finding_title AS title, finding_urgency AS urgency FROM connections
    WHERE id = ${id}::uuid AND ${isOlder(ctx, takenAt)}`;
  if (row === undefined) return false;
  return (
    row.code !== (finding?.code ?? null) ||
    row.title !== (finding?.title ?? null) ||
    row.urgency !== (finding?.urgency ?? null)
  );
}

function isOlder({ tenantId }: Context, takenAt: Date): Prisma.Sql {
  return Prisma.sql`tenant_id = ${tenantId}::uuid AND state_changed_at <= ${takenAt}
    AND (finding_at IS NULL OR finding_at <= ${takenAt}) AND state::text NOT IN ('failed', 'archived')`;
}
