import { countersSql } from "@/lib/connections/counted-connections";
import type { ConnectionState } from "@/lib/connections/machine";
import { Prisma } from "@/lib/db/generated/client";
import type { ServiceContext } from "@/lib/platform/ports/context";

/** The connections of all tenants by state, from the counters. States without any may be missing. */
export function countAllByState({
  database,
}: Pick<ServiceContext, "database">): Promise<{ state: ConnectionState; count: number }[]> {
  return database.read(Prisma.sql`
    SELECT state::text AS state, sum(count)::float8 AS count FROM (${countersSql}) c GROUP BY state`);
}
