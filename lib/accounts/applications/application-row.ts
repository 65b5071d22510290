import { type ApplicationResource, type KeyResource, widgetThemeSchema } from "@/lib/accounts/applications/schema";
import type { ApiKey, Application } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import { recordTemplatesSchema } from "@/lib/dns/records/schema";
import { Refusal } from "@/lib/kernel/errors";
import { type Context, visibleApplications } from "@/lib/platform/ports/context";

/** @throws Refusal not_found, also for a deleted one, another tenant's, and the other environment's */
export async function getApplicationRow(ctx: Context, id: string, tx?: Tx): Promise<Application> {
  const row = await (tx ?? ctx.database.prisma).application.findFirst({
    where: { id, tenantId: ctx.tenantId, AND: visibleApplications(ctx.actor) },
  });
  if (!row) throw new Refusal("not_found", `There is no application ${id}.`);
  return row;
}

export function toApplicationResource(row: Application): ApplicationResource {
  return {
    id: row.id,
    name: row.name,
    environment: row.environment,
    recordTemplate: row.recordTemplate === null ? null : recordTemplatesSchema.parse(row.recordTemplate),
    allowedOrigins: row.allowedOrigins,
    upstream: row.upstream,
    upstreamHost: row.upstreamHost,
    verifyOrigin: row.verifyOrigin,
    repairDrift: row.repairDrift,
    widget: widgetThemeSchema.parse(row.widget ?? {}),
    createdAt: row.createdAt,
  };
}

export function toKeyResource(row: ApiKey): KeyResource {
  return {
    id: row.id,
    applicationId: row.applicationId,
    name: row.name,
    last4: row.last4,
    environment: row.environment,
    scopes: row.scopes,
    lastUsedAt: row.lastUsedAt,
    revokedAt: row.revokedAt,
    createdAt: row.createdAt,
  };
}
