import { createApplication } from "@/lib/accounts/applications/create-application";
import { createKey } from "@/lib/accounts/applications/create-key";
import { demoKey } from "@/lib/accounts/applications/find-demo-application";
import { moveUpstream } from "@/lib/accounts/applications/move-upstream";
import { createApplicationSchema } from "@/lib/accounts/applications/schema";
import { addOwner } from "@/lib/accounts/tenants/add-owner";
import { createTenant } from "@/lib/accounts/tenants/create-tenant";
import { setUpUser } from "@/lib/accounts/users/set-up-user";
import { scopes } from "@/lib/kernel/scopes";
import { hashSecret } from "@/lib/platform/crypto/hash-secret";
import { onBehalfOf, type ServiceContext } from "@/lib/platform/ports/context";

/** Who may sign in to the sandbox: printed at its start, and one click on its sign-in page. */
export const demoPeople = {
  owner: { email: "demo@latchkey.test", password: "demo-sandbox-password", name: "Demo", isStaff: false },
  staff: { email: "support@latchkey.test", password: "support-sandbox-password", name: "Support", isStaff: true },
} as const;

/**
 * The demo people, and the demo tenant with its application and key. Existing rows stay; the website's port is
 * new at each start, so the origin moves each time.
 */
export async function seedSandbox(service: ServiceContext, originUrl: string): Promise<void> {
  await Promise.all(Object.values(demoPeople).map((person) => setUpUser(service, person)));
  const { email } = demoPeople.owner;
  const key = await service.database.prisma.apiKey.findUnique({
    where: { secretHash: hashSecret(demoKey) },
    include: { application: true },
  });
  if (key) {
    await moveUpstream(service, { id: key.applicationId, from: key.application.upstream, to: originUrl });
    await addOwner(service, { tenantId: key.tenantId, email });
    return;
  }
  const tenant = await createTenant(service, { name: "Demo", ownerEmail: email });
  const ctx = onBehalfOf(service, tenant.id, { kind: "admin" });
  const { id } = await createApplication(
    ctx,
    createApplicationSchema.parse({ name: "Demo shop", environment: "test", upstream: originUrl }),
  );
  await createKey(ctx, { id, name: "Demo key", scopes: [...scopes], secret: demoKey });
}
