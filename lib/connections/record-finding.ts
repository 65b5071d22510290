import type { Urgency } from "@/lib/connections/policy";
import type { Context } from "@/lib/platform/ports/context";

type Recorded = {
  connectionId: string;
  /** When the evidence was taken. */
  takenAt: Date;
  /** The first one; null: nothing was found. */
  finding: { code: string; title: string; urgency: Exclude<Urgency, "overdue"> } | null;
};

const maxTitle = 300;

/**
 * Stores the cause that lists show. Only a change is written, and no evidence from before the connection's present state
 * or from before a newer diagnosis. One that is over has none, and one that is live none that blocks nothing and asks for nothing.
 */
export async function recordFinding(ctx: Context, { connectionId, takenAt, finding }: Recorded): Promise<void> {
  const { code, title, urgency } = finding ?? { code: null, title: null, urgency: null };
  await ctx.database.prisma.$executeRaw`
    UPDATE connections SET finding_code = ${code}, finding_title = ${title?.slice(0, maxTitle) ?? null},
      finding_urgency = ${urgency}, finding_at = ${takenAt}
    WHERE id = ${connectionId}::uuid AND tenant_id = ${ctx.tenantId}::uuid
      AND state_changed_at <= ${takenAt} AND (finding_at IS NULL OR finding_at <= ${takenAt})
      AND state::text NOT IN ('failed', 'archived')
      AND (finding_code, finding_title, finding_urgency)
        IS DISTINCT FROM (${code}::text, ${title?.slice(0, maxTitle) ?? null}::text, ${urgency}::text)`;
}
