import { Prisma } from "@/lib/db/generated/client";
import type { ServiceContext } from "@/lib/platform/ports/context";

/** `name`: of the edge. `notAfter`: RFC 3339, when the certificate that it has ends. */
export type OverdueEdge = { name: string; notAfter: string };

const freshMs = 600_000;
const maxEdges = 10;

/** The edges that reported lately that the hostname's certificate was not renewed in time. */
export function findOverdueEdges(
  { database, now }: Pick<ServiceContext, "database" | "now">,
  hostname: string,
): Promise<OverdueEdge[]> {
  return database.prisma.$queryRaw<OverdueEdge[]>`
    SELECT e.name, item ->> 'notAfter' AS "notAfter" FROM ${overdueItems(now())}
    WHERE item ->> 'hostname' = ${hostname} ORDER BY e.name LIMIT ${maxEdges}`;
}

/** `edges e`, with each `item` that it reported as overdue. There are few edges: their table is read as a whole. */
export function overdueItems(now: Date): Prisma.Sql {
  return Prisma.sql`(SELECT * FROM edges WHERE seen_at > ${new Date(now.getTime() - freshMs)}) e
    CROSS JOIN LATERAL jsonb_array_elements(e.renewals -> 'overdue') AS item`;
}
