import { filteredConnections } from "@/lib/connections/connection-filter";
import type { Causes, ListCausesInput } from "@/lib/connections/schema";
import type { Context } from "@/lib/platform/ports/context";

/** So many connections are counted, and so many causes are returned: the catalog of findings has fewer than a hundred. */
const maxCounted = 50_000;
const maxCauses = 100;

/** The first findings of the connections that a list would find, the most frequent first. */
export async function listCauses(ctx: Context, input: ListCausesInput): Promise<Causes> {
  const rows = await ctx.database.prisma.$queryRaw<{ code: string; title: string; count: number; total: number }[]>`
    SELECT code, mode() WITHIN GROUP (ORDER BY title) AS title, count(*)::int AS count, sum(count(*)) OVER ()::int AS total
    FROM (
      SELECT c.finding_code AS code, c.finding_title AS title FROM connections c
      WHERE ${filteredConnections(ctx, input)} AND c.finding_code IS NOT NULL
        AND c.state::text NOT IN ('failed', 'archived')
      LIMIT ${maxCounted + 1}) AS found
    GROUP BY code ORDER BY count(*) DESC, code LIMIT ${maxCauses}`;
  return {
    data: rows.map(({ code, title, count }) => ({ code, title, count })),
    capped: (rows[0]?.total ?? 0) > maxCounted,
  };
}
