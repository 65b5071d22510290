import { Refusal } from "@/lib/kernel/errors";
import type { TokenClaims } from "@/lib/platform/crypto/token-signer";
import { type Context, onBehalfOf, type ServiceContext } from "@/lib/platform/ports/context";

/**
 * The context of a widget token. Its application and the key that minted it are read each time, in one statement: deleting
 * the one or revoking the other ends the token at once, and `allowed_origins` are current.
 * @throws Refusal unauthorized, token_expired
 */
export async function authenticateToken(service: ServiceContext, token: string): Promise<Context> {
  const claims = await service.tokens.verify(token, service.now());
  const { tokenId, tenantId, applicationId, environment, hostname, scopes } = claims;
  const allowedOrigins = await findAllowedOrigins(service, claims);
  if (!allowedOrigins) {
    const text =
      "The application of this widget token was deleted, or the key that minted it was revoked. Mint another.";
    throw new Refusal("unauthorized", text);
  }
  const actor = { kind: "widget" as const, tokenId, applicationId, environment, hostname, scopes, allowedOrigins };
  return onBehalfOf(service, tenantId, actor);
}

async function findAllowedOrigins(
  { database }: ServiceContext,
  { tenantId, applicationId, environment, keyId }: TokenClaims,
): Promise<string[] | undefined> {
  const rows = await database.prisma.$queryRaw<{ allowedOrigins: string[] }[]>`
    SELECT COALESCE(allowed_origins, '{}') AS "allowedOrigins" FROM applications
    WHERE id = ${applicationId}::uuid AND tenant_id = ${tenantId}::uuid AND environment = ${environment}::environment
      AND deleted_at IS NULL
      AND (${keyId}::uuid IS NULL OR EXISTS (
        SELECT FROM api_keys k JOIN applications a ON a.id = k.application_id
        WHERE k.id = ${keyId}::uuid AND k.tenant_id = ${tenantId}::uuid AND k.revoked_at IS NULL
          AND a.deleted_at IS NULL))`;
  return rows[0]?.allowedOrigins;
}
