import { Prisma } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import { firstIdAt } from "@/lib/kernel/ids";
import type { ServiceContext } from "@/lib/platform/ports/context";
import { lockPartitions } from "@/lib/webhooks/partitions/lock-partitions";
import { type Bounds, planPartitions } from "@/lib/webhooks/partitions/plan-partitions";
import { readBounds } from "@/lib/webhooks/partitions/read-bounds";

/** Rows are moved under a lock that stops the outbox, 1 s for these. Of a partition with more, the sweep deletes the old ones. */
const maxMoved = 20_000;
/** The scan for what is not to be deleted takes seconds for a partition of millions, and delays nobody but replays. */
const timeoutMs = 40_000;
/** Below PostgreSQL's `deadlock_timeout`: where both wait for each other, this gives way and not what a person does. */
const lockTimeout = "500ms";

/** A partition to be replaced, or in place of it: all from one bound to another. null: without an end. */
type Range = { from: number | null; to: number | null };

/**
 * Adds partitions of `webhook_deliveries` and `webhook_attempts` ahead of the time, and drops those that are wholly older than
 * the retention: without deleting rows one by one, and without what that leaves for the vacuum. What is pending there, or was
 * settled later, moves to the first partition. Any number of workers may run it, each change is one transaction, and a run
 * that gets its locks too late leaves everything as it is until the next one.
 * @returns how many partitions were added and dropped
 */
export async function shiftPartitions(service: Pick<ServiceContext, "now" | "database" | "policy">): Promise<number> {
  const { prisma } = service.database;
  const keptMs = service.policy.deliveriesKeptMs;
  return prisma.$transaction(
    async (client) => {
      const tx = client as Tx;
      if (!(await lockPartitions(tx, "exclusive"))) return 0;
      await tx.$executeRaw`SELECT set_config('lock_timeout', ${lockTimeout}, true)`;
      const bounds = await readBounds(tx);
      const nowMs = service.now().getTime();
      const { add, dropBefore } = planPartitions(bounds, nowMs, keptMs);
      const added = add.length > 0 ? await split(tx, bounds, add) : 0;
      const dropped = dropBefore === null ? 0 : await merge(tx, bounds, dropBefore, new Date(nowMs - keptMs));
      return added + dropped;
    },
    { timeout: timeoutMs, maxWait: timeoutMs },
  );
}

/** The last partition becomes several. It is empty unless a clock was ahead. */
async function split(tx: Tx, bounds: Bounds, add: readonly number[]): Promise<number> {
  const from = bounds.at(-1) ?? null;
  const parts = [from, ...add].map((bound, index): Range => ({ from: bound, to: add[index] ?? null }));
  const [{ count } = { count: 0n }] = await tx.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) FROM (SELECT FROM ${tableOf("deliveries", { from, to: null })} LIMIT ${maxMoved + 1}) AS found`;
  if (count > maxMoved) return 0;
  await replace(tx, [{ from, to: null }], parts, Prisma.sql`true`);
  return add.length;
}

/** The partitions before `bound` become one. */
async function merge(tx: Tx, bounds: Bounds, bound: number, before: Date): Promise<number> {
  const old = [null, ...bounds].flatMap((from, index): Range[] => {
    const to = bounds[index];
    return to !== undefined && to <= bound ? [{ from, to }] : [];
  });
  const kept = Prisma.sql`(status = 'pending' OR settled_at >= ${before})`;
  const found: string[] = [];
  for (const range of old) {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM ${tableOf("deliveries", range)} WHERE ${kept} LIMIT ${maxMoved + 1 - found.length}`;
    found.push(...rows.map(({ id }) => id));
    if (found.length > maxMoved) return 0;
  }
  // What became pending since the scan is found by an index.
  const moved = Prisma.sql`(id = ANY(${found}::uuid[]) OR status = 'pending')`;
  await replace(tx, old, [{ from: null, to: bound }], moved);
  return old.length - 1;
}

/** @param moved which deliveries of the old partitions are in the new ones */
async function replace(tx: Tx, old: readonly Range[], parts: readonly Range[], moved: Prisma.Sql): Promise<void> {
  await tx.$executeRaw`LOCK TABLE webhook_deliveries, webhook_attempts IN ACCESS EXCLUSIVE MODE`;
  for (const range of old) {
    for (const kind of ["attempts", "deliveries"] as const) {
      await tx.$executeRaw`ALTER TABLE ${parentOf(kind)} DETACH PARTITION ${tableOf(kind, range)}`;
      await tx.$executeRaw`ALTER TABLE ${tableOf(kind, range)} RENAME TO ${replacedOf(kind, range)}`;
    }
  }
  for (const range of parts) await create(tx, range);
  for (const range of old) {
    const [deliveries, attempts] = [replacedOf("deliveries", range), replacedOf("attempts", range)];
    await tx.$executeRaw`INSERT INTO webhook_deliveries SELECT * FROM ${deliveries} WHERE ${moved}`;
    await tx.$executeRaw`
      INSERT INTO webhook_attempts SELECT * FROM ${attempts} WHERE delivery_id IN (SELECT id FROM ${deliveries} WHERE ${moved})`;
    await tx.$executeRaw`DROP TABLE ${attempts}`;
    await tx.$executeRaw`DROP TABLE ${deliveries}`;
  }
}

async function create(tx: Tx, range: Range): Promise<void> {
  for (const kind of ["deliveries", "attempts"] as const) {
    const from = range.from === null ? "MINVALUE" : `'${firstIdAt(new Date(range.from))}'`;
    const to = range.to === null ? "MAXVALUE" : `'${firstIdAt(new Date(range.to))}'`;
    await tx.$executeRaw`CREATE TABLE ${tableOf(kind, range)} PARTITION OF ${parentOf(kind)}
      FOR VALUES FROM (${Prisma.raw(from)}) TO (${Prisma.raw(to)})`;
  }
  await tx.$executeRaw`ALTER TABLE ${tableOf("attempts", range)} ADD CONSTRAINT webhook_attempts_delivery_id_fkey
    FOREIGN KEY (delivery_id) REFERENCES ${tableOf("deliveries", range)}(id) ON DELETE CASCADE ON UPDATE CASCADE`;
}

type Kind = "deliveries" | "attempts";

function parentOf(kind: Kind): Prisma.Sql {
  return Prisma.raw(`webhook_${kind}`);
}

/** The first and the last one keep their names, as the migration has them. */
function tableOf(kind: Kind, { from, to }: Range): Prisma.Sql {
  return Prisma.raw(`webhook_${kind}_${from === null ? "past" : to === null ? "future" : stampOf(from)}`);
}

function replacedOf(kind: Kind, range: Range): Prisma.Sql {
  return Prisma.raw(`${tableOf(kind, range).sql}_replaced`);
}

/** 20261129, with the time of day where it is not midnight. */
function stampOf(ms: number): string {
  return new Date(ms).toISOString().replace(/T00:00:00\.000Z$|\D/g, "");
}
