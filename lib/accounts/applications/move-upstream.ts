import { inTransaction } from "@/lib/db/transaction";
import { recordEdgeChanges } from "@/lib/edge/control-plane/record-changes";
import type { ServiceContext } from "@/lib/platform/ports/context";

const maxApplications = 10_000;

/**
 * Moves an application to another origin, and with it all applications of any tenant that share its present one. For the
 * sandbox: its website has a new port at each start.
 */
export async function moveUpstream(
  service: ServiceContext,
  { id, from, to }: { id: string; from: string | null; to: string },
): Promise<void> {
  await inTransaction(service, async (tx) => {
    const moved = await tx.application.findMany({
      where: from === null ? { id } : { OR: [{ id }, { upstream: from }] },
      select: { id: true, tenantId: true, upstreamHost: true },
      take: maxApplications,
    });
    const ids = moved.map((application) => application.id);
    await tx.application.updateMany({ where: { id: { in: ids } }, data: { upstream: to } });
    await recordEdgeChanges(
      service,
      tx,
      moved.map(({ id: applicationId, tenantId, upstreamHost }) => {
        return { kind: "application", applicationId, tenantId, upstream: to, upstreamHost };
      }),
    );
  });
}
