import { expect, it } from "vitest";
import { silentLog } from "@/lib/kernel/log";
import { createWorld } from "@/lib/runtime/testing/context";
import { setUpDatabase } from "@/lib/runtime/testing/set-up-database";
import { startHeartbeat, sweepHeartbeats } from "@/lib/runtime/worker/heartbeat";
import { startTick } from "@/lib/runtime/worker/tick";

const database = setUpDatabase();

it("shows each worker while it runs, and none after an orderly stop", async () => {
  const { service } = createWorld(database);
  const one = await startHeartbeat(database, { now: service.now, log: silentLog });
  const two = await startHeartbeat(database, { now: service.now, log: silentLog });
  const rows = await database.prisma.workerHeartbeat.findMany();
  expect(rows).toHaveLength(2);
  expect(rows[0]?.seenAt).toEqual(service.now());
  await one.stop();
  expect(await database.prisma.workerHeartbeat.count()).toBe(1);
  await two.stop();
  expect(await database.prisma.workerHeartbeat.count()).toBe(0);
});

it("writes a heartbeat from the start of a tick to its stop", async () => {
  const { service } = createWorld(database);
  const options = { now: service.now, handlers: {} as never, log: silentLog, concurrency: 1, budgetMs: 1_000 };
  const tick = await startTick(database, options);
  expect(await database.prisma.workerHeartbeat.count()).toBe(1);
  await tick.stop();
  expect(await database.prisma.workerHeartbeat.count()).toBe(0);
});

it("deletes a worker that was lost a day ago, and not one of this morning", async () => {
  const world = createWorld(database);
  const lost = (workerId: string, at: Date) =>
    database.prisma.workerHeartbeat.create({ data: { workerId, host: "h", startedAt: at, seenAt: at } });
  await lost("old", world.service.now());
  world.advance(86_400_001);
  await lost("young", world.service.now());
  await sweepHeartbeats(world.service);
  expect((await database.prisma.workerHeartbeat.findMany()).map(({ workerId }) => workerId)).toEqual(["young"]);
});
