import type { Database } from "@/lib/db/client";

export type EdgeRow = {
  id: string;
  name: string;
  probeAddress: string | null;
  responderVersion: string;
  caddyVersion: string | null;
  /** How far it has applied the changes. */
  sequence: number;
  /** How many changes it has not applied yet, and since when the oldest of these is there. */
  behind: number;
  behindSeconds: number;
  hosts: number;
  startedAt: Date;
  seenAt: Date;
  /** It has reported, or asked for changes, within the last half minute. */
  connected: boolean;
  lastAskAt: Date | null;
  problems: string[];
  renewals: unknown;
};

const maxEdges = 500;
/** Three reports of an edge. */
const connectedMs = 30_000;

/** The edges that reported in the last days, the first 500 by name. */
export async function listEdges(ctx: { database: Database; now(): Date }): Promise<EdgeRow[]> {
  type Row = Omit<EdgeRow, "behindSeconds" | "connected"> & { behindSince: Date | null };
  const rows = await ctx.database.prisma.$queryRaw<Row[]>`
    SELECT e.id::text AS id, e.name, e.probe_address AS "probeAddress", e.responder_version AS "responderVersion",
      e.caddy_version AS "caddyVersion", e.sequence::float8 AS sequence,
      (greatest(newest.sequence - e.sequence, 0) + fresh.count)::float8 AS behind,
      coalesce(next.created_at, fresh.since) AS "behindSince", e.hosts,
      e.started_at AS "startedAt", e.seen_at AS "seenAt", e.last_ask_at AS "lastAskAt", e.problems, e.renewals
    FROM edges e
    CROSS JOIN (SELECT coalesce(max(sequence), 0) AS sequence FROM edge_changes) newest
    -- Without a connected edge, changes wait for their numbers.
    CROSS JOIN (SELECT count(*) AS count, min(created_at) AS since FROM edge_changes WHERE sequence IS NULL) fresh
    LEFT JOIN edge_changes next ON next.sequence = e.sequence + 1
    ORDER BY e.name, e.id LIMIT ${maxEdges}`;
  const nowMs = ctx.now().getTime();
  return rows.map(({ behindSince, ...row }) => ({
    ...row,
    behindSeconds: behindSince === null ? 0 : Math.max(0, (nowMs - behindSince.getTime()) / 1_000),
    connected: nowMs - row.seenAt.getTime() < connectedMs,
  }));
}
