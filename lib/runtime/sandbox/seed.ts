import { createApplication } from "@/lib/accounts/applications/create-application";
import { createKey } from "@/lib/accounts/applications/create-key";
import { demoKey } from "@/lib/accounts/applications/find-demo-application";
import { moveUpstream } from "@/lib/accounts/applications/move-upstream";
import { createApplicationSchema } from "@/lib/accounts/applications/schema";
import { updateApplication } from "@/lib/accounts/applications/update-application";
import { isLoopbackHost } from "@/lib/accounts/auth/same-origin";
import { setLimitOverrides } from "@/lib/accounts/quotas/set-limit-overrides";
import { addOwner } from "@/lib/accounts/tenants/add-owner";
import { createTenant } from "@/lib/accounts/tenants/create-tenant";
import { setUpUser } from "@/lib/accounts/users/set-up-user";
import type { Application } from "@/lib/db/generated/client";
import { inTransaction } from "@/lib/db/transaction";
import { usageKindsIn } from "@/lib/kernel/plans";
import { scopes } from "@/lib/kernel/scopes";
import { hashSecret } from "@/lib/platform/crypto/hash-secret";
import { type Context, onBehalfOf, type ServiceContext } from "@/lib/platform/ports/context";
import { demoPeople } from "@/lib/runtime/sandbox/demo-people";

/**
 * The demo people, and the demo tenant with its application and key. What exists stays, also what a start that was killed
 * in between has left; the website's port is new at each start, so the origin moves each time.
 * @param appUrl of this installation, whose sample page opens the widget
 */
export async function seedSandbox(service: ServiceContext, originUrl: string, appUrl: string): Promise<void> {
  await Promise.all(Object.values(demoPeople).map((person) => setUpUser(service, person)));
  const { prisma } = service.database;
  const { email } = demoPeople.owner;
  const key = await prisma.apiKey.findUnique({
    where: { secretHash: hashSecret(demoKey) },
    include: { application: true },
  });
  const tenantId = key?.tenantId ?? (await findTenantOf(service, email)) ?? (await createDemoTenant(service, email));
  await addOwner(service, { tenantId, email });
  const ctx = onBehalfOf(service, tenantId, { kind: "admin" });
  await liftTestLimits(ctx);
  const application = key?.application ?? (await prisma.application.findFirst({ where: { tenantId } }));
  if (application) await moveUpstream(service, { id: application.id, from: application.upstream, to: originUrl });
  if (application) await allowOrigins(ctx, application, ownOrigins(appUrl));
  if (key) return;
  const { id } = application ?? (await createApplication(ctx, demoApplication(originUrl, ownOrigins(appUrl))));
  await createKey(ctx, { id, name: "Demo key", scopes: [...scopes], secret: demoKey });
}

/** No public authority issues the sandbox's certificates. Limits that somebody set in the support console stay. */
async function liftTestLimits(ctx: Context): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const tenant = await tx.tenant.findUniqueOrThrow({ where: { id: ctx.tenantId }, select: { limitOverrides: true } });
    if (tenant.limitOverrides !== null) return;
    const unlimited = Object.fromEntries(usageKindsIn("test").map((kind) => [kind, null]));
    await setLimitOverrides(ctx, tx, unlimited);
  });
}

async function findTenantOf({ database }: ServiceContext, email: string): Promise<string | null> {
  const membership = await database.prisma.membership.findFirst({ where: { role: "owner", user: { email } } });
  return membership?.tenantId ?? null;
}

async function createDemoTenant(service: ServiceContext, ownerEmail: string): Promise<string> {
  const { id } = await createTenant(service, { name: "Demo", ownerEmail });
  return id;
}

function demoApplication(upstream: string, allowedOrigins: readonly string[]) {
  return createApplicationSchema.parse({ name: "Demo shop", environment: "test", upstream, allowedOrigins });
}

/** People open the sandbox by either name of this machine. */
function ownOrigins(appUrl: string): string[] {
  const { origin, host, port } = new URL(appUrl);
  const names = isLoopbackHost(host) ? ["localhost", "127.0.0.1"] : [];
  return [...new Set([origin, ...names.map((name) => new URL(`http://${name}:${port}`).origin)])];
}

/** Those that somebody has added stay. */
async function allowOrigins(
  ctx: Context,
  { id, allowedOrigins }: Application,
  wanted: readonly string[],
): Promise<void> {
  const missing = wanted.filter((origin) => !allowedOrigins.includes(origin));
  if (missing.length > 0) await updateApplication(ctx, { id, allowedOrigins: [...allowedOrigins, ...missing] });
}
