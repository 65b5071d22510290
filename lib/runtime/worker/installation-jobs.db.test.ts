import { setImmediate } from "node:timers/promises";
import { beforeEach, expect, it, vi } from "vitest";
import { silentLog } from "@/lib/kernel/log";
import { installationJobNames, jobCatalog } from "@/lib/platform/jobs/catalog";
import { claimJobs } from "@/lib/platform/jobs/claim-jobs";
import { drainJobs } from "@/lib/platform/jobs/drain-jobs";
import { enqueueInstallationJobs } from "@/lib/platform/jobs/enqueue-installation-jobs";
import type { JobHandler } from "@/lib/platform/jobs/run-job";
import { createWorld, type TestWorld } from "@/lib/runtime/testing/context";
import { setUpDatabase } from "@/lib/runtime/testing/set-up-database";
import { jobHandlers } from "@/lib/runtime/worker/registry";

const database = setUpDatabase();
let world: TestWorld;
let runs: string[];

beforeEach(async () => {
  await database.prisma.job.deleteMany();
  world = createWorld(database);
  runs = [];
});

/** One instance's worker. Each job's run is counted, and `broken` fails. */
function drain(broken?: string) {
  const counted = Object.entries(jobHandlers(world.service)).map(([name, handler]): [string, JobHandler] => [
    name,
    async (payload, pool) => {
      runs.push(name);
      if (name === broken) throw new Error("the database is busy");
      return handler(payload, pool);
    },
  ]);
  const handlers = Object.fromEntries(counted) as ReturnType<typeof jobHandlers>;
  return drainJobs(database, { now: world.service.now, handlers, log: silentLog, concurrency: 4, budgetMs: 20_000 });
}

const jobs = () => database.prisma.job.findMany({ orderBy: { key: "asc" } });

it("however many instances start, there is one job of each kind, and it keeps its time", async () => {
  await Promise.all([enqueueInstallationJobs(world.service), enqueueInstallationJobs(world.service)]);
  const first = await jobs();
  expect(first.map(({ key }) => key)).toEqual([...installationJobNames].sort());
  world.advance(1_000);
  await enqueueInstallationJobs(world.service);
  expect(await jobs()).toEqual(first);
});

it("two instances run each of them once, and again only after its interval", async () => {
  await enqueueInstallationJobs(world.service);
  await Promise.all([drain(), drain()]);
  expect(runs.sort()).toEqual([...installationJobNames].sort());
  for (const { name, runAt } of await jobs()) {
    const { everyMs } = jobCatalog[name as (typeof installationJobNames)[number]];
    expect(runAt.getTime() - world.service.now().getTime()).toBe(everyMs);
  }
  await drain();
  expect(runs).toHaveLength(installationJobNames.length);
  world.advance(600_000);
  await drain();
  expect(runs.filter((name) => name === "sweep-deliveries")).toHaveLength(2);
  expect(runs.filter((name) => name === "record-state-counts")).toHaveLength(1);
});

it("one that fails stops no other, and is tried again soon", async () => {
  await enqueueInstallationJobs(world.service);
  expect(await drain("sweep-deliveries")).toMatchObject({ run: installationJobNames.length, failed: 1 });
  world.advance(1_000);
  runs = [];
  expect(await drain()).toMatchObject({ run: 1, failed: 0 });
  expect(runs).toEqual(["sweep-deliveries"]);
});

it("one that a killed worker held is run by the next worker once the lease has ended", async () => {
  await enqueueInstallationJobs(world.service);
  await claimJobs(database, "killed", world.service.now(), 60_000, { upkeep: 100 });
  expect((await drain()).run).toBe(0);
  world.advance(60_001);
  const { length } = installationJobNames;
  expect(await drain()).toMatchObject({ run: length, reaped: length });
});

it("one that failed for good starts over with the next start", async () => {
  await enqueueInstallationJobs(world.service);
  await database.prisma.job.updateMany({ data: { failedAt: world.service.now(), attempts: 7 } });
  expect((await drain()).run).toBe(0);
  await enqueueInstallationJobs(world.service);
  expect(await drain()).toMatchObject({ run: installationJobNames.length, failed: 0 });
});

it("a retry joins a run that outlasted its time-out, and starts no second one beside it", async () => {
  const deleteMany = vi.fn(() => setImmediate({ count: 0 }));
  const slow = { ...database, prisma: { workerHeartbeat: { deleteMany } } } as unknown as typeof database;
  const handler = jobHandlers({ ...world.service, database: slow })["sweep-heartbeats"];
  const [first, retry] = await Promise.all([handler({}, "upkeep"), handler({}, "upkeep")]);
  expect(retry).toEqual(first);
  expect(deleteMany).toHaveBeenCalledTimes(1);
  await handler({}, "upkeep");
  expect(deleteMany).toHaveBeenCalledTimes(2);
});
