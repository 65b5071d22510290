import { getApplicationRow } from "@/lib/accounts/applications/application-row";
import { answerInTransaction, type Tx } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import type { Environment } from "@/lib/kernel/scopes";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";
import { assertEndpointUrl, toEndpointResource } from "@/lib/webhooks/endpoints/endpoint-row";
import { maxEndpointsPerEnvironment } from "@/lib/webhooks/policy";
import type { CreateWebhookEndpointInput, WebhookEndpointWithSecret } from "@/lib/webhooks/schema";
import { newSigningSecret } from "@/lib/webhooks/signing-secret";

/**
 * Creates a webhook endpoint. Only this response contains its signing secret.
 * @throws Refusal invalid, not_found (application), forbidden (a key of the other environment), invalid_state (too many)
 */
export async function createWebhookEndpoint(
  ctx: Context,
  input: CreateWebhookEndpointInput,
): Promise<WebhookEndpointWithSecret> {
  const url = assertEndpointUrl(ctx, input.url);
  const signingSecret = newSigningSecret();
  return answerInTransaction(ctx, async (tx) => {
    const environment = await environmentOf(ctx, tx, input);
    await assertRoom(ctx, tx, environment);
    const row = await tx.webhookEndpoint.create({
      data: {
        id: newId(ctx.now()),
        tenantId: ctx.tenantId,
        environment,
        applicationId: input.applicationId,
        url,
        description: input.description,
        eventTypes: input.eventTypes,
        secretSealed: ctx.encryptor.encrypt(signingSecret),
        createdAt: ctx.now(),
      },
    });
    await recordAudit(ctx, tx, "webhook_endpoint.created", row.id, { environment, eventTypes: row.eventTypes });
    return { ...toEndpointResource(ctx, row), signingSecret };
  });
}

/** The caller's, the application's, or the requested one; those that are known must agree. */
async function environmentOf(ctx: Context, tx: Tx, input: CreateWebhookEndpointInput): Promise<Environment> {
  const own = ctx.actor.kind === "key" ? ctx.actor.environment : undefined;
  if (own && input.environment && input.environment !== own) {
    const text = `A key of the ${own} environment makes webhook endpoints of that environment only.`;
    throw new Refusal("forbidden", text, { param: "environment" });
  }
  const given = own ?? input.environment;
  if (input.applicationId !== null) {
    const { environment } = await getApplicationRow(ctx, input.applicationId, tx);
    if (given && given !== environment) {
      const text = `This application belongs to the ${environment} environment.`;
      throw new Refusal("invalid", text, { param: "environment" });
    }
    return environment;
  }
  if (!given) throw new Refusal("invalid", "Say which environment: test or live.", { param: "environment" });
  return given;
}

/** Concurrent creates lock the tenant's row, so that none exceeds the limit. */
async function assertRoom(ctx: Context, tx: Tx, environment: Environment): Promise<void> {
  await tx.$queryRaw`SELECT id FROM tenants WHERE id = ${ctx.tenantId}::uuid FOR NO KEY UPDATE`;
  const count = await tx.webhookEndpoint.count({ where: { tenantId: ctx.tenantId, environment, deletedAt: null } });
  if (count < maxEndpointsPerEnvironment) return;
  const text = `The ${environment} environment has ${count} webhook endpoints, as many as there can be. Delete one first.`;
  throw new Refusal("invalid_state", text, { details: { limit: maxEndpointsPerEnvironment } });
}
