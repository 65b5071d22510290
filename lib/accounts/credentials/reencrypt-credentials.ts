import { renewSecret, type SecretCounts } from "@/lib/platform/crypto/renew-secret";
import type { ServiceContext } from "@/lib/platform/ports/context";

const batchSize = 200;
const firstId = "00000000-0000-0000-0000-000000000000";

/** Encrypts the credentials of all tenants with the first of the configured keys, so that the others can be removed. */
export async function reencryptCredentials({ database, encryptor }: ServiceContext): Promise<SecretCounts> {
  const counts = { reencrypted: 0, current: 0, unreadable: 0 };
  for (let after: string | null = firstId; after !== null; ) {
    const rows: { id: string; fieldsSealed: Uint8Array<ArrayBuffer> }[] = await database.prisma.dnsCredential.findMany({
      where: { id: { gt: after }, deletedAt: null },
      select: { id: true, fieldsSealed: true },
      orderBy: { id: "asc" },
      take: batchSize,
    });
    for (const { id, fieldsSealed } of rows) {
      const renewed = renewSecret(encryptor, fieldsSealed);
      counts[renewed.kind] += 1;
      if (renewed.kind !== "reencrypted") continue;
      // One that was deleted meanwhile stays empty.
      await database.prisma.dnsCredential.updateMany({
        where: { id, fieldsSealed },
        data: { fieldsSealed: renewed.bytes },
      });
    }
    after = rows.length === batchSize ? (rows.at(-1)?.id ?? null) : null;
  }
  return counts;
}
