import { beforeAll, expect, it } from "vitest";
import { createKey } from "@/lib/accounts/applications/create-key";
import { getOverviewEndpoint } from "@/lib/api/endpoints/stats";
import { handle } from "@/lib/api/handle";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { createConnection } from "@/lib/connections/create-connection";
import { createConnections } from "@/lib/connections/create-connections";
import type { ConnectionState } from "@/lib/connections/machine";
import { getOverview } from "@/lib/connections/stats/get-overview";
import { listDeliveryCounts } from "@/lib/connections/stats/list-delivery-counts";
import { listStateCounts } from "@/lib/connections/stats/list-state-counts";
import { recordStateCounts } from "@/lib/connections/stats/record-state-counts";
import type { CountByState } from "@/lib/connections/stats/schema";
import { type TransitionDetail, transition } from "@/lib/connections/transition";
import { inTransaction } from "@/lib/db/transaction";
import { newId } from "@/lib/kernel/ids";
import { type Context, onBehalfOf } from "@/lib/platform/ports/context";
import { createTestTenant, createWorld, type TestTenant } from "@/lib/runtime/testing/context";
import { callRoute, installTestRuntime } from "@/lib/runtime/testing/runtime";
import { setUpDatabase } from "@/lib/runtime/testing/set-up-database";

const database = setUpDatabase();
const world = createWorld(database);

const second = 1_000;
const day = 86_400_000;

beforeAll(() => installTestRuntime(world.service));

let names = 0;
async function connect({ ctx, applicationId }: Pick<TestTenant, "ctx" | "applicationId">): Promise<string> {
  names += 1;
  return (await createConnection(ctx, { applicationId, hostname: `s${names}.acme.test`, setupType: "manual" })).id;
}

type Step = Parameters<typeof transition>[3];
async function move(ctx: Context, id: string, signal: Step, detail: TransitionDetail = {}): Promise<void> {
  const { moved } = await inTransaction(ctx, (tx) => transition(ctx, tx, id, signal, detail));
  if (!moved) throw new Error(`${signal} moved nothing`);
}

/** Live after so many seconds in each stage. */
async function goLive(
  tenant: TestTenant,
  [verified, pointing, certificate]: [number, number, number],
): Promise<string> {
  const id = await connect(tenant);
  world.advance(verified * second);
  await move(tenant.ctx, id, "ownership_proven");
  world.advance(pointing * second);
  await move(tenant.ctx, id, "records_match");
  world.advance(certificate * second);
  await move(tenant.ctx, id, "certificate_seen");
  return id;
}

/** The states with at least one connection. */
function counted(states: CountByState): Partial<Record<ConnectionState, number>> {
  return Object.fromEntries(states.filter(({ count }) => count > 0).map(({ state, count }) => [state, count]));
}

/** A key of the same tenant's test environment, with its own application. */
async function testEnvironment({ tenantId, ctx }: TestTenant): Promise<TestTenant> {
  const applicationId = newId(world.service.now());
  await database.prisma.application.create({
    data: { id: applicationId, tenantId, name: "T", environment: "test", createdAt: world.service.now() },
  });
  const actor = { ...ctx.actor, applicationId, environment: "test" } as Context["actor"];
  return { ctx: onBehalfOf(world.service, tenantId, actor), tenantId, applicationId };
}

it("times each stage the first time that a connection goes through it", async () => {
  const tenant = await createTestTenant(world.service);
  await goLive(tenant, [900, 900, 900]);
  world.advance(31 * day);
  await goLive(tenant, [10, 100, 1]);
  const again = await goLive(tenant, [20, 200, 3]);
  await goLive(await createTestTenant(world.service), [5_000, 5_000, 5_000]);
  const half = await connect(tenant);
  world.advance(30 * second);
  await move(tenant.ctx, half, "ownership_proven");
  await move(tenant.ctx, again, "drift_confirmed");
  world.advance(3_600 * second);
  await move(tenant.ctx, again, "records_match");
  const { timeToLive } = await getOverview(tenant.ctx, {});
  expect(timeToLive).toEqual({
    verified: { count: 3, p50: 20, p95: 29 },
    pointing: { count: 2, p50: 150, p95: 195 },
    certificate: { count: 2, p50: 2, p95: 2.9 },
    live: { count: 2, p50: 167, p95: 217.4 },
  });
});

