import fc from "fast-check";
import { expect, it } from "vitest";
import { addUpCounts } from "@/lib/connections/add-up-counts";
import { archiveConnections } from "@/lib/connections/archive-connections";
import { needsAttentionSql } from "@/lib/connections/connection-filter";
import { countedConnections } from "@/lib/connections/counted-connections";
import { createConnection } from "@/lib/connections/create-connection";
import { createConnections } from "@/lib/connections/create-connections";
import { connectionStates } from "@/lib/connections/machine";
import { recordFinding } from "@/lib/connections/record-finding";
import { recountConnections } from "@/lib/connections/recount-connections";
import { type Signal, signals } from "@/lib/connections/signals";
import { transitionMany } from "@/lib/connections/transition";
import { inTransaction } from "@/lib/db/transaction";
import { isRefusal } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { createTestTenant, type TestTenant } from "@/lib/runtime/testing/context";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { database, world, tenant, other } = setUpWorld({ per: "file" });

const minute = 60_000;
const hour = 60 * minute;

type Change =
  | { do: "create"; at: number }
  | { do: "delete"; at: number }
  | { do: "batch"; size: number }
  | { do: "move"; at: number[]; signal: Signal; rolledBack: boolean }
  | { do: "find"; at: number; urgency: "mistake" | "waiting" | "note" | null }
  | { do: "archive"; at: number[] }
  | { do: "move_application"; at: number }
  | { do: "add_up" }
  | { do: "wait"; ms: number };

const at = fc.nat({ max: 20 });
const several = fc.array(at, { minLength: 1, maxLength: 5 });
const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("create" as const), at }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("batch" as const), size: fc.integer({ min: 1, max: 6 }) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("move" as const),
      at: several,
      signal: fc.constantFrom(...signals),
      rolledBack: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("find" as const),
      at,
      urgency: fc.constantFrom("mistake" as const, "waiting" as const, "waiting" as const, "note" as const, null),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("archive" as const), at: several }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("delete" as const), at }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("move_application" as const), at }) },
  { weight: 2, arbitrary: fc.constant({ do: "add_up" as const }) },
  { weight: 2, arbitrary: fc.constantFrom(1, 59 * minute, hour).map((ms) => ({ do: "wait" as const, ms })) },
);

let names = 0;
const nextName = () => `counted${++names}.acme.test`;

/** What the counters stand for, row by row. */
async function countRows({ tenantId }: TestTenant, applicationId?: string) {
  const rows = await database.prisma.$queryRaw<{ state: string; count: number; attention: number; app: string }[]>`
    SELECT c.state, count(*)::int AS count, (count(*) FILTER (WHERE ${needsAttentionSql(world.service.now())}))::int AS attention
    FROM connections c WHERE c.tenant_id = ${tenantId}::uuid
      AND c.application_id = COALESCE(${applicationId ?? null}::uuid, c.application_id)
    GROUP BY c.state`;
  const found = new Map(rows.map((row) => [row.state, row]));
  return connectionStates.map((state) => {
    return { state, count: found.get(state)?.count ?? 0, attention: found.get(state)?.attention ?? 0 };
  });
}

async function secondApplication({ tenantId }: TestTenant): Promise<string> {
  const id = newId(world.service.now());
  const createdAt = world.service.now();
  await database.prisma.application.create({ data: { id, tenantId, name: "B", environment: "live", createdAt } });
  return id;
}

/** Refusals are ordinary here. */
async function attempt(work: Promise<unknown>): Promise<void> {
  await work.catch((error) => {
    if (!isRefusal(error) && error !== rollback) throw error;
  });
}

const rollback = new Error("rolled back");

