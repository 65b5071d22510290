import { renewSecret, type SecretCounts } from "@/lib/platform/crypto/renew-secret";
import type { ServiceContext } from "@/lib/platform/ports/context";

const batchSize = 200;
const firstId = "00000000-0000-0000-0000-000000000000";

/** Encrypts the keys of all tenants with the first of the configured keys, so that the others can be removed. */
export async function reencryptDomainConnectKeys({ database, encryptor }: ServiceContext): Promise<SecretCounts> {
  const counts = { reencrypted: 0, current: 0, unreadable: 0 };
  for (let after: string | null = firstId; after !== null; ) {
    const rows: { id: string; privateKey: Uint8Array<ArrayBuffer> }[] = await database.prisma.domainConnectKey.findMany(
      {
        where: { id: { gt: after } },
        select: { id: true, privateKey: true },
        orderBy: { id: "asc" },
        take: batchSize,
      },
    );
    for (const { id, privateKey } of rows) {
      const renewed = renewSecret(encryptor, privateKey);
      counts[renewed.kind] += 1;
      if (renewed.kind !== "reencrypted") continue;
      await database.prisma.domainConnectKey.updateMany({ where: { id }, data: { privateKey: renewed.bytes } });
    }
    after = rows.length === batchSize ? (rows.at(-1)?.id ?? null) : null;
  }
  return counts;
}
