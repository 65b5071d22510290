import { beforeEach, expect, it } from "vitest";
import { createConnection } from "@/lib/connections/create-connection";
import { listEvents } from "@/lib/connections/list-events";
import { inTransaction } from "@/lib/db/transaction";
import { recordEvents } from "@/lib/platform/events/record-event";
import { sweepEvents } from "@/lib/platform/events/sweep-events";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { database, world, service, tenant } = setUpWorld();
const day = 86_400_000;
let id: string;

const sweep = (eventsKeptMs: number | null) =>
  sweepEvents({ ...service, policy: { ...service.policy, eventsKeptMs }, now: world.service.now });
const happen = (type: "domain.drift" | "domain.recovered") =>
  inTransaction(tenant.ctx, (tx) => recordEvents(tenant.ctx, tx, id, [type], { reason: "test" }));
const timeline = async () =>
  (await listEvents(tenant.ctx, { id, limit: 100 })).data.map(({ type, sequence }) => [type, sequence]);

beforeEach(async () => {
  await database.prisma.event.deleteMany();
  const input = { applicationId: tenant.applicationId, hostname: `at-${tenant.tenantId}.acme.test` };
  ({ id } = await createConnection(tenant.ctx, { ...input, setupType: "manual" }));
});

it("without a retention, the events of a connection are kept however old they are", async () => {
  world.advance(5_000 * day);
  expect(await sweep(null)).toBe(0);
  expect(await timeline()).not.toEqual([]);
});

it("with one, older events go and no younger one, and the sequence goes on", async () => {
  const { length } = await timeline();
  world.advance(100 * day);
  await happen("domain.recovered");
  expect(await sweep(100 * day + 1)).toBe(0);
  expect(await sweep(100 * day)).toBe(0);
  world.advance(1);
  expect(await sweep(100 * day)).toBe(length);
  expect(await timeline()).toEqual([["domain.recovered", length + 1]]);
});

it("a drift that lasts keeps its evidence, until it has ended", async () => {
  const { length } = await timeline();
  await happen("domain.drift");
  await database.prisma.connection.update({ where: { id }, data: { state: "drifted" } });
  world.advance(100 * day);
  expect(await sweep(50 * day)).toBe(length);
  expect(await timeline()).toEqual([["domain.drift", length + 1]]);
  await database.prisma.connection.update({ where: { id }, data: { state: "live" } });
  expect(await sweep(50 * day)).toBe(1);
  expect(await timeline()).toEqual([]);
});
