import type { ConnectionState } from "@/lib/connections/machine";
import type { ServiceContext } from "@/lib/platform/ports/context";

/** A million rows take a second of the database's time: not for each scrape of each monitor. */
const knownMs = 600_000;

/** The connections of all tenants by state, at most ten minutes old. */
export async function countAllByState(
  service: Pick<ServiceContext, "database" | "memory">,
): Promise<{ state: ConnectionState; count: number }[]> {
  return service.memory.share(
    "count connections by state",
    knownMs,
    () =>
      service.database.prisma.$queryRaw<{ state: ConnectionState; count: number }[]>`
      SELECT state::text AS state, count(*)::int AS count FROM connections GROUP BY state`,
  );
}
