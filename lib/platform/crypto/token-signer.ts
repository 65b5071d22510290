import { jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import { errorText, Refusal } from "@/lib/kernel/errors";
import { scopes as allScopes, type Environment, type Scope } from "@/lib/kernel/scopes";

/** The claims of a widget token. Times are in whole seconds, as in JWT. */
export type TokenClaims = {
  tokenId: string;
  tenantId: string;
  applicationId: string;
  environment: Environment;
  /** null: any hostname of the application. */
  hostname: string | null;
  /** The key that created it; null: a person did. */
  keyId: string | null;
  /** The person who created it, and their session. */
  person?: { userId: string; sessionId: string };
  /** Who of the tenant's users it is for; absent: nobody was named. */
  endUserRef?: string;
  scopes: readonly Scope[];
  issuedAt: Date;
  expiresAt: Date;
};

/** Signs widget tokens, and reads them again. */
export interface TokenSigner {
  sign(claims: TokenClaims): Promise<string>;
  /** @throws Refusal token_expired; unauthorized where it is not valid for any other reason */
  verify(token: string, now: Date): Promise<TokenClaims>;
}

const algorithm = "HS256";
const issuer = "latchkey";
const audience = "widget";
/** How far ahead the clock of the signing instance may be. */
const clockSkewSeconds = 60;

const payloadSchema = z.object({
  jti: z.uuid(),
  tenant: z.uuid(),
  application: z.uuid(),
  environment: z.enum(["test", "live"]),
  hostname: z.string().min(1).max(253).optional(),
  key: z.uuid().optional(),
  user: z.uuid().optional(),
  session: z.uuid().optional(),
  end_user: z.string().min(1).max(200).optional(),
  scopes: z.array(z.enum(allScopes)),
  iat: z.int(),
  exp: z.int(),
});

/**
 * JWTs (RFC 7519) with HMAC-SHA-256. We choose the algorithm, not the token (RFC 8725, section 3.1).
 * @param secret TOKEN_HMAC_SECRET: at least 32 characters outside the sandbox, see lib/kernel/env.ts
 */
export function createTokenSigner(secret: string): TokenSigner {
  const key = new TextEncoder().encode(secret);
  return {
    sign: ({
      tokenId,
      tenantId,
      applicationId,
      environment,
      hostname,
      keyId,
      person,
      endUserRef,
      scopes,
      issuedAt,
      expiresAt,
    }) =>
      new SignJWT({
        tenant: tenantId,
        application: applicationId,
        environment,
        scopes,
        ...(hostname === null ? {} : { hostname }),
        ...(keyId === null ? {} : { key: keyId }),
        ...(endUserRef === undefined ? {} : { end_user: endUserRef }),
        ...(person ? { user: person.userId, session: person.sessionId } : {}),
      })
        .setProtectedHeader({ alg: algorithm, typ: "JWT" })
        .setIssuer(issuer)
        .setAudience(audience)
        .setJti(tokenId)
        .setIssuedAt(issuedAt)
        .setExpirationTime(expiresAt)
        .sign(key),

    async verify(token, now) {
      const payload = payloadSchema.safeParse(await verifiedPayload(token, key, now));
      if (!payload.success || payload.data.iat * 1_000 > now.getTime() + clockSkewSeconds * 1_000) throw invalid();
      const { jti, tenant, application, environment, hostname, key: keyId, scopes, iat, exp } = payload.data;
      const { user: userId, session: sessionId, end_user: endUserRef } = payload.data;
      return {
        tokenId: jti,
        tenantId: tenant,
        applicationId: application,
        environment,
        hostname: hostname ?? null,
        keyId: keyId ?? null,
        ...(endUserRef === undefined ? {} : { endUserRef }),
        ...(userId && sessionId ? { person: { userId, sessionId } } : {}),
        scopes,
        issuedAt: new Date(iat * 1_000),
        expiresAt: new Date(exp * 1_000),
      };
    },
  };
}

async function verifiedPayload(token: string, key: Uint8Array, now: Date): Promise<unknown> {
  try {
    const options = { algorithms: [algorithm], issuer, audience, currentDate: now, requiredClaims: ["exp", "iat"] };
    return (await jwtVerify(token, key, options)).payload;
  } catch (cause) {
    // jose checks the signature first and `exp` last: an expired token is valid in every other respect.
    if (isExpired(cause)) throw expired();
    throw invalid(cause);
  }
}

function isExpired(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === "ERR_JWT_EXPIRED";
}

function expired(): Refusal {
  const text =
    "This widget token has expired. Mint a fresh one on your server (POST /v1/tokens) and reopen the widget with it.";
  return new Refusal("token_expired", text);
}

function invalid(cause?: unknown): Refusal {
  const text = "This widget token is not valid. Mint one on your server (POST /v1/tokens) and send it as it is.";
  return new Refusal("unauthorized", text, {
    cause,
    ...(cause === undefined ? {} : { privateText: errorText(cause) }),
  });
}
