import { toApplicationResource } from "@/lib/accounts/applications/application-row";
import type { ApplicationResource, ListApplicationsInput } from "@/lib/accounts/applications/schema";
import { type Page, parseIdCursor, toPage } from "@/lib/db/pagination";
import { type Context, inEnvironment, visibleApplications } from "@/lib/platform/ports/context";

/** The tenant's applications, newest first. */
export async function listApplications(ctx: Context, input: ListApplicationsInput): Promise<Page<ApplicationResource>> {
  const after = parseIdCursor(input.cursor);
  const rows = await ctx.database.prisma.application.findMany({
    where: {
      tenantId: ctx.tenantId,
      AND: visibleApplications(inEnvironment(ctx, input.environment).actor),
      ...(after ? { id: { lt: after } } : {}),
    },
    orderBy: { id: "desc" },
    take: input.limit + 1,
  });
  return toPage(rows, input.limit, (row) => row.id, toApplicationResource);
}
