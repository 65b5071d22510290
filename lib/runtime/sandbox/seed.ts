import { demoKey } from "@/lib/accounts/applications/find-demo-application";
import type { Application } from "@/lib/db/generated/client";
import { inTransaction, type Tx } from "@/lib/db/transaction";
import { announceClaims } from "@/lib/edge/claim-notice";
import { newId } from "@/lib/kernel/ids";
import { scopes } from "@/lib/kernel/scopes";
import { hashSecret } from "@/lib/platform/crypto/hash-secret";
import type { ServiceContext } from "@/lib/platform/ports/context";

/** Who may sign in to the sandbox: printed at its start, and a click on its sign-in page. */
export const demoPeople = {
  owner: { email: "demo@latchkey.test", password: "demo-sandbox-password", name: "Demo", isStaff: false },
  staff: { email: "support@latchkey.test", password: "support-sandbox-password", name: "Support", isStaff: true },
} as const;

/** The demo tenant, its application and its key. The origin's port is new at each start, so it is written each time. */
export async function seedSandbox(service: ServiceContext, originUrl: string): Promise<void> {
  const secretHash = hashSecret(demoKey);
  const createdAt = service.now();
  const people = await hashPasswords(service);
  await inTransaction(service, async (tx) => {
    for (const { email, ...rest } of people) {
      const fields = { ...rest, emailVerifiedAt: createdAt };
      const create = { id: newId(createdAt), email, createdAt, ...fields };
      await tx.user.upsert({ where: { email }, create, update: fields });
    }
    const existing = await tx.apiKey.findUnique({ where: { secretHash }, include: { application: true } });
    if (existing) {
      await moveOrigin(tx, existing.application, originUrl);
      await joinDemo(tx, existing.tenantId, createdAt);
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
    await joinDemo(tx, tenant.id, createdAt);
  });
}

/** The demo application, and those of companies that signed up here and kept what they were given. */
async function moveOrigin(tx: Tx, demo: Application, originUrl: string): Promise<void> {
  const which = demo.upstream === null ? { id: demo.id } : { OR: [{ id: demo.id }, { upstream: demo.upstream }] };
  const moved = await tx.application.findMany({ where: which, select: { id: true }, take: 10_000 });
  await tx.application.updateMany({ where: { id: { in: moved.map(({ id }) => id) } }, data: { upstream: originUrl } });
  await announceClaims(
    tx,
    moved.map(({ id }) => ({ op: "upstream", applicationId: id, upstream: originUrl })),
  );
}

async function hashPasswords({ passwords }: ServiceContext) {
  const people = Object.values(demoPeople);
  return Promise.all(
    people.map(async ({ password, ...person }) => ({ ...person, passwordHash: await passwords.hash(password) })),
  );
}

async function joinDemo(tx: Tx, tenantId: string, createdAt: Date): Promise<void> {
  const { id: userId } = await tx.user.findUniqueOrThrow({ where: { email: demoPeople.owner.email } });
  const where = { tenantId_userId: { tenantId, userId } };
  await tx.membership.upsert({ where, create: { tenantId, userId, role: "owner", createdAt }, update: {} });
}
