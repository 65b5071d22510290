import { toConnectionResource } from "@/lib/connections/connection-resource";
import { getConnectionRow } from "@/lib/connections/connection-row";
import { diagnoseConnection } from "@/lib/diagnosis/diagnose-connection";
import { latestAnswers } from "@/lib/diagnosis/instructions/latest-answers";
import { recordRows } from "@/lib/diagnosis/instructions/record-rows";
import type { Context } from "@/lib/platform/ports/context";
import { actingForConnection } from "@/lib/support/acting-for";
import { replyFor } from "@/lib/support/get-support-connection";
import { recordStaffViews } from "@/lib/support/record-staff-view";
import type { SupportConnectionIdInput, SupportDiagnosis } from "@/lib/support/schema";

/** Runs the tenant's own diagnosis now, and drafts a mail from it. @throws Refusal not_found */
export async function diagnoseForSupport(ctx: Context, { id }: SupportConnectionIdInput): Promise<SupportDiagnosis> {
  const acting = await actingForConnection(ctx, id);
  const diagnosis = await diagnoseConnection(acting, { id });
  const row = await getConnectionRow(acting, id);
  await recordStaffViews(acting, "support.connection_viewed", [
    { tenantId: acting.tenantId, targetId: id, data: { hostname: row.hostname } },
  ]);
  const { name } = await ctx.database.prisma.tenant.findUniqueOrThrow({
    where: { id: acting.tenantId },
    select: { name: true },
  });
  const resource = toConnectionResource(row, ctx);
  const { answers } = diagnosis.evidence;
  const records = recordRows(resource, null, latestAnswers(resource, { answers, checkedAt: diagnosis.checkedAt }));
  return { diagnosis, reply: replyFor(row, name, records, diagnosis.findings) };
}
