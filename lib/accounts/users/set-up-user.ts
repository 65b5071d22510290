import { inTransaction } from "@/lib/db/transaction";
import { newId } from "@/lib/kernel/ids";
import type { ServiceContext } from "@/lib/platform/ports/context";

/** For seeds: a person who can sign in at once. One who exists already gets this name, password and role again. */
export async function setUpUser(
  service: ServiceContext,
  input: { email: string; name: string; password: string; isStaff: boolean },
): Promise<void> {
  const { email, password, ...facts } = input;
  const createdAt = service.now();
  const passwordHash = await service.passwords.hash(password);
  const fields = { ...facts, passwordHash, emailVerifiedAt: createdAt, tourEndedAt: createdAt };
  await inTransaction(service, (tx) =>
    tx.user.upsert({
      where: { email },
      create: { id: newId(createdAt), email, createdAt, ...fields },
      update: fields,
    }),
  );
}
