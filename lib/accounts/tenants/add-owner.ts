import { inTransaction } from "@/lib/db/transaction";
import type { ServiceContext } from "@/lib/platform/ports/context";

/** For seeds: makes a person an owner of a tenant. One who is a member already keeps their role. */
export async function addOwner(service: ServiceContext, input: { tenantId: string; email: string }): Promise<void> {
  const { tenantId, email } = input;
  await inTransaction(service, async (tx) => {
    const { id: userId } = await tx.user.findUniqueOrThrow({ where: { email } });
    await tx.membership.upsert({
      where: { tenantId_userId: { tenantId, userId } },
      create: { tenantId, userId, role: "owner", createdAt: service.now() },
      update: {},
    });
  });
}
