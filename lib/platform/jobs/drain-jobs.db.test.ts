import { beforeEach, expect, it } from "vitest";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { silentLog } from "@/lib/kernel/log";
import { type JobName, jobNames } from "@/lib/platform/jobs/catalog";
import { claimJobs } from "@/lib/platform/jobs/claim-jobs";
import { drainJobs } from "@/lib/platform/jobs/drain-jobs";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import type { JobHandler } from "@/lib/platform/jobs/run-job";
import { settleJobs } from "@/lib/platform/jobs/settle-jobs";
import type { Context } from "@/lib/platform/ports/context";
import { onBehalfOf } from "@/lib/platform/ports/context";
import { createWorld, type TestWorld } from "@/lib/runtime/testing/context";
import { setUpDatabase } from "@/lib/runtime/testing/set-up-database";

const database = setUpDatabase();
let world: TestWorld;
let ctx: Context;

beforeEach(async () => {
  await database.prisma.job.deleteMany();
  world = createWorld(database);
  ctx = onBehalfOf(world.service, newId(world.service.now()), { kind: "worker" });
});

const enqueueCheck = (connectionId: string, runAt?: Date) =>
  inTransaction({ database }, (tx) => enqueue(ctx, tx, "check-records", [{ connectionId }], runAt));

function drain(handler: JobHandler, concurrency = 10, signal?: AbortSignal) {
  const handlers = Object.fromEntries(jobNames.map((name) => [name, handler])) as Record<JobName, JobHandler>;
  return drainJobs(database, {
    now: world.service.now,
    handlers,
    log: silentLog,
    concurrency,
    budgetMs: 20_000,
    signal,
  });
}

const done: JobHandler = async () => ({ runAgainAt: null });

it("runs what is due once, deletes it, and leaves what is not due", async () => {
  await enqueueCheck("due");
  await enqueueCheck("later", new Date(world.service.now().getTime() + 60_000));
  const seen: string[] = [];
  await drain(async (payload) => {
    seen.push(String(payload.connectionId));
    return { runAgainAt: null };
  });
  expect(seen).toEqual(["due"]);
  expect((await database.prisma.job.findMany()).map((job) => job.key)).toEqual(["check-records:later"]);
});

it("keeps one job per key, due at the earlier time", async () => {
  await enqueueCheck("one", new Date(world.service.now().getTime() + 60_000));
  await enqueueCheck("one", new Date(world.service.now().getTime() + 10_000));
  await enqueueCheck("one", new Date(world.service.now().getTime() + 90_000));
  const jobs = await database.prisma.job.findMany();
  expect(jobs.map((job) => job.runAt.getTime() - world.service.now().getTime())).toEqual([10_000]);
});

it("does not lose an enqueue that came while the job ran", async () => {
  await enqueueCheck("busy");
  let runs = 0;
  await drain(async () => {
    runs += 1;
    if (runs === 1) await enqueueCheck("busy");
    return { runAgainAt: null };
  });
  expect(runs).toBe(2);
  expect(await database.prisma.job.count()).toBe(0);
});

it("reschedules a job that asks to run again", async () => {
  await enqueueCheck("again");
  const runAgainAt = new Date(world.service.now().getTime() + 5_000);
  await drain(async () => ({ runAgainAt }));
  const [job] = await database.prisma.job.findMany();
  expect([job?.runAt, job?.lockedBy, job?.attempts]).toEqual([runAgainAt, null, 0]);
});

it("tries a failed job again after the listed delays, and gives up at once on a refusal", async () => {
  await enqueueCheck("flaky");
  const delays: number[] = [];
  for (let attempt = 0; attempt < 4; attempt += 1) {
    await drain(async () => {
      throw new Error("the network is down");
    });
    const job = await database.prisma.job.findFirstOrThrow();
    delays.push(job.runAt.getTime() - world.service.now().getTime());
    world.set(job.runAt);
  }
  expect(delays).toEqual([1_000, 5_000, 30_000, 120_000]);
  await drain(async () => {
    throw new Refusal("invalid_state", "never");
  });
  const job = await database.prisma.job.findFirstOrThrow();
  expect(job.failedAt).not.toBeNull();
  expect(job.lastError).toContain("never");
  await enqueueCheck("flaky");
  expect((await drain(done)).run).toBe(1);
});

it("leaves a job of a newer version for that version's workers", async () => {
  const runAt = world.service.now();
  await database.prisma.job.create({ data: { name: "of-a-newer-version", payload: {}, runAt, createdAt: runAt } });
  await drain(done);
  const job = await database.prisma.job.findFirstOrThrow();
  expect([job.failedAt, job.lockedBy]).toEqual([null, null]);
  expect(job.runAt.getTime()).toBeGreaterThan(runAt.getTime());
});

