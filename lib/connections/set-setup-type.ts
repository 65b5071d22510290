import type { SetupType } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import type { Context } from "@/lib/platform/ports/context";

/** Changes how a connection's records get into the DNS, where it is `from` now. */
export async function setSetupType(
  { tenantId }: Context,
  tx: Tx,
  { id, from, to }: { id: string; from: SetupType; to: SetupType },
): Promise<void> {
  await tx.connection.updateMany({ where: { id, tenantId, setupType: from }, data: { setupType: to } });
}
