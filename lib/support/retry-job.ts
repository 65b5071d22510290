import { inTransaction } from "@/lib/db/transaction";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import { retryJobNow } from "@/lib/platform/jobs/admin-job-actions";
import type { Context } from "@/lib/platform/ports/context";
import type { SupportJobDone, SupportJobIdInput } from "@/lib/support/schema";
import { actingForJob } from "@/lib/support/support-job";

/** Makes a job due now, with all its attempts. @throws Refusal not_found, invalid_state while a worker runs it */
export async function retryJob(ctx: Context, { jobId }: SupportJobIdInput): Promise<SupportJobDone> {
  const { acting, connectionId } = await actingForJob(ctx, jobId);
  return inTransaction(acting, async (tx) => {
    const { name, key } = await retryJobNow(tx, jobId, ctx.now());
    await recordAudit(acting, tx, "support.job_retried", connectionId ?? jobId, { job: jobId, name, key });
    return { id: jobId, name, done: "retried" as const };
  });
}
