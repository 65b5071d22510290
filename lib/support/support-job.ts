import { z } from "zod";
import { noTenantId } from "@/lib/accounts/auth/session-policy";
import { Refusal } from "@/lib/kernel/errors";
import type { Context } from "@/lib/platform/ports/context";
import { actingFor } from "@/lib/support/acting-for";

/** The tenant and the connection of a job, from its payload. A job of the installation has neither. */
export const jobSubjectSchema = z.object({
  tenantId: z.uuid().default(noTenantId),
  connectionId: z.uuid().nullable().default(null),
});

/** A context of the job's tenant, and the connection that the job is about. @throws Refusal not_found */
export async function actingForJob(
  ctx: Context,
  id: string,
): Promise<{ acting: Context; connectionId: string | null }> {
  const job = /^\d{1,18}$/.test(id) ? await ctx.database.prisma.job.findUnique({ where: { id: BigInt(id) } }) : null;
  if (!job) throw new Refusal("not_found", "This job is done, or was discarded.");
  const { tenantId, connectionId } = jobSubjectSchema.parse(job.payload);
  return { acting: actingFor(ctx, tenantId), connectionId };
}
