import { z } from "zod";
import type { StoredCredential } from "@/lib/accounts/credentials/credential-row";
import type { Credential, ZoneWriter } from "@/lib/dns/adapters/adapter";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";
import { Refusal } from "@/lib/kernel/errors";
import type { Context } from "@/lib/platform/ports/context";

const fieldsSchema = z.record(z.string(), z.string());

/**
 * Opens the provider's account with a stored credential. Nothing is sent yet. Whoever uses it reports how that went, with
 * `noteCredentialUse`.
 * @throws Refusal not_found; ProviderFault credential_invalid, credential_retired
 */
export async function openCredential(
  ctx: Context,
  credentialId: string,
): Promise<{ credential: StoredCredential; writer: ZoneWriter }> {
  const row = await ctx.database.prisma.dnsCredential.findFirst({
    where: { id: credentialId, tenantId: ctx.tenantId, deletedAt: null },
    select: { id: true, applicationId: true, provider: true, label: true, lastErrorCode: true, fieldsSealed: true },
  });
  if (!row) throw new Refusal("not_found", `There is no credential ${credentialId}.`);
  const { fieldsSealed, ...credential } = row;
  const fields = decryptFields(ctx, fieldsSealed);
  const writer = ctx.zoneWriters.open({ tenantId: ctx.tenantId, provider: row.provider, credential: fields });
  return { credential, writer };
}

function decryptFields(ctx: Context, sealed: Uint8Array): Credential {
  try {
    return fieldsSchema.parse(JSON.parse(ctx.encryptor.decrypt(sealed)));
  } catch {
    const said =
      "Latchkey can no longer decrypt this credential: its encryption key is gone. Delete it, and add it again.";
    throw new ProviderFault("credential_invalid", { said });
  }
}
