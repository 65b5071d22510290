import { Refusal } from "@/lib/kernel/errors";
import { type Role, scopesOfRole } from "@/lib/kernel/roles";
import type { TokenClaims } from "@/lib/platform/crypto/token-signer";
import { type Context, onBehalfOf, type ServiceContext } from "@/lib/platform/ports/context";

/**
 * The context of a widget token. Its application, and the key or the session and membership that it was created with, are
 * read each time, in one statement: ending one of them ends the token at once, and `allowed_origins` are current.
 * @throws Refusal unauthorized, token_expired
 */
export async function authenticateToken(service: ServiceContext, token: string): Promise<Context> {
  const claims = await service.tokens.verify(token, service.now());
  const { tokenId, tenantId, applicationId, environment, hostname, endUserRef = null, expiresAt } = claims;
  const found = await findOrigin(service, claims);
  const scopes = found ? claims.scopes.filter((scope) => !found.role || scopesOfRole[found.role].includes(scope)) : [];
  if (!found || scopes.length === 0) {
    const text =
      "The application of this widget token was deleted, or the key or session that created it has ended. Create another.";
    throw new Refusal("unauthorized", text);
  }
  const { allowedOrigins } = found;
  const bound = { tokenId, applicationId, environment, hostname, endUserRef, expiresAt };
  return onBehalfOf(service, tenantId, { kind: "widget", ...bound, scopes, allowedOrigins });
}

/**
 * What the token was created from, if all of it is still valid. `role`: of the person who created it. Tokens of before they
 * named their person have neither key nor person: they end by time, within an hour of the update.
 */
async function findOrigin(
  { database, now }: ServiceContext,
  { tenantId, applicationId, environment, keyId, person }: TokenClaims,
): Promise<{ allowedOrigins: string[]; role: Role | null } | undefined> {
  const rows = await database.prisma.$queryRaw<{ allowedOrigins: string[]; role: Role | null }[]>`
    SELECT COALESCE(app.allowed_origins, '{}') AS "allowedOrigins", member.role::text AS role
    FROM applications app
    LEFT JOIN memberships member ON member.tenant_id = app.tenant_id AND member.user_id = ${person?.userId ?? null}::uuid
      AND EXISTS (
        SELECT FROM user_sessions s
        WHERE s.id = ${person?.sessionId ?? null}::uuid AND s.user_id = member.user_id AND s.revoked_at IS NULL
          AND s.expires_at > ${now()})
    WHERE app.id = ${applicationId}::uuid AND app.tenant_id = ${tenantId}::uuid
      AND app.environment = ${environment}::environment AND app.deleted_at IS NULL
      AND (${person?.userId ?? null}::uuid IS NULL OR member.role IS NOT NULL)
      AND (${keyId}::uuid IS NULL OR EXISTS (
        SELECT FROM api_keys k JOIN applications a ON a.id = k.application_id
        WHERE k.id = ${keyId}::uuid AND k.tenant_id = ${tenantId}::uuid AND k.revoked_at IS NULL
          AND a.deleted_at IS NULL))`;
  return rows[0];
}
