import { Refusal } from "@/lib/kernel/errors";
import { type Context, onBehalfOf } from "@/lib/platform/ports/context";

/** The context for staff who act on a tenant: reads are of that tenant, and writes go to its audit log. */
export function actingFor(ctx: Context, tenantId: string): Context {
  // The response stored under an `Idempotency-Key` is the console's, not that of a verb it calls.
  const { idempotency: _, ...rest } = ctx;
  return onBehalfOf(rest, tenantId, ctx.actor);
}

/** @throws Refusal not_found */
export async function actingForConnection(ctx: Context, id: string): Promise<Context> {
  const found = await ctx.database.prisma.connection.findUnique({ where: { id }, select: { tenantId: true } });
  if (!found) throw new Refusal("not_found", `There is no connection ${id}.`);
  return actingFor(ctx, found.tenantId);
}

/** @throws Refusal not_found */
export async function actingForTenant(ctx: Context, id: string): Promise<Context> {
  const found = await ctx.database.prisma.tenant.findUnique({ where: { id }, select: { id: true } });
  if (!found) throw new Refusal("not_found", `There is no company ${id}.`);
  return actingFor(ctx, id);
}
