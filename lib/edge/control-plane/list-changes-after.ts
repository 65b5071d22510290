import type { Database } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { cursorPattern, type EdgeChange, sequenceOf } from "@/lib/edge/protocol/changes";

/** A change that has its sequence. The nonce shows that two histories are the same one up to here. */
export type StoredChange = { sequence: number; nonce: string; change: EdgeChange };

export const startCursor = "0:";

export function cursorOf({ sequence, nonce }: Pick<StoredChange, "sequence" | "nonce">): string {
  return `${sequence}:${nonce}`;
}

/**
 * The changes after a cursor, in order and without gaps. null: the cursor's change is not in this history, or was deleted,
 * so that the reader needs a new snapshot.
 */
export async function listChangesAfter(
  database: Database,
  cursor: string,
  limit: number,
): Promise<StoredChange[] | null> {
  if (!cursorPattern.test(cursor)) return null;
  const after = sequenceOf(cursor);
  // The cursor's own change comes first: one statement reads it in the same snapshot as those after it.
  const rows = await database.read<StoredChange>(Prisma.sql`
    SELECT sequence::float8 AS sequence, nonce::text AS nonce, change FROM edge_changes
    WHERE sequence >= ${after}::bigint ORDER BY sequence LIMIT ${limit + 1}::int`);
  const changes = after === 0 ? rows.slice(0, limit) : rows.slice(1);
  const isKnown = after === 0 || (rows[0] !== undefined && cursorOf(rows[0]) === cursor);
  return isKnown && changes.every(({ sequence }, index) => sequence === after + 1 + index) ? changes : null;
}

/** The newest change that has a sequence. */
export async function findNewestChange(database: Pick<Database, "read">): Promise<StoredChange | null> {
  const [row] = await database.read<StoredChange>(Prisma.sql`
    SELECT sequence::float8 AS sequence, nonce::text AS nonce, change FROM edge_changes
    WHERE sequence IS NOT NULL ORDER BY sequence DESC LIMIT 1`);
  return row ?? null;
}
