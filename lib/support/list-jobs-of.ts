import type { Job } from "@/lib/db/generated/client";
import { connectionJobNames, jobKey } from "@/lib/platform/jobs/catalog";
import type { Context } from "@/lib/platform/ports/context";
import type { SupportJobResource } from "@/lib/support/schema";

const maxEndpoints = 20;

/** A connection's pending jobs: its checks and its webhook deliveries. Each is found by its key. */
export async function listJobsOf({ tenantId, database }: Context, connectionId: string): Promise<SupportJobResource[]> {
  const pending = await database.prisma.webhookDelivery.findMany({
    where: { tenantId, connectionId, status: "pending" },
    distinct: ["endpointId"],
    select: { endpointId: true },
    take: maxEndpoints,
  });
  const keys = [
    ...connectionJobNames.map((name) => jobKey(name, { connectionId })),
    ...pending.map(({ endpointId }) => jobKey("deliver-webhooks", { endpointId, connectionId })),
  ];
  const rows = await database.prisma.job.findMany({ where: { key: { in: keys } }, orderBy: { id: "asc" } });
  return rows.map(toJobResource);
}

export function toJobResource(row: Job): SupportJobResource {
  return {
    id: String(row.id),
    name: row.name,
    payload: row.payload as Record<string, unknown>,
    runAt: row.runAt,
    attempts: row.attempts,
    lastError: row.lastError,
    failedAt: row.failedAt,
    lockedUntil: row.lockedUntil,
    createdAt: row.createdAt,
  };
}
