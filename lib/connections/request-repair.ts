import { findCoveringCredential } from "@/lib/accounts/credentials/find-covering-credential";
import { requestWriting } from "@/lib/connections/request-writing";
import { readRepairs } from "@/lib/connections/stored-writing";
import type { Connection } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import type { Context } from "@/lib/platform/ports/context";

/** Repairs of a connection without a person, within a day. Documented in docs/dns-writing.md. */
const maxRepairsADay = 3;
const dayMs = 86_400_000;

/** Where the application has it so, the records of a domain that has drifted are written again, in the caller's transaction. */
export async function requestRepair(
  ctx: Context,
  tx: Tx,
  { id, applicationId, hostname, provider }: Pick<Connection, "id" | "applicationId" | "hostname" | "provider">,
): Promise<void> {
  const application = await tx.application.findFirst({
    where: { id: applicationId, tenantId: ctx.tenantId },
    select: { repairDrift: true },
  });
  if (!application?.repairDrift) return;
  const writing = await tx.connectionWriting.findFirst({
    where: { connectionId: id, tenantId: ctx.tenantId },
    select: { repairs: true },
  });
  const since = ctx.now().getTime() - dayMs;
  const recent = readRepairs(writing?.repairs ?? null).filter(({ at }) => at.getTime() > since);
  if (recent.length >= maxRepairsADay) return;
  const credential = await findCoveringCredential(ctx, { applicationId, hostname, prefer: provider }, tx);
  if (credential === null) return;
  await requestWriting(ctx, tx, "repair", [{ connectionId: id, credentialId: credential.id, zone: credential.zone }]);
}
