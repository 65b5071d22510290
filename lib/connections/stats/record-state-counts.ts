import { countersSql } from "@/lib/connections/counted-connections";
import { dayOf } from "@/lib/connections/stats/days";
import type { ServiceContext } from "@/lib/platform/ports/context";

const tenantsPerStatement = 200;
const maxStatements = 500;
const storedDays = 400;

/**
 * Counts the connections of each tenant by state, as today's rows; the last count of a day is stored. Idempotent: any
 * number of processes may run it. One statement for 200 tenants, from their counters; 100,000 tenants at most in one call.
 * @returns how many rows were written
 */
export async function recordStateCounts(service: Pick<ServiceContext, "now" | "database">): Promise<number> {
  const { prisma } = service.database;
  const today = dayOf(service.now());
  let after = "00000000-0000-0000-0000-000000000000";
  let written = 0;
  for (let statement = 0; statement < maxStatements; statement += 1) {
    const page = await prisma.tenant.findMany({
      where: { id: { gt: after } },
      orderBy: { id: "asc" },
      take: tenantsPerStatement,
      select: { id: true },
    });
    const ids = page.map(({ id }) => id);
    // A state without connections has no group: its row of earlier today becomes 0.
    written += await prisma.$executeRaw`
      WITH counted AS MATERIALIZED (
        SELECT c.tenant_id, a.environment, c.state, sum(c.count)::int AS count
        FROM (
          SELECT tenant_id, application_id, state, sum(count) AS count FROM (${countersSql}) AS counters
          WHERE tenant_id = ANY(${ids}::uuid[]) GROUP BY tenant_id, application_id, state) AS c
        JOIN applications a ON a.id = c.application_id
        GROUP BY c.tenant_id, a.environment, c.state HAVING sum(c.count) > 0
      ), emptied AS (
        UPDATE state_counts s SET count = 0
        WHERE s.tenant_id = ANY(${ids}::uuid[]) AND s.day = ${today}::date AND NOT EXISTS (
          SELECT 1 FROM counted WHERE counted.tenant_id = s.tenant_id AND counted.environment = s.environment
            AND counted.state = s.state)
      ), forgotten AS (
        DELETE FROM state_counts WHERE tenant_id = ANY(${ids}::uuid[]) AND day < ${today}::date - ${storedDays}::int
      )
      INSERT INTO state_counts (tenant_id, environment, day, state, count)
      SELECT tenant_id, environment, ${today}::date, state, count FROM counted
      ON CONFLICT (tenant_id, day, environment, state) DO UPDATE SET count = EXCLUDED.count`;
    const last = ids.at(-1);
    if (last === undefined || ids.length < tenantsPerStatement) break;
    after = last;
  }
  return written;
}
