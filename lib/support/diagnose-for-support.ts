import { getConnectionRow } from "@/lib/connections/connection-row";
import { diagnoseConnection } from "@/lib/diagnosis/diagnose-connection";
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
  return { diagnosis, reply: replyFor(row, diagnosis.findings) };
}
