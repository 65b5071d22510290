import { afterAll, beforeAll, expect, it } from "vitest";
import { type EdgeFleet, startEdgeFleet } from "@/e2e/support/edge-fleet";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { archiveConnections } from "@/lib/connections/archive-connections";
import { getConnection } from "@/lib/connections/get-connection";
import { listEvents } from "@/lib/connections/list-events";
import { timeLimit } from "@/scripts/time-limit.mjs";

// Three responders, each a process, follow one control plane. What is archived is reported as stopped by each of them.
let fleet: EdgeFleet;

beforeAll(async () => {
  fleet = await startEdgeFleet(3);
}, timeLimit(120_000));
afterAll(() => fleet?.stop());

const stopOf = async (id: string) => (await getConnection(fleet.ctx, { id })).stop;
const stopEvents = async (id: string) =>
  (await listEvents(fleet.ctx, { id, limit: 100 })).data.map(({ type }) => type).filter((type) => /stop/.test(type));

it("confirms a stop on all three edges, which then refuse the hostname", async () => {
  const [{ id, hostname } = { id: "", hostname: "" }] = await fleet.connect(1);
  await archiveConnection(fleet.ctx, { id });
  await expect.poll(() => stopEvents(id)).toEqual(["domain.stopped"]);
  const stop = await stopOf(id);
  expect(stop?.edges).toHaveLength(3);
  expect(stop?.unconfirmed).toEqual([]);
  expect(await Promise.all(fleet.edges.map((edge) => edge.ask(hostname)))).toEqual([403, 403, 403]);
});

it("confirms hundreds that are archived together, each once", { timeout: timeLimit(120_000) }, async () => {
  const connections = await fleet.connect(200);
  await archiveConnections(fleet.ctx, { ids: connections.map(({ id }) => id) });
  const ids = connections.map(({ id }) => id);
  const settled = () =>
    fleet.database.prisma.connectionStop.count({ where: { connectionId: { in: ids }, settledAt: { not: null } } });
  await expect.poll(settled, { timeout: timeLimit(60_000) }).toBe(200);
  const where = { connectionId: { in: ids }, type: "domain.stopped" };
  expect(await fleet.database.prisma.event.count({ where })).toBe(200);
});

it("names the edge that does not confirm, and records the stop when it does", {
  timeout: timeLimit(120_000),
}, async () => {
  const [{ id } = { id: "" }] = await fleet.connect(1);
  const [frozen] = fleet.edges;
  process.kill(frozen?.pid ?? 0, "SIGSTOP");
  try {
    await archiveConnection(fleet.ctx, { id });
    await expect.poll(() => stopEvents(id), { timeout: timeLimit(40_000) }).toEqual(["connection.stop_delayed"]);
    const stop = await stopOf(id);
    expect(stop?.settledAt).toBeNull();
    expect(stop?.edges).toHaveLength(2);
    expect(stop?.unconfirmed).toHaveLength(1);
  } finally {
    process.kill(frozen?.pid ?? 0, "SIGCONT");
  }
  await expect
    .poll(() => stopEvents(id), { timeout: timeLimit(60_000) })
    .toEqual(["domain.stopped", "connection.stop_delayed"]);
  expect((await stopOf(id))?.edges).toHaveLength(3);
  expect((await stopOf(id))?.seconds).toBeGreaterThan(10);
});
