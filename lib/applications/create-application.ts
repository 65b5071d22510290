import { toApplicationResource } from "@/lib/applications/application-row";
import type { ApplicationResource, CreateApplicationInput } from "@/lib/applications/schema";
import { assertRecordTemplates } from "@/lib/connections/assert-records";
import type { Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { announceClaim } from "@/lib/edge/claim-notice";
import { Refusal } from "@/lib/errors";
import { newId } from "@/lib/ids";

/** Stands in for the hostname that a template will be filled with. */
const sample = { hostname: "shop.example.com", kind: "subdomain" } as const;

/** @throws Refusal invalid, forbidden (a key of the other environment) */
export async function createApplication(ctx: Context, input: CreateApplicationInput): Promise<ApplicationResource> {
  if (ctx.actor.kind === "key" && ctx.actor.environment !== input.environment) {
    const text = `A key of the ${ctx.actor.environment} environment makes applications of that environment only.`;
    throw new Refusal("forbidden", text, { param: "environment" });
  }
  if (input.recordTemplate) assertRecordTemplates(input.recordTemplate, sample, ctx.policy.edge, "record_template");
  return inTransaction(ctx, async (tx) => {
    const row = await tx.application.create({
      data: {
        id: newId(ctx.now()),
        tenantId: ctx.tenantId,
        name: input.name,
        environment: input.environment,
        upstream: input.upstream,
        ...(input.recordTemplate ? { recordTemplate: input.recordTemplate } : {}),
        allowedOrigins: input.allowedOrigins,
        createdAt: ctx.now(),
      },
    });
    await announceClaim(tx, { op: "upstream", applicationId: row.id, upstream: row.upstream });
    return toApplicationResource(row);
  });
}
