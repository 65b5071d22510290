import type { ConnectionRow } from "@/lib/connections/connection-row";
import { listWritten } from "@/lib/connections/writing/written-records";
import { challenge } from "@/lib/dns/records/challenge";
import type { UnwantedRecord } from "@/lib/dns/zones/plan-changes";
import type { WritableType } from "@/lib/dns/zones/record-set";
import type { Context } from "@/lib/platform/ports/context";

type Subject = Pick<ConnectionRow, "id" | "hostname">;

/**
 * By connection, what we wrote and may remove: nothing else. Where another connection has the hostname by now, its records
 * are the same, and stay: then only the old challenge goes.
 */
export async function listRemovable(ctx: Context, rows: readonly Subject[]): Promise<Map<string, UnwantedRecord[]>> {
  if (rows.length === 0) return new Map();
  const ids = rows.map(({ id }) => id);
  const written = await listWritten(ctx, ids);
  const held = await findHeldByOthers(ctx, rows);
  return new Map(
    rows.map(({ id, hostname }) => [
      id,
      written
        .filter(({ connectionId, name }) => {
          return connectionId === id && (!held.has(hostname) || name === challenge.name(hostname));
        })
        // Written by us, so of a type that is written.
        .map(({ name, type, value }) => ({ name, type: type as WritableType, value })),
    ]),
  );
}

/** Across tenants: a hostname may have gone to another account. */
async function findHeldByOthers(ctx: Context, rows: readonly Subject[]): Promise<Set<string>> {
  const ids = rows.map(({ id }) => id);
  const hostnames = rows.map(({ hostname }) => hostname);
  const held = await ctx.database.prisma.$queryRaw<{ hostname: string }[]>`
    SELECT hostname FROM hostname_claims WHERE hostname = ANY(${hostnames}) AND NOT connection_id = ANY(${ids}::uuid[])
    UNION
    SELECT hostname FROM connections WHERE tenant_id = ${ctx.tenantId}::uuid AND hostname = ANY(${hostnames})
      AND state NOT IN ('archived', 'failed') AND NOT id = ANY(${ids}::uuid[])`;
  return new Set(held.map(({ hostname }) => hostname));
}
