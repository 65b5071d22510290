import type { Tx } from "@/lib/db/transaction";
import { recordEdgeChanges } from "@/lib/edge/control-plane/record-changes";
import { newId } from "@/lib/kernel/ids";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import { onBehalfOf, type ServiceContext } from "@/lib/platform/ports/context";

/**
 * The application that a company starts with, so that it can connect its first hostname at once. In the test environment,
 * where nothing counts against what a plan sells. `upstream`: null until somebody sets it.
 */
export async function addFirstApplication(
  service: ServiceContext,
  tx: Tx,
  { tenantId, name, upstream }: { tenantId: string; name: string; upstream: string | null },
): Promise<void> {
  const createdAt = service.now();
  const environment = "test";
  const { id } = await tx.application.create({
    data: { id: newId(createdAt), tenantId, name, environment, upstream, createdAt },
  });
  const change = { kind: "application" as const, applicationId: id, tenantId, upstream, upstreamHost: null };
  await recordEdgeChanges(service, tx, [change]);
  const ctx = onBehalfOf(service, tenantId, { kind: "admin" });
  await recordAudit(ctx, tx, "application.created", id, { name, environment });
}
