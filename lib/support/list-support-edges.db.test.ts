import { beforeEach, expect, it } from "vitest";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { checkOwnership } from "@/lib/connections/check-ownership";
import { confirmStopped } from "@/lib/connections/confirm-stopped";
import { createConnection } from "@/lib/connections/create-connection";
import { sequenceChanges } from "@/lib/edge/control-plane/sequence-changes";
import { newId } from "@/lib/kernel/ids";
import { onBehalfOf } from "@/lib/platform/ports/context";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";
import { getSupportHealth } from "@/lib/support/get-support-health";
import { listSupportEdges } from "@/lib/support/list-support-edges";

const { database, world, tenant } = setUpWorld();

beforeEach(async () => {
  await database.prisma.edge.deleteMany();
});

function staff() {
  const id = newId(world.service.now());
  return onBehalfOf(world.service, "00000000-0000-0000-0000-000000000000", {
    kind: "staff",
    userId: id,
    sessionId: id,
  });
}

async function addEdge(name: string, more: { sequence?: bigint; problems?: string[]; renewals?: object } = {}) {
  const now = world.service.now();
  const versions = { responderVersion: "1", caddyVersion: null, hosts: 3 };
  await database.prisma.edge.create({
    data: { id: newId(now), name, ...versions, startedAt: now, seenAt: now, ...more },
  });
}

async function addChange(): Promise<bigint> {
  await createChange();
  await sequenceChanges(database);
  const { _max } = await database.prisma.edgeChange.aggregate({ _max: { sequence: true } });
  return _max.sequence ?? 0n;
}

/** A claim is a change. */
async function createChange() {
  const hostname = `edge${newId(new Date()).slice(-12)}.acme.test`;
  const input = { applicationId: tenant.applicationId, hostname, setupType: "manual" as const };
  const connection = await createConnection(tenant.ctx, input);
  world.publish(connection.ownershipChallenge.name, "TXT", [connection.ownershipChallenge.value]);
  await checkOwnership(tenant.ctx, { connectionId: connection.id });
  return connection;
}

it("lists what is silent, then what lags, then what has a problem, and counts them in Health", async () => {
  await addEdge("silent");
  world.advance(61_000);
  const before = await addChange();
  const renewals = { watched: 5, dueNow: 1, overdueCount: 2, overdue: [] };
  world.advance(10_500);
  await addEdge("lagging", { sequence: before - 1n });
  await addEdge("sound", { sequence: before });
  await addEdge("overdue", { sequence: before, renewals });
  await addEdge("a-little-behind", { sequence: before });
  await addChange();
  const { edges } = await listSupportEdges(staff(), {});
  expect(edges.map(({ name, status }) => [name, status])).toEqual([
    ["silent", "silent"],
    ["lagging", "lagging"],
    ["overdue", "current"],
    ["a-little-behind", "current"],
    ["sound", "current"],
  ]);
  expect(edges.map(({ renewals }) => renewals)).toContainEqual({ watched: 5, dueNow: 1, overdueCount: 2 });
  const lagging = edges.find(({ name }) => name === "lagging");
  expect(lagging).toMatchObject({ sequence: Number(before) - 1, behindSeconds: 10.5 });
  const health = await getSupportHealth(staff(), {});
  expect(health.edges).toEqual({ known: 5, connected: 4, lagging: 1, behindSeconds: 10.5 });
});

it("lists what an edge may still serve, and says so in the log of its company", async () => {
  await addEdge("edge-1");
  const { id, hostname } = await createChange();
  await archiveConnection(tenant.ctx, { id });
  const { releaseId } = await database.prisma.connectionStop.findUniqueOrThrow({ where: { connectionId: id } });
  expect((await listSupportEdges(staff(), {})).lateStops).toEqual([]);
  world.advance(10_000);
  await confirmStopped(tenant.ctx, { releaseId });
  const { lateStops } = await listSupportEdges(staff(), {});
  expect(lateStops).toMatchObject([{ connectionId: id, hostname, tenantId: tenant.tenantId, edges: ["edge-1"] }]);
  const seen = { tenantId: tenant.tenantId, action: "support.connection_viewed", targetId: id };
  expect(await database.prisma.auditEntry.count({ where: seen })).toBe(1);
});
