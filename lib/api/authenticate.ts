import { contextOf, type FoundSession, findSession, staffContextOf } from "@/lib/accounts/auth/find-session";
import { assertSameOrigin } from "@/lib/accounts/auth/same-origin";
import { authenticateToken } from "@/lib/accounts/tokens/authenticate-token";
import { Prisma } from "@/lib/db/generated/client";
import { ofDatabase } from "@/lib/db/of-database";
import { prepared } from "@/lib/db/prepared";
import { Refusal } from "@/lib/kernel/errors";
import { joinWork } from "@/lib/kernel/join-work";
import { scopesOfRole } from "@/lib/kernel/roles";
import type { Environment, Scope } from "@/lib/kernel/scopes";
import { hashSecret } from "@/lib/platform/crypto/hash-secret";
import { type Caller, type Context, onBehalfOf, type ServiceContext } from "@/lib/platform/ports/context";

const lastUsedResolutionMs = 60_000;

/** The part of an endpoint that says who may call it. */
type AccessPolicy = { method: string; scope: Scope | null; widget?: true | "only"; caller?: "person" | "staff" };

/**
 * Authenticates an API key, a widget token, or the session cookie of a browser.
 * @throws Refusal unauthorized, token_expired, forbidden (a cookie from another origin)
 */
export async function authenticate(
  service: ServiceContext,
  request: { method: string; headers: Headers },
  policy: AccessPolicy,
  caller: Caller,
): Promise<Context> {
  const authorization = request.headers.get("authorization");
  if (authorization === null) return authenticateSession(service, request, policy, caller);
  const [, token] = /^Bearer +(eyJ[\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization) ?? [];
  if (token) return authenticateToken(service, token);
  const [, secret] = /^Bearer +(sk_(?:test|live)_[\w-]{1,200})$/i.exec(authorization) ?? [];
  if (!secret) throw new Refusal("unauthorized", "Send your API key as “Authorization: Bearer sk_…”.");
  const key = await keysIn(service.database)(hashSecret(secret), service);
  if (!key) throw new Refusal("unauthorized", "This API key does not exist or was revoked.");
  return onBehalfOf(service, key.tenantId, {
    kind: "key",
    keyId: key.id,
    applicationId: key.applicationId,
    environment: key.environment,
    scopes: key.scopes,
  });
}

type FoundKey = {
  id: string;
  tenantId: string;
  applicationId: string;
  environment: Environment;
  scopes: Scope[];
  lastUsedAt: Date | null;
};

/**
 * Not cached: a revoked key is refused on the next request, whichever instance revoked it. Requests of one key at the same
 * time share a look-up that starts after all of them arrived.
 */
const keysIn = ofDatabase(() =>
  joinWork<ServiceContext, FoundKey | null>({
    maxItems: 1_000,
    run: async (services, secretHash) => {
      const [service] = services;
      const key = service ? await findKey(service, secretHash) : null;
      if (service && key) await recordUse(service, key.id, key.lastUsedAt);
      return services.map(() => ({ ok: true, value: key }));
    },
  }),
);

async function findKey({ database }: ServiceContext, secretHash: string): Promise<FoundKey | null> {
  const statement = Prisma.sql`${prepared("find-key")}
    SELECT k.id, k.tenant_id AS "tenantId", k.application_id AS "applicationId", k.environment, k.scopes,
      k.last_used_at AS "lastUsedAt"
    FROM api_keys k JOIN applications a ON a.id = k.application_id
    WHERE k.secret_hash = ${secretHash} AND k.revoked_at IS NULL AND a.deleted_at IS NULL`;
  const [key] = await database.read<FoundKey>(statement);
  return key ?? null;
}

/** At most one write per key and minute. */
async function recordUse(service: ServiceContext, keyId: string, lastUsedAt: Date | null): Promise<void> {
  const now = service.now();
  if (lastUsedAt !== null && now.getTime() - lastUsedAt.getTime() < lastUsedResolutionMs) return;
  await service.database.prisma.apiKey.updateMany({ where: { id: keyId }, data: { lastUsedAt: now } });
}

async function authenticateSession(
  service: ServiceContext,
  { method, headers }: { method: string; headers: Headers },
  policy: AccessPolicy,
  caller: Caller,
): Promise<Context> {
  const found = await findSession(service, headers, caller.ip);
  if (!found) {
    throw new Refusal("unauthorized", "Send your API key as “Authorization: Bearer sk_…”, or sign in with a browser.");
  }
  assertSameOrigin(service.policy, method, headers);
  return sessionContext(service, found, policy);
}

/**
 * The context in which a page may run an endpoint's verb for its visitor: the checks of the endpoint itself.
 * @throws Refusal forbidden, not_found (what is for staff)
 */
export function authorizeSession(service: ServiceContext, found: FoundSession, policy: AccessPolicy): Context {
  const ctx = sessionContext(service, found, policy);
  assertCaller(ctx, policy, null);
  return ctx;
}

function sessionContext(service: ServiceContext, found: FoundSession, policy: AccessPolicy): Context {
  return policy.caller === "staff" && found.user.isStaff ? staffContextOf(service, found) : contextOf(service, found);
}

/**
 * Checks that the caller may use the endpoint. A widget token's page must be of an origin that its application allows.
 * @throws Refusal forbidden; not_found for everyone but support staff on an endpoint of theirs: it does not exist for them
 */
export function assertCaller(ctx: Context, policy: AccessPolicy, origin: string | null): void {
  const { actor } = ctx;
  if (policy.caller === "staff" && actor.kind !== "staff") throw new Refusal("not_found", "There is nothing here.");
  if (policy.widget === "only" && actor.kind !== "widget") {
    const text = "This is for widget tokens. Read an application's `widget` at GET /v1/applications/{id}.";
    throw new Refusal("forbidden", text);
  }
  if (isView(ctx, policy) && policy.method !== "GET") {
    throw new Refusal(
      "forbidden",
      "You are viewing this company as support staff, read-only. Stop viewing it to make changes.",
    );
  }
  if (policy.caller) assertPerson(ctx);
  else if (actor.kind === "user") assertRole(actor.role, policy.scope);
  if (actor.kind === "widget" && !policy.widget) {
    throw new Refusal("forbidden", "A widget token cannot be used here. Use an API key.");
  }
  if ("scopes" in actor && policy.scope !== null && !actor.scopes.includes(policy.scope)) {
    const whose = actor.kind === "key" ? "This key" : "The key that created this token";
    throw new Refusal("forbidden", `${whose} lacks the scope ${policy.scope}.`, { details: { scope: policy.scope } });
  }
  if (actor.kind !== "widget") return;
  if (origin !== null && !actor.allowedOrigins.includes(origin)) {
    const text = `The token's application does not allow ${origin}. Add it to the application's allowed_origins.`;
    throw new Refusal("forbidden", text, { details: { origin } });
  }
}

/** Whether support staff view a tenant through the tenant's own endpoints, not through those of the console. */
export function isView({ actor }: Context, policy: Pick<AccessPolicy, "caller">): boolean {
  return actor.kind === "staff" && policy.caller !== "staff";
}

function assertPerson({ actor }: Context): void {
  if (actor.kind === "user" || actor.kind === "staff") return;
  throw new Refusal("forbidden", "This endpoint needs a browser session. API keys and tokens cannot use it.");
}

function assertRole(role: keyof typeof scopesOfRole | null, scope: Scope | null): void {
  if (role === null) throw new Refusal("forbidden", "You are not a member of a company yet. Ask for an invitation.");
  if (scope === null || scopesOfRole[role].includes(scope)) return;
  const text = `Your role (${role}) does not allow this. Ask an owner or admin of your company.`;
  throw new Refusal("forbidden", text, { details: { scope, role } });
}
