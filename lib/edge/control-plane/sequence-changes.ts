import type { Database } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { prepared } from "@/lib/db/prepared";
import { inTransaction } from "@/lib/db/transaction";

/** Whoever numbers changes holds this PostgreSQL advisory lock until its commit. */
const advisoryLock = 1_302_026_112;

/** What a transaction numbers well within its time-out. */
const pageSize = 20_000;

/**
 * Gives committed changes their sequences, without gaps. A number that is taken before the commit would let a reader pass the
 * number of a transaction that commits later.
 */
export async function sequenceChanges(database: Database): Promise<void> {
  while (await hasUnsequenced(database)) {
    const numbered = await inTransaction({ database }, async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${advisoryLock}::bigint)`;
      // A statement of its own: under READ COMMITTED it sees what the holder before us has numbered.
      return tx.$executeRaw`
        UPDATE edge_changes SET sequence = newest.sequence + fresh.position
        FROM (SELECT coalesce(max(sequence), 0) AS sequence FROM edge_changes) newest,
          (SELECT id, row_number() OVER (ORDER BY id) AS position FROM edge_changes
           WHERE sequence IS NULL ORDER BY id LIMIT ${pageSize}) fresh
        WHERE edge_changes.id = fresh.id`;
    });
    if (numbered < pageSize) return;
  }
}

async function hasUnsequenced(database: Database): Promise<boolean> {
  const rows = await database.read(Prisma.sql`${prepared("has-unsequenced")}
    SELECT id FROM edge_changes WHERE sequence IS NULL LIMIT 1`);
  return rows.length > 0;
}
