import { hashSecret } from "@/lib/auth/hash-secret";
import { type Context, onBehalfOf, type Scope, type ServiceContext } from "@/lib/context";
import { Refusal } from "@/lib/errors";

const lastUsedResolutionMs = 60_000;

/**
 * Who is asking: an API key, or, in the sandbox only, one of our own pages in a browser.
 * @throws Refusal unauthorized
 */
export async function authenticate(service: ServiceContext, headers: Headers): Promise<Context> {
  const authorization = headers.get("authorization");
  if (authorization === null) return authenticatePage(service, headers);
  const [, secret] = /^Bearer +(sk_(?:test|live)_[\w-]{1,200})$/i.exec(authorization) ?? [];
  if (!secret) throw new Refusal("unauthorized", "Send your API key as “Authorization: Bearer sk_…”.");
  const key = await service.database.prisma.apiKey.findUnique({ where: { secretHash: hashSecret(secret) } });
  if (!key || key.revokedAt !== null) throw new Refusal("unauthorized", "This API key does not exist or was revoked.");
  await noteUse(service, key.id, key.lastUsedAt);
  return onBehalfOf(service, key.tenantId, {
    kind: "key",
    keyId: key.id,
    applicationId: key.applicationId,
    environment: key.environment,
    scopes: key.scopes as Scope[],
  });
}

/** Not a write per request: once a minute says as much. */
async function noteUse(service: ServiceContext, keyId: string, lastUsedAt: Date | null): Promise<void> {
  const now = service.now();
  if (lastUsedAt !== null && now.getTime() - lastUsedAt.getTime() < lastUsedResolutionMs) return;
  await service.database.prisma.apiKey.updateMany({ where: { id: keyId }, data: { lastUsedAt: now } });
}

/** The sandbox's pages act as its demo tenant. `Sec-Fetch-Site` is set by browsers and cannot be set by a script. */
async function authenticatePage(service: ServiceContext, headers: Headers): Promise<Context> {
  if (service.policy.sandbox && headers.get("sec-fetch-site") === "same-origin") {
    const demo = await service.database.prisma.tenant.findFirst({ orderBy: { id: "asc" }, select: { id: true } });
    if (demo) return onBehalfOf(service, demo.id, { kind: "sandbox" });
  }
  throw new Refusal("unauthorized", "Send your API key as “Authorization: Bearer sk_…”.");
}

/** @throws Refusal forbidden when the caller's key lacks the scope */
export function assertScope(ctx: Context, scope: Scope): void {
  if (ctx.actor.kind === "key" && !ctx.actor.scopes.includes(scope)) {
    throw new Refusal("forbidden", `This key lacks the scope ${scope}.`, { details: { scope } });
  }
}
