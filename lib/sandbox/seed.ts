import { hashSecret } from "@/lib/auth/hash-secret";
import { type ServiceContext, scopes } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { announceClaim } from "@/lib/edge/claim-notice";
import { newId } from "@/lib/ids";

export const demoKey = "sk_test_demo";

/** The demo tenant, its application and its key. The origin's port is new at each start, so it is written each time. */
export async function seedSandbox(service: ServiceContext, originUrl: string): Promise<void> {
  const secretHash = hashSecret(demoKey);
  const createdAt = service.now();
  await inTransaction(service, async (tx) => {
    const existing = await tx.apiKey.findUnique({ where: { secretHash } });
    if (existing) {
      await tx.application.update({ where: { id: existing.applicationId }, data: { upstream: originUrl } });
      await announceClaim(tx, { op: "upstream", applicationId: existing.applicationId, upstream: originUrl });
      return;
    }
    const tenant = await tx.tenant.create({ data: { id: newId(createdAt), name: "Demo", createdAt } });
    const application = await tx.application.create({
      data: {
        id: newId(createdAt),
        tenantId: tenant.id,
        name: "Demo shop",
        environment: "test",
        upstream: originUrl,
        createdAt,
      },
    });
    await tx.apiKey.create({
      data: {
        id: newId(createdAt),
        tenantId: tenant.id,
        applicationId: application.id,
        name: "Demo key",
        environment: "test",
        last4: demoKey.slice(-4),
        secretHash,
        scopes: [...scopes],
        createdAt,
      },
    });
  });
}
