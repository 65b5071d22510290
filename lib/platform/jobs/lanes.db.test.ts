import { beforeEach, expect, it } from "vitest";
import { inTransaction } from "@/lib/db/transaction";
import { newId } from "@/lib/kernel/ids";
import { silentLog } from "@/lib/kernel/log";
import { type JobName, type JobPayload, type JobPool, jobNames, lanesOf } from "@/lib/platform/jobs/catalog";
import { claimInTurns, type JobOwner } from "@/lib/platform/jobs/claim-jobs";
import { drainJobs } from "@/lib/platform/jobs/drain-jobs";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import { queueHealth } from "@/lib/platform/jobs/queue-health";
import type { JobHandler } from "@/lib/platform/jobs/run-job";
import { type Context, onBehalfOf } from "@/lib/platform/ports/context";
import { createWorld, type TestWorld } from "@/lib/runtime/testing/context";
import { setUpDatabase } from "@/lib/runtime/testing/set-up-database";

const database = setUpDatabase();
const concurrency = 50;
let world: TestWorld;
let attacker: Context;
let victim: Context;

beforeEach(async () => {
  await database.prisma.job.deleteMany();
  world = createWorld(database);
  [attacker, victim] = [newTenant(), newTenant()];
});

const newTenant = () => onBehalfOf(world.service, newId(world.service.now()), { kind: "worker" });
const later = (ms: number) => new Date(world.service.now().getTime() + ms);

async function enqueueDeliveries(ctx: Context, count: number, endpointId = newId(world.service.now())) {
  const inputs = Array.from({ length: count }, (_, index) => ({ endpointId, connectionId: `c-${index}` }));
  await inTransaction({ database }, (tx) => enqueue(ctx, tx, "deliver-webhooks", inputs));
  return endpointId;
}

const enqueueCheck = (ctx: Context, connectionId: string) =>
  inTransaction({ database }, (tx) => enqueue(ctx, tx, "check-ownership", [{ connectionId }]));

/** Rows of a backlog, oldest first, without the cost of enqueueing each. */
async function insertBacklog(pool: JobPool, tenantIds: readonly string[], count: number): Promise<void> {
  await database.prisma.$executeRaw`
    INSERT INTO jobs (name, key, payload, pool, run_at, created_at)
    SELECT 'check-records', 'backlog:' || n, jsonb_build_object('connectionId', 'old-' || n,
        'tenantId', (${tenantIds}::text[])[1 + n % ${tenantIds.length}::int]), ${pool}, ${later(-3_600_000)}, ${later(-3_600_000)}
    FROM generate_series(1, ${count}::int) n`;
}

/** A handler that hangs for some jobs until `open` is called, and notes the others in order. */
function hangFor(hangs: (payload: JobPayload, name: JobName) => boolean) {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const hanging: JobPayload[] = [];
  const done: JobPayload[] = [];
  const run = (name: JobName): JobHandler => {
    return async (payload) => {
      if (hangs(payload, name)) {
        hanging.push(payload);
        await opened;
      } else done.push(payload);
      return { runAgainAt: null };
    };
  };
  const handlers = Object.fromEntries(jobNames.map((name) => [name, run(name)])) as Record<JobName, JobHandler>;
  return { handlers, hanging, done, open: () => open() };
}

function drain(handlers: Record<JobName, JobHandler>, signal?: AbortSignal) {
  return drainJobs(database, {
    now: world.service.now,
    handlers,
    log: silentLog,
    concurrency,
    budgetMs: 60_000,
    signal,
  });
}

it("webhooks that hang delay no check, and no other tenant's webhooks", async () => {
  await enqueueDeliveries(attacker, 60);
  const jobs = hangFor(({ tenantId }, name) => name === "deliver-webhooks" && tenantId === attacker.tenantId);
  const draining = drain(jobs.handlers);
  await expect.poll(() => jobs.hanging.length).toBeGreaterThan(0);
  await enqueueCheck(victim, "waited-for");
  await enqueueCheck(attacker, "own-check");
  await enqueueDeliveries(victim, 3);
  // All of them end while the others hang.
  await expect.poll(() => jobs.done.length, { timeout: 20_000 }).toBe(5);
  expect(jobs.hanging.length).toBeLessThanOrEqual(lanesOf("deliveries", concurrency) / 2);
  jobs.open();
  expect(await draining).toMatchObject({ run: 65, failed: 0 });
});

