import { z } from "zod";
import { inTransaction } from "@/lib/db/transaction";
import { newId } from "@/lib/kernel/ids";
import type { ServiceContext } from "@/lib/platform/ports/context";

export const makeStaffSchema = z.strictObject({
  email: z
    .email()
    .max(254)
    .transform((value) => value.toLowerCase()),
});

/** Makes a person support staff, who see every tenant. A new person first sets a password, by mail or link. */
export async function makeStaff(
  service: ServiceContext,
  { email }: z.infer<typeof makeStaffSchema>,
): Promise<{ userId: string; needsPassword: boolean }> {
  const createdAt = service.now();
  return inTransaction(service, async (tx) => {
    const user = await tx.user.upsert({
      where: { email },
      create: { id: newId(createdAt), email, isStaff: true, createdAt },
      update: { isStaff: true },
    });
    return { userId: user.id, needsPassword: user.passwordHash === null || user.emailVerifiedAt === null };
  });
}
