import type { Application } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import { hashSecret } from "@/lib/platform/crypto/hash-secret";

/** The key of the sandbox's own application. It is public. */
export const demoKey = "sk_test_demo";

/** The sandbox's own application, whose key is public; null where there is none, as in production. */
export async function findDemoApplication(client: Pick<Tx, "apiKey">): Promise<Application | null> {
  const key = await client.apiKey.findUnique({
    where: { secretHash: hashSecret(demoKey), revokedAt: null },
    include: { application: true },
  });
  return key?.application ?? null;
}
