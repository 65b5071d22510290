import { expect, it, vi } from "vitest";
import { type Log, silentLog } from "@/lib/kernel/log";
import type { Problem } from "@/lib/kernel/problems";
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

it("reports what is wrong with the worker until it has ended, and logs each problem once", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  try {
    const { service } = createWorld(database);
    const lines: string[] = [];
    const log = {
      ...silentLog,
      warn: (...args: unknown[]) => lines.push(`warn ${args[1]}`),
      info: () => lines.push("info"),
    };
    let problems: Problem[] = [{ code: "dns_unreachable", text: "No answers." }];
    const heartbeat = await startHeartbeat(database, { now: service.now, log: log as Log, problems: () => problems });
    const stored = async () => (await database.prisma.workerHeartbeat.findFirstOrThrow()).problems;
    expect(await stored()).toEqual(problems);
    await vi.advanceTimersByTimeAsync(15_000);
    problems = [];
    await vi.advanceTimersByTimeAsync(15_000);
    await expect.poll(stored).toEqual([]);
    expect(lines).toEqual(["warn No answers.", "info"]);
    await heartbeat.stop();
  } finally {
    vi.useRealTimers();
  }
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
