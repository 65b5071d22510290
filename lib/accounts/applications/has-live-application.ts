import type { Context } from "@/lib/platform/ports/context";

/** Whether the tenant has left the test environment behind: what its dashboard shows before anybody has chosen. */
export async function hasLiveApplication(ctx: Context): Promise<boolean> {
  const found = await ctx.database.prisma.application.findFirst({
    where: { tenantId: ctx.tenantId, environment: "live", deletedAt: null },
    select: { id: true },
  });
  return found !== null;
}