it("remembers the times of many connections for a minute, and reads those of few each time", async () => {
  const many = await createTestTenant(world.service);
  const few = await createTestTenant(world.service);
  const items = (name: string, count: number) =>
    Array.from({ length: count }, (_, n) => ({ hostname: `${name}${n}.many.test` }));
  const batch = (items: { hostname: string }[]) => ({
    applicationId: many.applicationId,
    setupType: "manual" as const,
    items,
  });
  await createConnections(many.ctx, batch(items("a", 499)));
  const shown = async ({ ctx }: TestTenant) => (await getOverview(ctx, {})).timeToLive.live.count;
  expect(await shown(many)).toBe(0);
  await goLive(many, [1, 1, 1]);
  await goLive(few, [1, 1, 1]);
  expect([await shown(many), await shown(few)]).toEqual([1, 1]);
  await goLive(many, [1, 1, 1]);
  await goLive(few, [1, 1, 1]);
  expect([await shown(many), await shown(few)]).toEqual([1, 2]);
  world.advance(60 * second);
  expect(await Promise.all([shown(many), shown(many), shown(few)])).toEqual([2, 2, 2]);
});

it("shows what needs attention, the most urgent first, and counts all of it", async () => {
  const tenant = await createTestTenant(world.service);
  const waits = [];
  for (let index = 0; index < 12; index += 1) {
    waits.push(await connect(tenant));
    world.advance(60 * second);
  }
  const stalled = await connect(tenant);
  await move(tenant.ctx, stalled, "window_elapsed", { errorCode: "ownership_not_found" });
  const drifted = [await goLive(tenant, [1, 1, 1]), await goLive(tenant, [1, 1, 1])];
  await goLive(tenant, [1, 1, 1]);
  for (const id of drifted) {
    world.advance(second);
    await move(tenant.ctx, id, "drift_confirmed");
  }
  const failed = await connect(tenant);
  await move(tenant.ctx, failed, "proof_expired");
  await archiveConnection(tenant.ctx, { id: await connect(tenant) });
  await connect(await createTestTenant(world.service));
  const { needsAttention, states } = await getOverview(tenant.ctx, {});
  expect(needsAttention.count).toBe(4);
  expect(needsAttention.connections.map(({ id }) => id)).toEqual([
    ...[...drifted].reverse(),
    stalled,
    failed,
    ...waits.slice(0, 6),
  ]);
  expect(counted(states)).toEqual({ pending_ownership: 12, live: 1, drifted: 2, stalled: 1, failed: 1, archived: 1 });
});

it("is limited to the requested application, and to the environment of the key", async () => {
  const live = await createTestTenant(world.service);
  const test = await testEnvironment(live);
  await goLive(live, [1, 1, 1]);
  await connect(test);
  const everything = onBehalfOf(world.service, live.tenantId, { kind: "admin" });
  const figures = async (ctx: Context, applicationId?: string) => {
    const overview = await getOverview(ctx, applicationId ? { applicationId } : {});
    return [counted(overview.states), overview.timeToLive.live.count, overview.needsAttention.connections.length];
  };
  expect(await figures(everything)).toEqual([{ live: 1, pending_ownership: 1 }, 1, 1]);
  expect(await figures(everything, live.applicationId)).toEqual([{ live: 1 }, 1, 0]);
  expect(await figures(live.ctx)).toEqual([{ live: 1 }, 1, 0]);
  expect(await figures(live.ctx, test.applicationId)).toEqual([{}, 0, 0]);
  expect(await figures(test.ctx)).toEqual([{ pending_ownership: 1 }, 0, 1]);
});

it("answers over the wire, and nothing of another tenant's application", async () => {
  const [tenant, otherTenant] = [await createTestTenant(world.service), await createTestTenant(world.service)];
  await connect(otherTenant);
  const admin = onBehalfOf(world.service, tenant.tenantId, { kind: "admin" });
  const { secret } = await createKey(admin, { id: tenant.applicationId, name: "k", scopes: ["connections:read"] });
  const { status, json } = await callRoute(handle(getOverviewEndpoint, getOverview), secret, {
    query: `?application_id=${otherTenant.applicationId}`,
  });
  expect([status, json.needs_attention]).toEqual([200, { count: 0, connections: [] }]);
  expect(json.states.every(({ count }: { count: number }) => count === 0)).toBe(true);
  expect(json.time_to_live.live).toEqual({ count: 0, p50: null, p95: null });
  expect(getOverviewEndpoint.output.safeParse(await getOverview(tenant.ctx, {})).success).toBe(true);
});

