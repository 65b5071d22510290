import { beforeEach, expect, it } from "vitest";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { archiveConnections } from "@/lib/connections/archive-connections";
import { checkOwnership } from "@/lib/connections/check-ownership";
import { confirmStopped } from "@/lib/connections/confirm-stopped";
import { createConnection } from "@/lib/connections/create-connection";
import { getConnection } from "@/lib/connections/get-connection";
import { listEvents } from "@/lib/connections/list-events";
import type { ConnectionResource } from "@/lib/connections/schema";
import { recordReport } from "@/lib/edge/control-plane/record-report";
import { sequenceChanges } from "@/lib/edge/control-plane/sequence-changes";
import { newId } from "@/lib/kernel/ids";
import type { JobPayload } from "@/lib/platform/jobs/catalog";
import type { TestTenant } from "@/lib/runtime/testing/context";
import { edgeReport } from "@/lib/runtime/testing/edge-report";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { database, world, tenant, other } = setUpWorld();
let names = 0;

// What is of the installation outlives a test's tenants.
beforeEach(async () => {
  await database.prisma.edge.deleteMany();
  await database.prisma.edgeStop.deleteMany();
  await database.prisma.job.deleteMany();
});

async function claimed(hostname = `stop${++names}.acme.test`, on: TestTenant = tenant): Promise<ConnectionResource> {
  const connection = await createConnection(on.ctx, {
    applicationId: on.applicationId,
    hostname,
    setupType: "manual",
  });
  const { name, value } = connection.ownershipChallenge;
  world.publish(name, "TXT", [value]);
  await checkOwnership(on.ctx, { connectionId: connection.id });
  return connection;
}

async function addEdge(name: string, more: { startedAt?: Date; seenAt?: Date } = {}): Promise<string> {
  const id = newId(new Date());
  const now = world.service.now();
  const versions = { responderVersion: "1", caddyVersion: "2.11.9", hosts: 1 };
  await database.prisma.edge.create({ data: { id, name, ...versions, startedAt: now, seenAt: now, ...more } });
  return id;
}

/** The edges read the feed: changes have sequences, and each edge is at the newest. */
async function edgesCatchUp(): Promise<bigint> {
  await sequenceChanges(database);
  const { _max } = await database.prisma.edgeChange.aggregate({ _max: { sequence: true } });
  const sequence = _max.sequence ?? 0n;
  await database.prisma.edge.updateMany({ data: { sequence, seenAt: world.service.now() } });
  return sequence;
}

async function report(edgeId: string, ids: readonly string[], statuses = { askStatus: 403, routeStatus: 404 }) {
  const sequence = Number(await edgesCatchUp());
  const at = world.service.now().toISOString();
  const { name, startedAt } = await database.prisma.edge.findUniqueOrThrow({ where: { id: edgeId } });
  const { nonce } = await database.prisma.edgeChange.findFirstOrThrow({ where: { sequence } });
  const stopped = ids.map((connectionId) => ({ connectionId, hostname: "any.test", sequence, at, ...statuses }));
  const more = { name, startedAt: startedAt.toISOString(), cursor: `${sequence}:${nonce}`, stopped };
  await recordReport(world.service, edgeReport({ edgeId, ...more }));
}

const confirmJobs = () => database.prisma.job.findMany({ where: { name: "confirm-stopped" }, orderBy: { id: "asc" } });

/** Runs the jobs that are due, as the worker would. @returns the delays of what is due again, in seconds */
async function runJobs(): Promise<(number | null)[]> {
  const delays: (number | null)[] = [];
  for (const job of await confirmJobs()) {
    if (job.runAt > world.service.now()) continue;
    const { tenantId, releaseId = "" } = job.payload as JobPayload;
    const { ctx } = tenantId === other.tenantId ? other : tenant;
    const { runAgainAt } = await confirmStopped(ctx, { releaseId });
    delays.push(runAgainAt && (runAgainAt.getTime() - world.service.now().getTime()) / 1_000);
    if (runAgainAt === null) await database.prisma.job.delete({ where: { id: job.id } });
    else await database.prisma.job.update({ where: { id: job.id }, data: { runAt: runAgainAt } });
  }
  return delays;
}

async function eventsOf(id: string, on: TestTenant = tenant) {
  const { data } = await listEvents(on.ctx, { id, limit: 100 });
  return data.filter(({ type }) => /stop/.test(type)).map(({ type, data }) => ({ type, data }));
}

it("records domain.stopped once every edge has refused both, with the seconds to the last", async () => {
  const [one, two] = [await addEdge("edge-1"), await addEdge("edge-2")];
  const { id } = await claimed();
  await archiveConnection(tenant.ctx, { id });
  expect((await getConnection(tenant.ctx, { id })).stop).toMatchObject({ settledAt: null, seconds: null });
  world.advance(400);
  await report(one, [id]);
  expect(await runJobs()).toEqual([9.6]);
  expect(await eventsOf(id)).toEqual([]);
  world.advance(300);
  await report(two, [id]);
  expect(await runJobs()).toEqual([null]);
  const edges = [
    { name: "edge-1", seconds: 0.4 },
    { name: "edge-2", seconds: 0.7 },
  ];
  expect(await eventsOf(id)).toEqual([{ type: "domain.stopped", data: { seconds: 0.7, edges, unconfirmed: [] } }]);
  const { stop } = await getConnection(tenant.ctx, { id });
  expect(stop).toMatchObject({ seconds: 0.7, edges, unconfirmed: [] });
  expect(stop?.settledAt).toEqual(world.service.now());
  expect(await database.prisma.edgeStop.count()).toBe(0);
  // A report that was late on its way changes nothing.
  await report(two, [id], { askStatus: 200, routeStatus: 200 });
  expect(await confirmJobs()).toEqual([]);
  expect(await database.prisma.edgeStop.count()).toBe(0);
});

