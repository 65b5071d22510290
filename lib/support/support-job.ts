import { z } from "zod";
import { Refusal } from "@/lib/kernel/errors";
import type { Context } from "@/lib/platform/ports/context";
import { actingFor } from "@/lib/support/acting-for";

/** Whom a job's payload is about, as far as every kind of job says it. */
export const jobSubjectSchema = z.object({ tenantId: z.uuid(), connectionId: z.uuid().nullable().optional() });

/** Whose job it is, and the connection that it is about. @throws Refusal not_found */
export async function actingForJob(
  ctx: Context,
  id: string,
): Promise<{ acting: Context; connectionId: string | null }> {
  const job = /^\d{1,18}$/.test(id) ? await ctx.database.prisma.job.findUnique({ where: { id: BigInt(id) } }) : null;
  const payload = jobSubjectSchema.safeParse(job?.payload);
  if (!payload.success) throw new Refusal("not_found", "This job is done, or was discarded.");
  return { acting: actingFor(ctx, payload.data.tenantId), connectionId: payload.data.connectionId ?? null };
}
