import { needsAttentionSql, visibleConnectionsSql } from "@/lib/connections/connection-filter";
import { toConnectionSummary } from "@/lib/connections/connection-resource";
import { type ConnectionState, statesIn } from "@/lib/connections/machine";
import type { ConnectionSummary } from "@/lib/connections/schema";
import { Prisma } from "@/lib/db/generated/client";
import type { Context } from "@/lib/platform/ports/context";

const shown = 10;

type Group = { where: (now: Date) => Prisma.Sql; first: "newest" | "oldest" };

/** The most urgent first. Of problems the newest has not been seen yet; of the others the longest wait matters. */
const groups: Group[] = [
  ...statesIn("attention").map((state): Group => ({ where: () => isIn([state]), first: "newest" })),
  // Blocked by a mistake, or by what has been missing for too long.
  {
    where: (now) => Prisma.sql`${isIn([...statesIn("underway"), ...statesIn("live")])} AND ${needsAttentionSql(now)}`,
    first: "newest",
  },
  { where: (now) => Prisma.sql`${isIn(statesIn("underway"))} AND NOT (${needsAttentionSql(now)})`, first: "oldest" },
];

/** The ten connections that need a person most, the most urgent first. */
export async function needsAttention(ctx: Context, applicationId?: string): Promise<ConnectionSummary[]> {
  const groupSql = ({ where, first }: Group, index: number) => Prisma.sql`
    (SELECT c.id, ${index}::int AS urgency, row_number() OVER () AS place FROM (
      SELECT c.id FROM connections c
      WHERE c.tenant_id = ${ctx.tenantId}::uuid AND ${where(ctx.now())}
        AND ${visibleConnectionsSql(ctx)}
        ${applicationId ? Prisma.sql`AND c.application_id = ${applicationId}::uuid` : Prisma.empty}
      ORDER BY c.state_changed_at ${first === "oldest" ? Prisma.sql`ASC` : Prisma.sql`DESC`}, c.id LIMIT ${shown}) c)`;
  const found = await ctx.database.prisma.$queryRaw<{ id: string }[]>`
    SELECT id FROM (${Prisma.join(groups.map(groupSql), " UNION ALL ")}) AS urgent
    ORDER BY urgency, place LIMIT ${shown}`;
  const rows = await ctx.database.prisma.connection.findMany({
    where: { tenantId: ctx.tenantId, id: { in: found.map(({ id }) => id) } },
  });
  const place = new Map(found.map(({ id }, index) => [id, index]));
  return rows
    .sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0))
    .map((row) => toConnectionSummary(row, ctx));
}

/** Not parameters: the planner must see how rare a state is. */
function isIn(states: readonly ConnectionState[]): Prisma.Sql {
  return Prisma.raw(`c.state IN (${states.map((state) => `'${state}'`).join(", ")})`);
}
