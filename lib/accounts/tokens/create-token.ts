import { getApplicationRow } from "@/lib/accounts/applications/application-row";
import { assertHostname } from "@/lib/accounts/tokens/assert-hostname";
import type { CreateTokenInput, TokenResource } from "@/lib/accounts/tokens/schema";
import { answerInTransaction } from "@/lib/db/transaction";
import { newId } from "@/lib/kernel/ids";
import type { Scope } from "@/lib/kernel/scopes";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Actor, Context } from "@/lib/platform/ports/context";

const lifetimeMs = 60 * 60_000;

/** The scopes of the endpoints that accept tokens. Every role has them as well. */
const tokenScopes = ["connections:read", "connections:write"] as const satisfies readonly Scope[];

/**
 * Mints a token for one visitor's browser, for one application and, with `domain`, one hostname. It is not stored: it ends
 * early when its application is deleted, or the key or session that created it ends.
 * @throws Refusal invalid (domain), not_found (application)
 */
export async function createToken(ctx: Context, input: CreateTokenInput): Promise<TokenResource> {
  const hostname = input.domain === undefined ? null : assertHostname(ctx, input.domain, "domain").hostname;
  const { actor } = ctx;
  return answerInTransaction(ctx, async (tx) => {
    const { id: applicationId, environment } = await getApplicationRow(ctx, input.applicationId, tx);
    const issuedAt = wholeSecond(ctx.now());
    const expiresAt = new Date(issuedAt.getTime() + lifetimeMs);
    const tokenId = newId(ctx.now());
    const authToken = await ctx.tokens.sign({
      tokenId,
      tenantId: ctx.tenantId,
      applicationId,
      environment,
      hostname,
      keyId: actor.kind === "key" ? actor.keyId : null,
      ...(actor.kind === "user" ? { person: { userId: actor.userId, sessionId: actor.sessionId } } : {}),
      ...(input.endUserRef === undefined ? {} : { endUserRef: input.endUserRef }),
      scopes: scopesFor(actor),
      issuedAt,
      expiresAt,
    });
    await recordAudit(ctx, tx, "token.created", tokenId, {
      applicationId,
      hostname,
      expiresAt: expiresAt.toISOString(),
    });
    return { authToken, expiresAt };
  });
}

/** A token has no scope that its minter lacks. */
function scopesFor(actor: Actor): Scope[] {
  return actor.kind === "key" ? tokenScopes.filter((scope) => actor.scopes.includes(scope)) : [...tokenScopes];
}

/** Times in a JWT are whole seconds: the response must agree with the token. */
function wholeSecond(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 1_000) * 1_000);
}