it("after any changes, at once, rolled back, or by hand, the counters are what a count of the rows is", async () => {
  let largest = 0;
  let urgent = 0;
  const run = async (rounds: Change[][]) => {
    const mine = await createTestTenant(world.service);
    const { ctx, tenantId, applicationId } = mine;
    const second = await secondApplication(mine);
    let ids: string[] = [];
    const idOf = (index: number) => ids[index % ids.length] ?? newId(world.service.now());
    const apply = async (step: Change) => {
      const { prisma } = database;
      if (step.do === "create") {
        const application = step.at % 2 === 0 ? applicationId : second;
        await attempt(createConnection(ctx, { applicationId: application, hostname: nextName(), setupType: "manual" }));
      } else if (step.do === "batch") {
        const items = Array.from({ length: step.size }, () => ({ hostname: nextName() }));
        await attempt(createConnections(ctx, { applicationId, setupType: "manual", items }));
      } else if (step.do === "move") {
        const moving = inTransaction(ctx, async (tx) => {
          await transitionMany(ctx, tx, [...new Set(step.at.map(idOf))], step.signal, { errorCode: "x" });
          if (step.rolledBack) throw rollback;
        });
        await attempt(moving);
      } else if (step.do === "find") {
        const { urgency } = step;
        const finding = urgency && { code: "x", title: "x", urgency };
        const takenAt = world.service.now();
        await recordFinding(ctx, { connectionId: idOf(step.at), takenAt, finding, isScheduled: true });
      } else if (step.do === "archive") {
        await archiveConnections(ctx, { ids: step.at.map(idOf) });
      } else if (step.do === "move_application") {
        await prisma.$executeRaw`UPDATE connections SET application_id = ${second}::uuid WHERE id = ${idOf(step.at)}::uuid`;
      } else if (step.do === "delete") {
        const id = idOf(step.at);
        await inTransaction(ctx, async (tx) => {
          // Or another step adds an event between these statements.
          await tx.$executeRaw`SELECT FROM connections WHERE id = ${id}::uuid FOR UPDATE`;
          await tx.$executeRaw`DELETE FROM hostname_claims WHERE connection_id = ${id}::uuid`;
          await tx.$executeRaw`DELETE FROM events WHERE connection_id = ${id}::uuid`;
          await tx.$executeRaw`DELETE FROM connections WHERE id = ${id}::uuid AND NOT EXISTS
            (SELECT FROM connection_stops WHERE connection_id = ${id}::uuid)`;
        });
      } else if (step.do === "add_up") {
        await addUpCounts(world.service);
      } else {
        world.advance(step.ms);
      }
    };
    for (const round of rounds) {
      await Promise.all(round.map(apply));
      ids = (await database.prisma.connection.findMany({ where: { tenantId }, select: { id: true } })).map(
        ({ id }) => id,
      );
      const rows = await countRows(mine);
      expect(await countedConnections(ctx)).toEqual(rows);
      expect(await countedConnections(ctx, second)).toEqual(await countRows(mine, second));
      largest = Math.max(largest, ...rows.map(({ count }) => count));
      urgent = Math.max(urgent, ...rows.map(({ attention }) => attention));
    }
    expect(await recountConnections(ctx)).toEqual([]);
    await addUpCounts(world.service);
    expect(await countedConnections(ctx)).toEqual(await countRows(mine));
    expect(await database.prisma.connectionCountChange.count()).toBe(0);
  };
  const rounds = fc.array(fc.array(change, { minLength: 1, maxLength: 4 }), { minLength: 6, maxLength: 12 });
  await fc.assert(fc.asyncProperty(rounds, run), { numRuns: 8, endOnFailure: true });
  expect(largest).toBeGreaterThan(5);
  expect(urgent).toBeGreaterThan(0);
});

it("shows each caller what it may see: a key its environment, a token for a hostname that hostname, nobody another tenant's", async () => {
  const { ctx, applicationId } = tenant;
  const hostname = nextName();
  for (const name of [hostname, nextName()]) {
    await createConnection(ctx, { applicationId, hostname: name, setupType: "manual" });
  }
  const total = async (as: TestTenant["ctx"]) =>
    (await countedConnections(as)).reduce((sum, { count }) => sum + count, 0);
  expect(await total(ctx)).toBe(2);
  expect(await total(other.ctx)).toBe(0);
  expect(await total({ ...ctx, actor: { ...ctx.actor, environment: "test" } as typeof ctx.actor })).toBe(0);
  const token = {
    kind: "widget" as const,
    tokenId: newId(ctx.now()),
    applicationId,
    environment: "live" as const,
    hostname,
    endUserRef: null,
    expiresAt: ctx.now(),
    scopes: [],
    allowedOrigins: [],
  };
  expect(await total({ ...ctx, actor: token })).toBe(1);
});

it("a recount corrects what is wrong, says what it was, and leaves other tenants alone", async () => {
  const mine = await createTestTenant(world.service);
  const { ctx, tenantId, applicationId } = mine;
  for (let index = 0; index < 3; index += 1) {
    await createConnection(ctx, { applicationId, hostname: nextName(), setupType: "manual" });
    if (index === 1) await addUpCounts(world.service);
  }
  const others = await countedConnections(tenant.ctx);
  await database.prisma.connectionCount.updateMany({ where: { tenantId }, data: { count: 7 } });
  expect(await recountConnections(ctx)).toEqual([{ applicationId, state: "pending_ownership", before: 8, after: 3 }]);
  expect(await countedConnections(ctx)).toEqual(await countRows(mine));
  expect(await recountConnections(ctx)).toEqual([]);
  expect(await countedConnections(tenant.ctx)).toEqual(others);
});
