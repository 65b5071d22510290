import { noTenantId } from "@/lib/accounts/auth/session-policy";
import { type Page, parseCursor, toPage } from "@/lib/db/pagination";
import type { Context } from "@/lib/platform/ports/context";
import { toJobResource } from "@/lib/support/list-jobs-of";
import { recordStaffViews } from "@/lib/support/record-staff-view";
import type { FailedJobResource, ListFailedJobsInput } from "@/lib/support/schema";
import { jobSubjectSchema } from "@/lib/support/support-job";

/**
 * Jobs that failed for good, newest first, each with its tenant. A job of the installation has the id of no tenant and an
 * empty name. @throws Refusal invalid for a cursor that no list returned
 */
export async function listFailedJobs(ctx: Context, input: ListFailedJobsInput): Promise<Page<FailedJobResource>> {
  const { prisma } = ctx.database;
  const before = parseCursor(input.cursor, (key) => (/^\d{1,18}$/.test(key) ? BigInt(key) : null));
  const rows = await prisma.job.findMany({
    where: { failedAt: { not: null }, ...(before === undefined ? {} : { id: { lt: before } }) },
    orderBy: { id: "desc" },
    take: input.limit + 1,
  });
  const page = toPage(
    rows,
    input.limit,
    ({ id }) => String(id),
    (row) => ({ ...toJobResource(row), ...jobSubjectSchema.parse(row.payload) }),
  );
  const tenantIds = [...new Set(page.data.map(({ tenantId }) => tenantId))].filter((id) => id !== noTenantId);
  const named = await prisma.tenant.findMany({ where: { id: { in: tenantIds } }, select: { id: true, name: true } });
  const views = tenantIds.map((tenantId) => ({
    tenantId,
    targetId: tenantId,
    data: { jobs: page.data.filter((job) => job.tenantId === tenantId).length },
  }));
  await recordStaffViews(ctx, "support.jobs_viewed", views);
  const nameOf = (tenantId: string) => named.find(({ id }) => id === tenantId)?.name ?? "";
  return {
    ...page,
    data: page.data.map((job) => ({ ...job, tenantName: nameOf(job.tenantId) })),
  };
}
