import type { Connection } from "@/lib/db/generated/client";
import type { Context } from "@/lib/platform/ports/context";
import type { OriginConfirmation } from "@/lib/platform/ports/edge";

/** What the tenant's server answers through the edge; null: the application does not require it. Observes, and decides nothing. */
export async function confirmOrigin(
  ctx: Context,
  { id, hostname, applicationId }: Pick<Connection, "id" | "hostname" | "applicationId">,
): Promise<OriginConfirmation | null> {
  const application = await ctx.database.prisma.application.findFirst({
    // Share pages are answered by the app, and not by the tenant's server.
    where: {
      id: applicationId,
      tenantId: ctx.tenantId,
      connections: { none: { id, claim: { servesSharePages: true } } },
    },
    select: { verifyOrigin: true },
  });
  return application?.verifyOrigin ? ctx.originEcho.confirm(hostname, id) : null;
}
