import { type Page, parseIdCursor, toPage } from "@/lib/db/pagination";
import type { Context } from "@/lib/platform/ports/context";
import type { ListSupportTenantsInput, SupportTenantRow } from "@/lib/support/schema";

/** Every company, newest first: names and plans only. @throws Refusal invalid for a cursor that no list returned */
export async function listSupportTenants(
  ctx: Context,
  input: ListSupportTenantsInput,
): Promise<Page<SupportTenantRow>> {
  const before = parseIdCursor(input.cursor);
  const rows = await ctx.database.prisma.tenant.findMany({
    where: before === undefined ? {} : { id: { lt: before } },
    orderBy: { id: "desc" },
    take: input.limit + 1,
  });
  return toPage(
    rows,
    input.limit,
    ({ id }) => id,
    ({ id, name, plan, limitOverrides, createdAt }) => ({
      id,
      name,
      plan,
      hasOverrides: limitOverrides !== null,
      createdAt,
    }),
  );
}
