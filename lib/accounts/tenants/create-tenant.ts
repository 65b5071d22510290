import { z } from "zod";
import { inTransaction, type Tx } from "@/lib/db/transaction";
import { newId } from "@/lib/kernel/ids";
import { companyName } from "@/lib/kernel/one-line";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import { onBehalfOf, type ServiceContext } from "@/lib/platform/ports/context";

export const createTenantSchema = z.strictObject({
  name: companyName(120),
  ownerEmail: z
    .email()
    .max(254)
    .transform((value) => value.toLowerCase()),
});

export type CreateTenantInput = z.infer<typeof createTenantSchema>;

/** `ownerNeedsPassword`: the owner cannot sign in yet. */
export type CreatedTenant = { id: string; ownerNeedsPassword: boolean };

/** Creates a tenant with its owner, who may own others already. */
export async function createTenant(service: ServiceContext, input: CreateTenantInput): Promise<CreatedTenant> {
  const createdAt = service.now();
  return inTransaction(service, async (tx) => {
    const user = await tx.user.upsert({
      where: { email: input.ownerEmail },
      create: { id: newId(createdAt), email: input.ownerEmail, createdAt },
      update: {},
    });
    const { id } = await addTenant(service, tx, { name: input.name, ownerId: user.id });
    return { id, ownerNeedsPassword: user.emailVerifiedAt === null };
  });
}

/** For callers that create the owner in the same transaction. */
export async function addTenant(
  service: ServiceContext,
  tx: Tx,
  input: { name: string; ownerId: string },
): Promise<{ id: string }> {
  const createdAt = service.now();
  const { id } = await tx.tenant.create({ data: { id: newId(createdAt), name: input.name, createdAt } });
  await tx.membership.create({ data: { tenantId: id, userId: input.ownerId, role: "owner", createdAt } });
  const ctx = onBehalfOf(service, id, { kind: "admin" });
  await recordAudit(ctx, tx, "tenant.created", id, { name: input.name, ownerId: input.ownerId });
  return { id };
}
