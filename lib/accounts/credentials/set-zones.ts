import type { Tx } from "@/lib/db/transaction";
import type { Context } from "@/lib/platform/ports/context";

type Zones = { credentialId: string; applicationId: string; names: readonly string[] };

/** Adds the zones that a credential reaches. */
export async function addZones(ctx: Context, tx: Tx, { credentialId, applicationId, names }: Zones): Promise<void> {
  if (names.length === 0) return;
  await tx.dnsCredentialZone.createMany({
    data: names.map((name) => ({ credentialId, applicationId, tenantId: ctx.tenantId, name })),
    skipDuplicates: true,
  });
}

/** Makes these the zones of a credential, and no others. */
export async function setZones(ctx: Context, tx: Tx, zones: Zones): Promise<void> {
  const { credentialId, names } = zones;
  await tx.$executeRaw`
    DELETE FROM dns_credential_zones
    WHERE credential_id = ${credentialId}::uuid AND tenant_id = ${ctx.tenantId}::uuid AND name <> ALL(${[...names]}::text[])`;
  await addZones(ctx, tx, zones);
}
