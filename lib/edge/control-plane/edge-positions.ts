import type { Database } from "@/lib/db/client";
import { errorText } from "@/lib/kernel/errors";
import type { Log } from "@/lib/kernel/log";

/** Where edges are, as their polls show. A poll may come many times a second: positions are written every two. */
export type EdgePositions = {
  note(edgeId: string, sequence: number): void;
  close(): Promise<void>;
};

type Position = { id: string; sequence: number; at: Date };

const flushMs = 2_000;
const maxEdges = 1_000;

export function createEdgePositions({
  database,
  now,
  log,
}: {
  database: Database;
  now(): Date;
  log: Log;
}): EdgePositions {
  let positions = new Map<string, Position>();

  async function flush(): Promise<void> {
    if (positions.size === 0) return;
    const rows = [...positions.values()];
    positions = new Map();
    await recordPositions(database, rows).catch((error) =>
      log.warn({ err: errorText(error) }, "could not write where the edges are"),
    );
  }

  const timer = setInterval(flush, flushMs);
  timer.unref();
  return {
    note(id, sequence) {
      if (positions.size < maxEdges || positions.has(id)) positions.set(id, { id, sequence, at: now() });
    },
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}

/** Of edges that have reported; others are unknown. The newest position counts, whichever instance saw it. */
async function recordPositions({ prisma }: Database, rows: readonly Position[]): Promise<void> {
  await prisma.$executeRaw`
    UPDATE edges SET sequence = new.sequence, seen_at = new.at
    FROM (SELECT edges.id, p.sequence, p.at FROM edges
      JOIN jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS p(id uuid, sequence bigint, at timestamptz) USING (id)
      ORDER BY edges.id FOR UPDATE OF edges) new
    WHERE edges.id = new.id AND edges.seen_at <= new.at`;
}
