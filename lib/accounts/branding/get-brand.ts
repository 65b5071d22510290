import type { Brand } from "@/lib/accounts/branding/schema";
import type { Context } from "@/lib/platform/ports/context";

/** The brand of the context's company, with defaults for what it has not set. */
export async function getBrand(ctx: Pick<Context, "database" | "tenantId">): Promise<Brand> {
  const { name } = await ctx.database.prisma.tenant.findUniqueOrThrow({
    where: { id: ctx.tenantId },
    select: { name: true },
  });
  return { name, logoUrl: null, color: null, helpUrl: null, poweredBy: true, linkOrigin: null };
}
