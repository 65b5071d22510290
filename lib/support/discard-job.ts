import { inTransaction } from "@/lib/db/transaction";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import { discardJob as deleteJob } from "@/lib/platform/jobs/admin-job-actions";
import type { Context } from "@/lib/platform/ports/context";
import type { SupportJobDone, SupportJobIdInput } from "@/lib/support/schema";
import { actingForJob } from "@/lib/support/support-job";

/** Deletes a job without running it. @throws Refusal not_found, invalid_state while a worker runs it */
export async function discardJob(ctx: Context, { jobId }: SupportJobIdInput): Promise<SupportJobDone> {
  const { acting, connectionId } = await actingForJob(ctx, jobId);
  return inTransaction(acting, async (tx) => {
    const { name, key } = await deleteJob(tx, jobId);
    await recordAudit(acting, tx, "support.job_discarded", connectionId ?? jobId, { job: jobId, name, key });
    return { id: jobId, name, done: "discarded" as const };
  });
}
