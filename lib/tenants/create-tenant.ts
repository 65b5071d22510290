import { z } from "zod";
import type { ServiceContext } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { newId } from "@/lib/ids";

export const createTenantSchema = z.strictObject({
  name: z.string().trim().min(1).max(120),
  ownerEmail: z
    .email()
    .max(254)
    .transform((value) => value.toLowerCase()),
});

export type CreateTenantInput = z.infer<typeof createTenantSchema>;

/** A tenant with its owner. A person who is known already becomes the owner of one more. */
export async function createTenant(service: ServiceContext, input: CreateTenantInput): Promise<{ id: string }> {
  const createdAt = service.now();
  return inTransaction(service, async (tx) => {
    const tenant = await tx.tenant.create({ data: { id: newId(createdAt), name: input.name, createdAt } });
    const user = await tx.user.upsert({
      where: { email: input.ownerEmail },
      create: { id: newId(createdAt), email: input.ownerEmail, createdAt },
      update: {},
    });
    await tx.membership.create({ data: { tenantId: tenant.id, userId: user.id, role: "owner", createdAt } });
    return { id: tenant.id };
  });
}
