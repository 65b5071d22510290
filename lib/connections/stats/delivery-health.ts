import type { OverviewResource } from "@/lib/connections/stats/schema";
import { Prisma } from "@/lib/db/generated/client";
import { preparedForms } from "@/lib/db/prepared";
import { firstIdAt } from "@/lib/kernel/ids";
import { type Context, environmentFilter } from "@/lib/platform/ports/context";

const windowMs = 24 * 3_600_000;
const maxCounted = 100_000;

/** The last day's webhook deliveries by status, and how many endpoints cannot be reached. */
export async function deliveryHealth(ctx: Context, applicationId?: string): Promise<OverviewResource["deliveries"]> {
  const { environment } = environmentFilter(ctx.actor);
  const statement = Prisma.sql`
    SELECT status::text, count(*)::int FROM (
      SELECT d.status FROM webhook_deliveries d
      WHERE d.tenant_id = ${ctx.tenantId}::uuid
        AND d.id >= ${firstIdAt(new Date(ctx.now().getTime() - windowMs))}::uuid AND ${visibleDeliveriesSql(ctx)}
        ${applicationId ? ofApplication(applicationId) : Prisma.empty}
      ORDER BY d.id DESC LIMIT ${maxCounted}) AS recent
    GROUP BY status
    UNION ALL
    SELECT 'failing endpoints', count(*)::int FROM webhook_endpoints w
    WHERE w.tenant_id = ${ctx.tenantId}::uuid AND w.deleted_at IS NULL
      AND (w.status = 'disabled' OR (w.status = 'enabled' AND w.failing_since IS NOT NULL))
      ${environment ? Prisma.sql`AND w.environment = ${environment}::environment` : Prisma.empty}
      ${applicationId ? Prisma.sql`AND (w.application_id = ${applicationId}::uuid OR w.application_id IS NULL)` : Prisma.empty}`;
  const rows = await ctx.database.read<{ status: string; count: number }>(preparedForms("delivery-health", statement));
  const of = (status: string) => rows.find((row) => row.status === status)?.count ?? 0;
  return {
    pending: of("pending"),
    succeeded: of("succeeded"),
    failed: of("failed"),
    failingEndpoints: of("failing endpoints"),
  };
}

/** `environmentFilter` as a condition on `webhook_deliveries d`. */
export function visibleDeliveriesSql(ctx: Context): Prisma.Sql {
  const { environment } = environmentFilter(ctx.actor);
  if (!environment) return Prisma.sql`true`;
  return Prisma.sql`d.endpoint_id IN (SELECT w.id FROM webhook_endpoints w
    WHERE w.tenant_id = ${ctx.tenantId}::uuid AND w.environment = ${environment}::environment)`;
}

function ofApplication(applicationId: string): Prisma.Sql {
  return Prisma.sql`AND EXISTS (SELECT 1 FROM connections c
    WHERE c.id = d.connection_id AND c.application_id = ${applicationId}::uuid)`;
}
