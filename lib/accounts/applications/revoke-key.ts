import { getApplicationRow, toKeyResource } from "@/lib/accounts/applications/application-row";
import type { KeyIdInput, KeyResource } from "@/lib/accounts/applications/schema";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

/** The key is refused from the next request on. Idempotent. @throws Refusal not_found */
export async function revokeKey(ctx: Context, input: KeyIdInput): Promise<KeyResource> {
  return inTransaction(ctx, async (tx) => {
    await getApplicationRow(ctx, input.id, tx);
    const where = { id: input.keyId, applicationId: input.id, tenantId: ctx.tenantId };
    const revoked = await tx.apiKey.updateMany({
      where: { ...where, revokedAt: null },
      data: { revokedAt: ctx.now() },
    });
    const row = await tx.apiKey.findFirst({ where });
    if (!row) throw new Refusal("not_found", `There is no key ${input.keyId}.`);
    if (revoked.count > 0) {
      await recordAudit(ctx, tx, "key.revoked", row.id, { applicationId: row.applicationId, name: row.name });
    }
    return toKeyResource(row);
  });
}
