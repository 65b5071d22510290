import { authenticateToken } from "@/lib/accounts/tokens/authenticate-token";
import type { EndpointId } from "@/lib/api/endpoints/registry";
import { isRefusal } from "@/lib/kernel/errors";
import { hashSecret } from "@/lib/platform/crypto/hash-secret";
import type { Context } from "@/lib/platform/ports/context";
import { openSigningSecrets } from "@/lib/webhooks/signing-secret";

type Body = Record<string, unknown>;

/** The endpoints whose response has a secret, and whether that of a stored response, in wire form, is still valid. */
export const storedSecrets: { [Id in EndpointId]?: (ctx: Context, body: Body) => Promise<boolean> } = {
  createKey: isKeyCurrent,
  createToken: isTokenCurrent,
  createWebhookEndpoint: isSigningSecretCurrent,
  rotateWebhookSecret: isSigningSecretCurrent,
  startDomainConnect: isFlowCurrent,
  createShareLink: isShareLinkCurrent,
  createSupportShareLink: isShareLinkCurrent,
  sendInstructions: isMailedLinkCurrent,
};

async function isKeyCurrent({ database, tenantId }: Context, { secret }: Body): Promise<boolean> {
  const where = { tenantId, secretHash: hashSecret(String(secret)), revokedAt: null, application: { deletedAt: null } };
  return (await database.prisma.apiKey.count({ where })) > 0;
}

async function isTokenCurrent(ctx: Context, { auth_token }: Body): Promise<boolean> {
  try {
    await authenticateToken(ctx, String(auth_token));
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

/** The previous secret counts while it still signs. */
async function isSigningSecretCurrent(ctx: Context, { id, signing_secret }: Body): Promise<boolean> {
  const where = { id: String(id), tenantId: ctx.tenantId, deletedAt: null };
  const row = await ctx.database.prisma.webhookEndpoint.findFirst({ where });
  return row !== null && openSigningSecrets(ctx, row).includes(String(signing_secret));
}

/** The state in the URL is good once. */
async function isFlowCurrent({ database, tenantId, now }: Context, { apply_url }: Body): Promise<boolean> {
  if (apply_url === null) return true;
  const state = new URL(String(apply_url)).searchParams.get("state") ?? "";
  const where = { tenantId, stateHash: hashSecret(state), usedAt: null, expiresAt: { gt: now() } };
  return (await database.prisma.domainConnectFlow.count({ where })) > 0;
}

/** By the token alone: support staff create links of other tenants. */
async function isShareLinkCurrent({ database, now }: Context, { token }: Body): Promise<boolean> {
  const where = { tokenHash: hashSecret(String(token)), revokedAt: null, expiresAt: { gt: now() } };
  return (await database.prisma.shareLink.count({ where })) > 0;
}

/** Its URL has the token. */
async function isMailedLinkCurrent({ database, tenantId, now }: Context, { id }: Body): Promise<boolean> {
  const where = { id: String(id), tenantId, revokedAt: null, expiresAt: { gt: now() } };
  return (await database.prisma.shareLink.count({ where })) > 0;
}
