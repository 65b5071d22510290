import type { Tx } from "@/lib/db/transaction";
import type { Context } from "@/lib/platform/ports/context";

/** Removes what an application has stored encrypted: nobody can use it any more, so nobody shall be able to read it. */
export async function forgetSecrets(ctx: Context, tx: Tx, applicationId: string): Promise<void> {
  const where = { applicationId, tenantId: ctx.tenantId };
  await tx.dnsCredential.updateMany({
    where: { ...where, deletedAt: null },
    data: { deletedAt: ctx.now(), fieldsSealed: new Uint8Array(), hints: {} },
  });
  await tx.dnsCredentialZone.deleteMany({ where });
  await tx.domainConnectKey.deleteMany({ where });
}
