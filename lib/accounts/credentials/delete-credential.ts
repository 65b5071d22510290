import { getCredentialRow, toCredentialResource } from "@/lib/accounts/credentials/credential-row";
import type { CredentialIdInput, CredentialResource } from "@/lib/accounts/credentials/schema";
import { inTransaction } from "@/lib/db/transaction";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Deletes a credential: its fields are gone from the database, and nothing is written with it from now on. Records that
 * were written stay, and so does the row, for the events that name it.
 * @throws Refusal not_found
 */
export async function deleteCredential(ctx: Context, input: CredentialIdInput): Promise<CredentialResource> {
  return inTransaction(ctx, async (tx) => {
    const row = await getCredentialRow(ctx, input, tx);
    const where = { id: row.id, tenantId: ctx.tenantId, deletedAt: null };
    const { count } = await tx.dnsCredential.updateMany({
      where,
      data: { deletedAt: ctx.now(), fieldsSealed: new Uint8Array(), hints: {} },
    });
    if (count > 0) {
      await tx.dnsCredentialZone.deleteMany({ where: { credentialId: row.id, tenantId: ctx.tenantId } });
      const facts = { applicationId: row.applicationId, provider: row.provider, label: row.label };
      await recordAudit(ctx, tx, "credential.deleted", row.id, facts);
    }
    return toCredentialResource(row);
  });
}