it("runs a job that a worker of the release before took and did not know, and no other that failed for good", async () => {
  const now = world.service.now();
  const failed = { payload: {}, runAt: now, createdAt: now, failedAt: now };
  await database.prisma.job.createMany({
    data: [
      { ...failed, name: "add-up-counts", lastError: "no verb for a job named add-up-counts" },
      { ...failed, name: "sweep-edges", lastError: "Error: something else" },
      { ...failed, name: "of-a-newer-version", lastError: "no verb for a job named of-a-newer-version" },
    ],
  });
  expect((await drain(done)).run).toBe(1);
  const left = await database.prisma.job.findMany({ orderBy: { name: "asc" } });
  expect(left.map(({ name, failedAt }) => [name, failedAt !== null])).toEqual([
    ["of-a-newer-version", true],
    ["sweep-edges", true],
  ]);
});

it("drops a job whose connection is gone", async () => {
  await enqueueCheck("gone");
  await drain(async () => {
    throw new Refusal("not_found", "gone");
  });
  expect(await database.prisma.job.count()).toBe(0);
});

it("gives the job of a dead worker to the next one when its lease ends, and not before", async () => {
  await enqueueCheck("orphan");
  expect(await claimJobs(database, "dead", world.service.now(), 60_000, { checks: 10 })).toHaveLength(1);
  expect((await drain(done)).run).toBe(0);
  world.advance(60_001);
  expect(await drain(done)).toMatchObject({ run: 1, reaped: 1 });
});

it("lets a worker that lost its lease settle nothing", async () => {
  await enqueueCheck("stolen");
  await drain(async () => {
    // The lease ends while the job runs, and another worker takes it.
    await database.prisma.job.updateMany({ data: { lockedBy: "another" } });
    return { runAgainAt: null };
  });
  expect((await database.prisma.job.findFirstOrThrow()).lockedBy).toBe("another");
});

it("runs each of 300 jobs exactly once in four drains side by side", async () => {
  await inTransaction({ database }, async (tx) => {
    for (let index = 0; index < 300; index += 1)
      await enqueue(ctx, tx, "check-records", [{ connectionId: `many-${index}` }]);
  });
  const runs = new Map<string, number>();
  const handler: JobHandler = async (payload) => {
    const about = String(payload.connectionId);
    runs.set(about, (runs.get(about) ?? 0) + 1);
    return { runAgainAt: null };
  };
  const reports = await Promise.all(Array.from({ length: 4 }, () => drain(handler, 5)));
  expect(reports.reduce((sum, report) => sum + report.run, 0)).toBe(300);
  expect([...runs.values()].every((count) => count === 1)).toBe(true);
  expect(await database.prisma.job.count()).toBe(0);
});

it("runs what becomes due while a slow job is still running", async () => {
  await enqueueCheck("slow");
  let endSlow: () => void = () => undefined;
  const quickHasRun = new Promise<void>((resolve) => {
    endSlow = resolve;
  });
  await drain(async ({ connectionId }) => {
    if (connectionId === "quick") endSlow();
    else {
      await enqueueCheck("quick");
      await quickHasRun;
    }
    return { runAgainAt: null };
  });
  expect(await database.prisma.job.count()).toBe(0);
});

it("starts no more jobs once it is aborted, and releases those that it had claimed", async () => {
  for (let index = 0; index < 10; index += 1) await enqueueCheck(`stop-${index}`);
  const stopping = new AbortController();
  const report = await drain(
    async () => {
      stopping.abort();
      return { runAgainAt: null };
    },
    1,
    stopping.signal,
  );
  expect(report.run).toBe(1);
  const left = await database.prisma.job.findMany();
  expect(left.map((job) => [job.lockedBy, job.attempts])).toEqual(Array.from({ length: 9 }, () => [null, 0]));
});

it("settles beside a transaction that enqueues the same jobs in the other order, without a deadlock", async () => {
  const names = Array.from({ length: 20 }, (_, index) => `cross-${index}`);
  for (const name of names) await enqueueCheck(name);
  const claimed = await claimJobs(database, "crossing", world.service.now(), 60_000, { checks: 100 });
  // Settling has done half of them when it reaches the locked one.
  const order = claimed.map(({ payload }) => String(payload.connectionId));
  const middle = order[order.length / 2] ?? "";
  const others = order.filter((name) => name !== middle);
  let settling: Promise<number> = Promise.resolve(0);
  await inTransaction({ database }, async (tx) => {
    await enqueue(ctx, tx, "check-records", [{ connectionId: middle }]);
    settling = settleJobs(
      database,
      "crossing",
      claimed.map((job) => ({ job, kind: "done" as const })),
      world.service.now(),
    );
    // The embedded engine runs transactions in sequence: there, settling waits for all of this one.
    if (database.engine === "postgres") await expect.poll(waiters).toBe(1);
    await enqueue(
      ctx,
      tx,
      "check-records",
      others.map((connectionId) => ({ connectionId })),
    );
  });
  await settling;
  const left = await database.prisma.job.findMany();
  expect(left.map(({ key }) => key).sort()).toEqual(names.map((name) => `check-records:${name}`).sort());
  expect(left.filter(({ lockedBy }) => lockedBy !== null)).toEqual([]);
});

/** How many statements of this database wait for a row lock. */
async function waiters(): Promise<number> {
  const [row] = await database.prisma.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return row?.count ?? 0;
}
