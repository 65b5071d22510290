import type { TenantResource } from "@/lib/accounts/tenants/schema";
import type { Tenant } from "@/lib/db/generated/client";
import type { Context } from "@/lib/platform/ports/context";

export async function getTenant(ctx: Context, _: Record<string, never>): Promise<TenantResource> {
  return toTenantResource(await ctx.database.prisma.tenant.findUniqueOrThrow({ where: { id: ctx.tenantId } }));
}

export function toTenantResource({ id, name, plan, createdAt }: Tenant): TenantResource {
  return { id, name, plan, createdAt };
}