it("names the edge that still serves, then goes on until it confirms", async () => {
  const [one, two] = [await addEdge("edge-1"), await addEdge("edge-2")];
  const { id } = await claimed();
  await archiveConnection(tenant.ctx, { id });
  await report(one, [id]);
  await report(two, [id], { askStatus: 200, routeStatus: 200 });
  await runJobs();
  world.advance(10_000);
  expect(await runJobs()).toEqual([5]);
  world.advance(5_000);
  expect(await runJobs()).toEqual([7.5]);
  expect(await eventsOf(id)).toEqual([{ type: "connection.stop_delayed", data: { edges: ["edge-2"] } }]);
  expect((await getConnection(tenant.ctx, { id })).stop).toMatchObject({
    settledAt: null,
    edges: [{ name: "edge-1" }],
    unconfirmed: ["edge-2"],
  });
  await report(two, [id]);
  expect(await runJobs()).toEqual([null]);
  expect((await eventsOf(id))[0]).toMatchObject({
    type: "domain.stopped",
    data: { seconds: 15, unconfirmed: [], edges: [{ name: "edge-1" }, { name: "edge-2", seconds: 15 }] },
  });
});

it("says which edge never confirmed when that is gone for seven days, though its row was swept", async () => {
  const one = await addEdge("edge-1");
  await addEdge("edge-2");
  const { id } = await claimed();
  await archiveConnection(tenant.ctx, { id });
  await report(one, [id]);
  world.advance(10_000);
  await runJobs();
  await database.prisma.edge.delete({
    where: { id: (await database.prisma.edge.findFirstOrThrow({ where: { name: "edge-2" } })).id },
  });
  world.advance(7 * 86_400_000);
  expect(await runJobs()).toEqual([null]);
  expect((await eventsOf(id))[0]).toMatchObject({
    type: "domain.stopped",
    data: { seconds: 0, edges: [{ name: "edge-1" }], unconfirmed: ["edge-2"] },
  });
});

it("is not confused by the hostname's next connection", async () => {
  const edge = await addEdge("edge-1");
  const first = await claimed();
  await archiveConnection(tenant.ctx, { id: first.id });
  const second = await claimed(first.hostname, other);
  world.advance(1_000);
  // The edge allows the hostname: for the second connection.
  await report(edge, [first.id], { askStatus: 200, routeStatus: 200 });
  expect(await runJobs()).toEqual([null]);
  expect(await eventsOf(first.id)).toMatchObject([{ type: "domain.stopped", data: { seconds: 1 } }]);
  // Now it does not stop: nobody holds the hostname.
  await archiveConnection(other.ctx, { id: second.id });
  world.advance(10_000);
  await report(edge, [second.id], { askStatus: 200, routeStatus: 200 });
  await runJobs();
  expect(await eventsOf(second.id, other)).toMatchObject([{ type: "connection.stop_delayed" }]);
});

it("has nothing to confirm where no claim was held, or where there is no edge", async () => {
  const name = `stop${++names}.acme.test`;
  const input = { applicationId: tenant.applicationId, hostname: name, setupType: "manual" as const };
  const { id } = await createConnection(tenant.ctx, input);
  await archiveConnection(tenant.ctx, { id });
  expect((await getConnection(tenant.ctx, { id })).stop).toBeNull();
  expect(await confirmJobs()).toEqual([]);
  const held = await claimed();
  await archiveConnection(tenant.ctx, { id: held.id });
  world.advance(10_000);
  expect(await runJobs()).toEqual([null]);
  expect(await eventsOf(held.id)).toEqual([]);
});

it("confirms what was archived together by one job, and keeps tenants apart", async () => {
  const edge = await addEdge("edge-1");
  const ids: string[] = [];
  for (let count = 0; count < 12; count += 1) ids.push((await claimed()).id);
  const theirs = await claimed(undefined, other);
  await archiveConnections(tenant.ctx, { ids });
  await archiveConnection(other.ctx, { id: theirs.id });
  expect(await confirmJobs()).toHaveLength(2);
  await report(edge, [...ids.slice(1), theirs.id]);
  const [mine] = await confirmJobs();
  const { releaseId = "" } = (mine?.payload ?? {}) as JobPayload;
  // A job of one tenant with another's release does nothing.
  expect(await confirmStopped(other.ctx, { releaseId })).toEqual({ runAgainAt: null });
  expect(await eventsOf(ids[1] ?? "")).toEqual([]);
  expect((await runJobs()).sort()).toEqual([10, null]);
  const tenantId = { in: [tenant.tenantId, other.tenantId] };
  const stopped = await database.prisma.event.count({ where: { type: "domain.stopped", tenantId } });
  expect(stopped).toBe(12);
  await report(edge, ids);
  expect(await runJobs()).toEqual([null]);
  expect(await eventsOf(ids[0] ?? "")).toHaveLength(1);
});

it("records each stop once, however many runs race", async () => {
  const edge = await addEdge("edge-1");
  const { id } = await claimed();
  await archiveConnection(tenant.ctx, { id });
  await report(edge, [id]);
  const [job] = await confirmJobs();
  const { releaseId = "" } = (job?.payload ?? {}) as JobPayload;
  await Promise.all(Array.from({ length: 6 }, () => confirmStopped(tenant.ctx, { releaseId })));
  expect(await eventsOf(id)).toHaveLength(1);
});
