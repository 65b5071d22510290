import { renewSecret, type SecretCounts } from "@/lib/platform/crypto/renew-secret";
import type { ServiceContext } from "@/lib/platform/ports/context";

const batchSize = 200;
const firstId = "00000000-0000-0000-0000-000000000000";

/** Encrypts the tokens of all share links with the first of the configured keys, so that the others can be removed. */
export async function reencryptShareLinks({ database, encryptor }: ServiceContext): Promise<SecretCounts> {
  const counts = { reencrypted: 0, current: 0, unreadable: 0 };
  for (let after: string | null = firstId; after !== null; ) {
    const rows: { id: string; tokenSealed: Uint8Array<ArrayBuffer> | null }[] =
      await database.prisma.shareLink.findMany({
        where: { id: { gt: after }, tokenSealed: { not: null } },
        select: { id: true, tokenSealed: true },
        orderBy: { id: "asc" },
        take: batchSize,
      });
    for (const { id, tokenSealed } of rows) {
      if (tokenSealed === null) continue;
      const renewed = renewSecret(encryptor, tokenSealed);
      counts[renewed.kind] += 1;
      if (renewed.kind !== "reencrypted") continue;
      // One that was revoked meanwhile stays empty.
      await database.prisma.shareLink.updateMany({ where: { id, tokenSealed }, data: { tokenSealed: renewed.bytes } });
    }
    after = rows.length === batchSize ? (rows.at(-1)?.id ?? null) : null;
  }
  return counts;
}