it("a tenant's slow endpoint delays neither its healthy one nor another tenant, however many jobs it has", async () => {
  const slow = await enqueueDeliveries(attacker, 60);
  const { handlers, hanging, done, open } = hangFor(({ endpointId }) => endpointId === slow);
  const draining = drain(handlers);
  await expect.poll(() => hanging.length).toBeGreaterThan(0);
  await enqueueDeliveries(attacker, 5);
  await expect.poll(() => done.length, { timeout: 20_000 }).toBe(5);
  // Half of the tenant's half.
  expect(hanging.length).toBeLessThanOrEqual(lanesOf("deliveries", concurrency) / 4);
  open();
  expect(await draining).toMatchObject({ run: 65, failed: 0 });
});

it.each([1, 7])("what somebody waits for overtakes a backlog of routine checks of %i tenants", async (count) => {
  const tenants = Array.from({ length: count }, newTenant);
  await insertBacklog(
    "rechecks",
    tenants.map(({ tenantId }) => tenantId),
    2_000,
  );
  await enqueueCheck(victim, "new");
  const [first = victim] = tenants;
  await enqueueCheck(first, "new-too");
  const order: string[] = [];
  const stopping = new AbortController();
  const handler: JobHandler = async ({ connectionId }) => {
    order.push(String(connectionId));
    if (order.length === 200) stopping.abort();
    return { runAgainAt: null };
  };
  const handlers = Object.fromEntries(jobNames.map((name) => [name, handler])) as Record<JobName, JobHandler>;
  await drain(handlers, stopping.signal);
  // Both are among the first claim of every pool, and the routine goes on beside them.
  const firstClaim = order.slice(0, lanesOf("rechecks", concurrency) * 2 + 2);
  expect(firstClaim).toEqual(expect.arrayContaining(["new", "new-too"]));
  expect(order.filter((id) => id.startsWith("old-")).length).toBeGreaterThan(150);
});

it("a first check starts while every lane of routine checks hangs, with tens of thousands of 500 tenants overdue", async () => {
  const tenants = Array.from({ length: 500 }, newTenant);
  await insertBacklog(
    "rechecks",
    tenants.map(({ tenantId }) => tenantId),
    database.engine === "postgres" ? 50_000 : 10_000,
  );
  const jobs = hangFor(({ connectionId }) => String(connectionId).startsWith("old-"));
  const stopping = new AbortController();
  const draining = drain(jobs.handlers, stopping.signal);
  await expect.poll(() => jobs.hanging.length, { timeout: 20_000 }).toBe(lanesOf("rechecks", concurrency));
  await enqueueCheck(victim, "new");
  const [first = victim] = tenants;
  await enqueueCheck(first, "new-too");
  await expect.poll(() => jobs.done.length, { timeout: 20_000 }).toBe(2);
  expect(jobs.hanging.length).toBe(lanesOf("rechecks", concurrency));
  stopping.abort();
  jobs.open();
  await draining;
}, 60_000);

it("in a pool with one tenant's backlog, another tenant's newer jobs take turns with it", async () => {
  await insertBacklog("checks", [attacker.tenantId], 2_000);
  for (const id of ["a", "b", "c"]) await enqueueCheck(victim, id);
  const order: string[] = [];
  const stopping = new AbortController();
  const handler: JobHandler = async ({ connectionId }) => {
    order.push(String(connectionId));
    if (order.length === 600) stopping.abort();
    return { runAgainAt: null };
  };
  const handlers = Object.fromEntries(jobNames.map((name) => [name, handler])) as Record<JobName, JobHandler>;
  await drain(handlers, stopping.signal);
  const last = Math.max(...["a", "b", "c"].map((id) => order.indexOf(id)));
  expect(order).toEqual(expect.arrayContaining(["a", "b", "c"]));
  // Of 2,000 older ones, it waits for what two claims hold.
  expect(last).toBeLessThan(500);
});