it("keeps the last count of each day, and counts today when it is asked", async () => {
  world.set(new Date("2026-06-01T10:00:00Z"));
  const live = await createTestTenant(world.service);
  const test = await testEnvironment(live);
  const ctx = onBehalfOf(world.service, live.tenantId, { kind: "admin" });
  const [one, two] = [await connect(live), await connect(live)];
  await connect(test);
  await recordStateCounts(world.service);
  await move(live.ctx, one, "ownership_proven");
  await move(live.ctx, two, "ownership_proven");
  world.set(new Date("2026-06-01T23:30:00Z"));
  await recordStateCounts(world.service);
  await recordStateCounts(world.service);
  world.set(new Date("2026-06-03T12:00:00Z"));
  await archiveConnection(live.ctx, { id: two });
  const history = async (of: Context) =>
    (await listStateCounts(of, { days: 3 })).data.map(({ day, states }) => [day, counted(states)]);
  // Nobody counted on the second day.
  expect(await history(ctx)).toEqual([
    ["2026-06-01", { pending_ownership: 1, verified: 2 }],
    ["2026-06-03", { pending_ownership: 1, verified: 1, archived: 1 }],
  ]);
  expect(await history(test.ctx)).toEqual([
    ["2026-06-01", { pending_ownership: 1 }],
    ["2026-06-03", { pending_ownership: 1 }],
  ]);
  expect(await history((await createTestTenant(world.service)).ctx)).toEqual([["2026-06-03", {}]]);
  world.set(new Date("2027-09-01T12:00:00Z"));
  await recordStateCounts(world.service);
  const kept = await database.prisma.stateCount.groupBy({ by: ["day"], where: { tenantId: live.tenantId } });
  expect(kept.map(({ day }) => day.toISOString().slice(0, 10))).toEqual(["2027-09-01"]);
});

it("counts deliveries by day and outcome, and endpoints that cannot be reached", async () => {
  world.set(new Date("2028-03-10T12:00:00Z"));
  const live = await createTestTenant(world.service);
  const test = await testEnvironment(live);
  const otherTenant = await createTestTenant(world.service);
  const endpoint = async (tenantId: string, environment: "test" | "live", failing: boolean) => {
    const data = {
      id: newId(world.service.now()),
      tenantId,
      environment,
      url: "https://hooks.example.net",
      secretSealed: Buffer.from("x"),
      failingSince: failing ? world.service.now() : null,
      createdAt: world.service.now(),
    };
    return (await database.prisma.webhookEndpoint.create({ data })).id;
  };
  const deliver = async (
    tenantId: string,
    endpointId: string,
    connectionId: string | null,
    at: string,
    status: "pending" | "succeeded" | "failed",
    attempts: number,
  ) => {
    const createdAt = new Date(at);
    const about = { messageId: newId(createdAt), type: "domain.verified", sequence: 1, data: {} };
    await database.prisma.webhookDelivery.create({
      data: { id: newId(createdAt), tenantId, endpointId, connectionId, ...about, status, attempts, createdAt },
    });
  };
  const connection = await connect(live);
  const [good, bad] = [await endpoint(live.tenantId, "live", false), await endpoint(live.tenantId, "live", true)];
  const ofTest = await endpoint(live.tenantId, "test", false);
  await deliver(live.tenantId, good, connection, "2028-03-10T11:00:00Z", "succeeded", 1);
  await deliver(live.tenantId, good, connection, "2028-03-10T00:00:00Z", "succeeded", 3);
  await deliver(live.tenantId, bad, null, "2028-03-09T23:59:59Z", "failed", 7);
  await deliver(live.tenantId, bad, null, "2028-03-09T01:00:00Z", "pending", 2);
  await deliver(live.tenantId, ofTest, null, "2028-03-10T10:00:00Z", "succeeded", 1);
  await deliver(live.tenantId, good, null, "2028-03-07T10:00:00Z", "succeeded", 1);
  await deliver(
    otherTenant.tenantId,
    await endpoint(otherTenant.tenantId, "live", true),
    null,
    "2028-03-10T10:00:00Z",
    "failed",
    7,
  );

  const health = async (ctx: Context, applicationId?: string) =>
    (await getOverview(ctx, applicationId ? { applicationId } : {})).deliveries;
  expect(await health(live.ctx)).toEqual({ pending: 0, succeeded: 2, failed: 1, failingEndpoints: 1 });
  expect(await health(test.ctx)).toEqual({ pending: 0, succeeded: 1, failed: 0, failingEndpoints: 0 });
  expect(await health(live.ctx, live.applicationId)).toEqual({
    ...{ pending: 0, succeeded: 2, failed: 0, failingEndpoints: 1 },
  });
  expect(await listDeliveryCounts(live.ctx, { days: 3 })).toEqual({
    data: [
      { day: "2028-03-08", succeeded: 0, failed: 0, pending: 0, retried: 0 },
      { day: "2028-03-09", succeeded: 0, failed: 1, pending: 1, retried: 2 },
      { day: "2028-03-10", succeeded: 2, failed: 0, pending: 0, retried: 1 },
    ],
    capped: false,
  });
  expect((await listDeliveryCounts(test.ctx, { days: 1 })).data).toEqual([
    { day: "2028-03-10", succeeded: 1, failed: 0, pending: 0, retried: 0 },
  ]);
});
