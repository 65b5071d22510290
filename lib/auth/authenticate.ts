import { hashSecret } from "@/lib/auth/hash-secret";
import { type Context, onBehalfOf, type Scope, type ServiceContext } from "@/lib/context";
import { Refusal } from "@/lib/errors";
import { authenticateToken } from "@/lib/tokens/authenticate-token";

const lastUsedResolutionMs = 60_000;

/**
 * Who is asking: an API key, the bearer of a widget token, or, in the sandbox only, one of our own pages in a browser.
 * @throws Refusal unauthorized, token_expired
 */
export async function authenticate(service: ServiceContext, headers: Headers): Promise<Context> {
  const authorization = headers.get("authorization");
  if (authorization === null) return authenticatePage(service, headers);
  const [, token] = /^Bearer +(eyJ[\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization) ?? [];
  if (token) return authenticateToken(service, token);
  const [, secret] = /^Bearer +(sk_(?:test|live)_[\w-]{1,200})$/i.exec(authorization) ?? [];
  if (!secret) throw new Refusal("unauthorized", "Send your API key as “Authorization: Bearer sk_…”.");
  const key = await service.database.prisma.apiKey.findUnique({
    where: { secretHash: hashSecret(secret), revokedAt: null, application: { deletedAt: null } },
  });
  if (!key) throw new Refusal("unauthorized", "This API key does not exist or was revoked.");
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

/**
 * Whether this caller may use this endpoint at all. A token's page must be of an origin that its application allows.
 * @throws Refusal forbidden
 */
export function assertCaller(
  ctx: Context,
  endpoint: { scope: Scope | null; widget?: true },
  origin: string | null,
): void {
  const { actor } = ctx;
  if (actor.kind === "key" && endpoint.scope !== null && !actor.scopes.includes(endpoint.scope)) {
    throw new Refusal("forbidden", `This key lacks the scope ${endpoint.scope}.`, {
      details: { scope: endpoint.scope },
    });
  }
  if (actor.kind !== "widget") return;
  if (!endpoint.widget) throw new Refusal("forbidden", "A widget token cannot be used here. Use an API key.");
  if (origin !== null && !actor.allowedOrigins.includes(origin)) {
    const text = `The token's application does not allow ${origin}. Add it to the application's allowed_origins.`;
    throw new Refusal("forbidden", text, { details: { origin } });
  }
}