it("runs all of a backlog of many tenants, also where a round ends in the middle of it", async () => {
  const tenants = Array.from({ length: 60 }, newTenant);
  await insertBacklog(
    "deliveries",
    tenants.map(({ tenantId }) => tenantId),
    400,
  );
  const { handlers, done } = hangFor(() => false);
  expect(await drain(handlers)).toMatchObject({ run: 400, failed: 0 });
  expect(new Set(done.map(({ connectionId }) => connectionId)).size).toBe(400);
});

it("claims in turns from each owner with a due job, and reaches all of them", async () => {
  const tenants = Array.from({ length: 30 }, newTenant);
  await insertBacklog(
    "checks",
    tenants.map(({ tenantId }) => tenantId),
    300,
  );
  const claims: string[][] = [];
  let after: JobOwner | null = null;
  do {
    const turn = { limit: 8, after, full: [], most: 8 };
    const { jobs, next } = await claimInTurns(database, "w", world.service.now(), 60_000, "checks", turn);
    claims.push(jobs.map(({ tenantId }) => tenantId));
    after = next;
  } while (after !== null);
  expect(claims.map((claim) => claim.length)).toEqual([8, 8, 8, 6]);
  expect(new Set(claims.flat()).size).toBe(30);
  const full = tenants.slice(1).map(({ tenantId }) => ({ tenantId, endpointId: claimsEndpoint }));
  const claimOfOne = async (most: number) => {
    const turn = { limit: 100, after: null, full, most };
    const { jobs } = await claimInTurns(database, "w", world.service.now(), 60_000, "checks", turn);
    return jobs.map(({ tenantId }) => tenantId);
  };
  const [first] = tenants;
  expect(await claimOfOne(4)).toEqual(Array.from({ length: 4 }, () => first?.tenantId));
  expect(await claimOfOne(100)).toEqual(Array.from({ length: 5 }, () => first?.tenantId));
});

const claimsEndpoint = "00000000-0000-0000-0000-000000000000";

it("a check moves to the routine pool once nobody waits for it, and back when it is enqueued", async () => {
  await enqueueCheck(victim, "one");
  const pool = async () => (await database.prisma.job.findFirstOrThrow()).pool;
  expect(await pool()).toBe("checks");
  const again: JobHandler = async () => ({ runAgainAt: later(1_000), routine: true });
  const handlers = Object.fromEntries(jobNames.map((name) => [name, again])) as Record<JobName, JobHandler>;
  await drain(handlers);
  expect(await pool()).toBe("rechecks");
  await enqueueCheck(victim, "one");
  expect(await pool()).toBe("checks");
});

it("counts no more than 10,000 jobs of a pool, and still says how late the oldest is", async () => {
  await insertBacklog("rechecks", [attacker.tenantId], 10_050);
  const { pools } = await queueHealth(database, world.service.now());
  expect(pools.find(({ pool }) => pool === "rechecks")).toMatchObject({ due: 10_000, oldestSeconds: 3_600 });
});

it("reports what is due, running and late in each pool", async () => {
  await insertBacklog("rechecks", [attacker.tenantId], 5);
  await enqueueCheck(victim, "one");
  await enqueueDeliveries(victim, 2);
  await database.prisma.job.updateMany({
    where: { pool: "deliveries" },
    data: { lockedBy: "w", lockedUntil: later(60_000) },
  });
  const { due, pools } = await queueHealth(database, world.service.now());
  expect(due).toBe(6);
  const busy = pools.filter((pool) => pool.due + pool.running > 0);
  expect(busy).toEqual([
    { pool: "checks", due: 1, running: 0, oldestSeconds: 0 },
    { pool: "rechecks", due: 5, running: 0, oldestSeconds: 3_600 },
    { pool: "deliveries", due: 0, running: 2, oldestSeconds: 0 },
  ]);
});
