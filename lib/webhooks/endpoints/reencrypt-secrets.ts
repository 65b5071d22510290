import type { WebhookEndpoint } from "@/lib/db/generated/client";
import { renewSecret, type SecretCounts } from "@/lib/platform/crypto/renew-secret";
import type { ServiceContext } from "@/lib/platform/ports/context";

const batchSize = 200;
const firstId = "00000000-0000-0000-0000-000000000000";

type SecretRow = Pick<WebhookEndpoint, "id" | "secretSealed" | "previousSecretSealed">;

/**
 * Encrypts the signing secrets of all tenants with the first of the configured keys, so that the others can be removed. A
 * secret that changes meanwhile is left as it is: the new one is encrypted with the first key already.
 */
export async function reencryptSecrets({ database, encryptor }: ServiceContext): Promise<SecretCounts> {
  const counts = { reencrypted: 0, current: 0, unreadable: 0 };
  for (let after: string | null = firstId; after !== null; ) {
    const rows: SecretRow[] = await database.prisma.webhookEndpoint.findMany({
      where: { id: { gt: after } },
      select: { id: true, secretSealed: true, previousSecretSealed: true },
      orderBy: { id: "asc" },
      take: batchSize,
    });
    for (const { id, secretSealed, previousSecretSealed } of rows) {
      const renewed = [secretSealed, previousSecretSealed].map(renew);
      const kinds = renewed.map(({ kind }) => kind);
      if (kinds.includes("unreadable")) counts.unreadable += 1;
      else if (kinds.includes("reencrypted")) counts.reencrypted += 1;
      else counts.current += 1;
      if (!kinds.includes("reencrypted")) continue;
      const [secret, previous] = renewed.map(({ bytes }) => bytes);
      await database.prisma.webhookEndpoint.updateMany({
        where: { id, secretSealed, previousSecretSealed },
        data: { secretSealed: secret ?? secretSealed, previousSecretSealed: previous ?? null },
      });
    }
    after = rows.length === batchSize ? (rows.at(-1)?.id ?? null) : null;
  }
  return counts;

  function renew(bytes: Uint8Array<ArrayBuffer> | null) {
    return bytes === null ? { kind: "current" as const, bytes } : renewSecret(encryptor, bytes);
  }
}
