import type { Context } from "@/lib/platform/ports/context";

/** Support staff in a company's dashboard, read-only: it is opened, pages are viewed, and it is closed or runs out. */
export const visitActions = {
  started: "support.view_started",
  viewed: "support.viewed",
  ended: "support.view_ended",
} as const;

/** `endedAt` is null while it is open. Its entries have ids below `beforeId`. */
export type Visit = { endedAt: Date | null; pages: number; beforeId: string };

type Row = {
  id: string;
  endId: string | null;
  endedAt: Date | null;
  nextId: string | null;
  nextAt: Date | null;
  runsOutAt: Date | null;
  pages: bigint;
};

const lastId = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/**
 * The visits that these entries begin, by id. A visit lasts until it is closed, the same person opens another one, or its
 * time is over.
 */
export async function readVisits(
  { database, tenantId, now }: Context,
  entries: readonly { id: string; action: string }[],
): Promise<Map<string, Visit>> {
  const ids = entries.flatMap(({ id, action }) => (action === visitActions.started ? [id] : []));
  if (ids.length === 0) return new Map();
  const rows = await database.prisma.$queryRaw<Row[]>`
    SELECT s.id, e.id AS "endId", e.created_at AS "endedAt", n.id AS "nextId", n.created_at AS "nextAt",
      (s.data ->> 'until')::timestamptz AS "runsOutAt",
      (SELECT count(*) FROM audit_entries v WHERE v.tenant_id = s.tenant_id AND v.action = ${visitActions.viewed}
        AND v.actor = s.actor AND v.id > s.id
        AND v.id < LEAST(COALESCE(e.id, ${lastId}::uuid), COALESCE(n.id, ${lastId}::uuid))) AS pages
    FROM audit_entries s
      LEFT JOIN LATERAL (SELECT id, created_at FROM audit_entries x WHERE x.tenant_id = s.tenant_id
        AND x.action = ${visitActions.ended} AND x.actor = s.actor AND x.id > s.id ORDER BY x.id LIMIT 1) e ON true
      LEFT JOIN LATERAL (SELECT id, created_at FROM audit_entries x WHERE x.tenant_id = s.tenant_id
        AND x.action = ${visitActions.started} AND x.actor = s.actor AND x.id > s.id ORDER BY x.id LIMIT 1) n ON true
    WHERE s.tenant_id = ${tenantId}::uuid AND s.id = ANY(${ids}::uuid[])`;
  return new Map(rows.map((row) => [row.id, toVisit(row, now())]));
}

function toVisit({ endId, endedAt, nextId, nextAt, runsOutAt, pages }: Row, now: Date): Visit {
  const isClosed = endId !== null && (nextId === null || endId < nextId);
  const stoppedAt = isClosed ? endedAt : nextAt;
  const ranOutAt = runsOutAt !== null && runsOutAt <= now ? runsOutAt : null;
  return {
    endedAt: stoppedAt !== null && (ranOutAt === null || stoppedAt <= ranOutAt) ? stoppedAt : ranOutAt,
    pages: Number(pages),
    // The entry that closes it is one of its own.
    beforeId: (isClosed ? after(endId) : nextId) ?? lastId,
  };
}

/** The next possible id. */
function after(id: string): string {
  const next = (BigInt(`0x${id.replaceAll("-", "")}`) + 1n).toString(16).padStart(32, "0");
  return next.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
