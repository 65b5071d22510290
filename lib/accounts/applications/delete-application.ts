import { toApplicationResource } from "@/lib/accounts/applications/application-row";
import { forgetSecrets } from "@/lib/accounts/applications/forget-secrets";
import { lockApplication } from "@/lib/accounts/applications/lock-application";
import type { ApplicationIdInput, ApplicationResource } from "@/lib/accounts/applications/schema";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Deletes an application, revokes its keys, and removes the secrets that it has stored. Its archived connections can still be read. A request that creates a
 * connection in it locks it, so that none is left behind.
 * @throws Refusal not_found, invalid_state while it has connections that are not archived
 */
export async function deleteApplication(ctx: Context, input: ApplicationIdInput): Promise<ApplicationResource> {
  return inTransaction(ctx, async (tx) => {
    const row = await lockApplication(ctx, tx, input.id, "update");
    const connections = await tx.connection.count({
      where: { tenantId: ctx.tenantId, applicationId: input.id, state: { not: "archived" } },
    });
    if (connections > 0) {
      const which = connections === 1 ? "1 connection that is" : `${connections} connections that are`;
      const text = `${row.name} still has ${which} not archived. Archive every connection of an application before you delete it.`;
      throw new Refusal("invalid_state", text, { details: { connections } });
    }
    await tx.application.update({
      where: { id: input.id, tenantId: ctx.tenantId },
      data: { deletedAt: ctx.now() },
    });
    const keys = await tx.apiKey.updateMany({
      where: { applicationId: input.id, tenantId: ctx.tenantId, revokedAt: null },
      data: { revokedAt: ctx.now() },
    });
    await forgetSecrets(ctx, tx, input.id);
    await recordAudit(ctx, tx, "application.deleted", input.id, { name: row.name, revokedKeys: keys.count });
    return toApplicationResource(row);
  });
}
