import { toApplicationResource } from "@/lib/accounts/applications/application-row";
import { assertApplicationTemplates } from "@/lib/accounts/applications/assert-application-templates";
import { assertUpstream } from "@/lib/accounts/applications/assert-upstream";
import { assertUpstreamHost } from "@/lib/accounts/applications/assert-upstream-host";
import {
  type ApplicationResource,
  type CreateApplicationInput,
  widgetThemeSchema,
} from "@/lib/accounts/applications/schema";
import { answerInTransaction } from "@/lib/db/transaction";
import { recordEdgeChanges } from "@/lib/edge/control-plane/record-changes";
import { Refusal } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

/** @throws Refusal invalid, forbidden (a key of the other environment) */
export async function createApplication(ctx: Context, input: CreateApplicationInput): Promise<ApplicationResource> {
  if (ctx.actor.kind === "key" && ctx.actor.environment !== input.environment) {
    const text = `A key of the ${ctx.actor.environment} environment creates applications of that environment only.`;
    throw new Refusal("forbidden", text, { param: "environment" });
  }
  if (input.recordTemplate) assertApplicationTemplates(input.recordTemplate, ctx.policy.edge);
  if (input.upstreamHost) assertUpstreamHost(ctx, input.upstreamHost);
  if (input.upstream !== null) await assertUpstream(ctx, input.upstream);
  return answerInTransaction(ctx, async (tx) => {
    const { name, environment } = input;
    const row = await tx.application.create({
      data: {
        id: newId(ctx.now()),
        tenantId: ctx.tenantId,
        name,
        environment,
        upstream: input.upstream,
        upstreamHost: input.upstreamHost ?? null,
        ...(input.recordTemplate ? { recordTemplate: input.recordTemplate } : {}),
        allowedOrigins: input.allowedOrigins,
        verifyOrigin: input.verifyOrigin ?? false,
        repairDrift: input.repairDrift ?? false,
        ...(input.widget ? { widget: widgetThemeSchema.parse(input.widget) } : {}),
        createdAt: ctx.now(),
      },
    });
    const { id: applicationId, tenantId, upstream, upstreamHost } = row;
    await recordEdgeChanges(ctx, tx, [{ kind: "application", applicationId, tenantId, upstream, upstreamHost }]);
    await recordAudit(ctx, tx, "application.created", row.id, { name, environment });
    return toApplicationResource(row);
  });
}
