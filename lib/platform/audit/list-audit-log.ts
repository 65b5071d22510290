import { type AuditEntry, Prisma } from "@/lib/db/generated/client";
import { type Page, parseIdCursor, toPage } from "@/lib/db/pagination";
import { searchOf } from "@/lib/dns/search-of";
import { firstIdAt } from "@/lib/kernel/ids";
import type { Environment } from "@/lib/kernel/scopes";
import { nameActors } from "@/lib/platform/audit/name-actors";
import { readVisits, type Visit, visitActions } from "@/lib/platform/audit/read-visits";
import type { AuditEntryResource, ListAuditLogInput } from "@/lib/platform/audit/schema";
import type { Context } from "@/lib/platform/ports/context";

type Row = Omit<AuditEntry, "tenantId" | "actorKind">;

/**
 * Who did what, newest first. The log is the tenant's: every key with the scope sees all of it. With an environment:
 * what was done there, and what concerns the whole account.
 * @throws Refusal invalid for a cursor that no list returned
 */
export async function listAuditLog(ctx: Context, input: ListAuditLogInput): Promise<Page<AuditEntryResource>> {
  const after = parseIdCursor(input.cursor);
  const conditions = [...filtersOf(input), ...(await visitFilter(ctx, input.visit))];
  if (after) conditions.push(Prisma.sql`id < ${after}::uuid`);
  const entriesOf = (environment: Environment | null | undefined) =>
    readEntries(ctx, [...conditions, ...environmentFilter(environment)], input.limit + 1);
  // Two reads: each has an index in the list's order, which an OR would not use.
  const rows = input.environment
    ? (await Promise.all([entriesOf(input.environment), entriesOf(null)]))
        .flat()
        .sort((one, other) => (one.id < other.id ? 1 : -1))
        .slice(0, input.limit + 1)
    : await entriesOf(undefined);
  const [actors, visits] = await Promise.all([
    nameActors(
      ctx,
      rows.map(({ actor }) => actor),
    ),
    readVisits(ctx, rows),
  ]);
  return toPage(
    rows,
    input.limit,
    (row) => row.id,
    (row) => ({
      ...row,
      actorName: actors.get(row.actor)?.name ?? null,
      actorRole: actors.get(row.actor)?.role ?? null,
      visit: visitResource(visits.get(row.id)),
      data: row.data as Record<string, unknown>,
    }),
  );
}

function visitResource(visit: Visit | undefined): AuditEntryResource["visit"] {
  return visit ? { endedAt: visit.endedAt, pages: visit.pages } : null;
}

function filtersOf(input: ListAuditLogInput): Prisma.Sql[] {
  return [
    ...(input.action ? [Prisma.sql`action = ${input.action}`] : []),
    ...(input.actor ? [Prisma.sql`actor = ${input.actor}`] : []),
    ...(input.actorKind ? [Prisma.sql`actor_kind = ${input.actorKind}`] : []),
    ...(input.targetId ? [Prisma.sql`target_id = ${input.targetId}`] : []),
    ...(input.q ? [searched(input.q)] : []),
    // Ids begin with the time of their entry, so that the index that orders the list also bounds it.
    ...(input.since ? [Prisma.sql`id >= ${firstIdAt(input.since)}::uuid`] : []),
    ...(input.until ? [Prisma.sql`id < ${firstIdAt(input.until)}::uuid`] : []),
    ...(input.visits === "grouped" && !input.visit
      ? [Prisma.sql`action NOT IN (${visitActions.viewed}, ${visitActions.ended})`]
      : []),
  ];
}

function searched(q: string): Prisma.Sql {
  const { id } = searchOf(q);
  if (id === null) return Prisma.sql`false`;
  return Prisma.sql`(id = ${id}::uuid OR request_id = ${id} OR target_id = ${id})`;
}

/** The entries of one visit, its beginning and end included; none where there is no such visit. */
async function visitFilter(ctx: Context, id: string | undefined): Promise<Prisma.Sql[]> {
  if (id === undefined) return [];
  const start = await ctx.database.prisma.auditEntry.findFirst({
    where: { id, tenantId: ctx.tenantId, action: visitActions.started },
  });
  const visit = start && (await readVisits(ctx, [start])).get(id);
  if (!start || !visit) return [Prisma.sql`false`];
  const actions = Prisma.join(Object.values(visitActions));
  return [
    Prisma.sql`actor = ${start.actor} AND action IN (${actions})`,
    Prisma.sql`id >= ${id}::uuid AND id < ${visit.beforeId}::uuid`,
  ];
}

function environmentFilter(environment: Environment | null | undefined): Prisma.Sql[] {
  if (environment === undefined) return [];
  return [
    environment === null ? Prisma.sql`environment IS NULL` : Prisma.sql`environment = ${environment}::environment`,
  ];
}

function readEntries({ database, tenantId }: Context, conditions: Prisma.Sql[], limit: number): Promise<Row[]> {
  const where = Prisma.join([Prisma.sql`tenant_id = ${tenantId}::uuid`, ...conditions], " AND ");
  return database.prisma.$queryRaw<Row[]>`
    SELECT id, actor, ip, request_id AS "requestId", action, target_type AS "targetType", target_id AS "targetId",
      environment::text AS environment, data, created_at AS "createdAt"
    FROM audit_entries WHERE ${where} ORDER BY id DESC LIMIT ${limit}`;
}
