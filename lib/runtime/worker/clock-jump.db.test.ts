import { expect, it } from "vitest";
import { createConnection } from "@/lib/connections/create-connection";
import { silentLog } from "@/lib/kernel/log";
import { type JobName, jobCatalog } from "@/lib/platform/jobs/catalog";
import { claimJobs } from "@/lib/platform/jobs/claim-jobs";
import { drainJobs } from "@/lib/platform/jobs/drain-jobs";
import { enqueueInstallationJobs } from "@/lib/platform/jobs/enqueue-installation-jobs";
import type { JobHandler } from "@/lib/platform/jobs/run-job";
import { testEdge, validCertificate } from "@/lib/runtime/testing/context";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";
import { sweepHeartbeats } from "@/lib/runtime/worker/heartbeat";
import { jobHandlers } from "@/lib/runtime/worker/registry";

const { database, world, service, tenant } = setUpWorld();
const minute = 60_000;
const hour = 60 * minute;

let runs: string[] = [];

function drain() {
  const handlers = Object.fromEntries(
    Object.entries(jobHandlers(service)).map(([name, handler]): [string, JobHandler] => [
      name,
      (payload, pool) => {
        runs.push(name);
        return handler(payload, pool);
      },
    ]),
  ) as Record<JobName, JobHandler>;
  const options = { handlers, log: silentLog, concurrency: 20, budgetMs: 20_000, recheckIntervalMs: 600_000 };
  return drainJobs(database, { now: world.service.now, ...options });
}

const connect = (hostname: string) =>
  createConnection(tenant.ctx, { applicationId: tenant.applicationId, hostname, setupType: "manual" });

/** How long until each job runs. */
async function waits(): Promise<Record<string, number>> {
  const jobs = await database.prisma.job.findMany();
  return Object.fromEntries(jobs.map(({ key, runAt }) => [key ?? "", runAt.getTime() - world.service.now().getTime()]));
}

it("after a clock was hours ahead for a while, everything runs within its interval again", async () => {
  const live = await connect("live.acme.test");
  const waiting = await connect("waiting.acme.test");
  world.publish(live.ownershipChallenge.name, "TXT", [live.ownershipChallenge.value]);
  world.publish(live.hostname, "CNAME", [testEdge.hostname]);
  const certificate = validCertificate(world.service.now());
  world.edgeAnswers(() => certificate);
  await enqueueInstallationJobs(service);
  for (let step = 0; step < 5; step += 1) {
    await drain();
    world.advance(2_000);
  }
  const { state } = await database.prisma.connection.findUniqueOrThrow({ where: { id: live.id } });
  expect(state).toBe("live");

  const before = world.service.now();
  world.advance(4 * hour);
  for (let step = 0; step < 3; step += 1) {
    await drain();
    world.advance(20 * minute);
  }
  world.set(new Date(before.getTime() + minute));
  expect(Math.max(...Object.values(await waits()))).toBeGreaterThan(4 * hour);

  runs = [];
  await drain();
  expect(runs).toEqual(expect.arrayContaining(["check-records", "check-ownership", "sweep-deliveries"]));
  const planned = await waits();
  expect(planned[`check-records:${live.id}`]).toBeLessThanOrEqual(10 * minute);
  expect(planned[`check-ownership:${waiting.id}`]).toBeLessThanOrEqual(hour);
  expect(planned[`probe-certificate:${live.id}`]).toBeLessThanOrEqual(12 * hour);
  for (const [name, { everyMs }] of Object.entries(jobCatalog)) {
    if (everyMs !== null) expect(planned[name], name).toBeLessThanOrEqual(everyMs);
  }
  // And nothing runs again and again for it.
  runs = [];
  await drain();
  expect(runs).toEqual([]);
});

it("a handshake that a clock ahead had planned for more than a day later is made", async () => {
  const where = { name: "probe-certificate" };
  const before = world.service.now();
  world.advance(30 * 24 * hour);
  await database.prisma.job.updateMany({ where, data: { runAt: world.service.now() } });
  await drain();
  world.set(new Date(before.getTime() + minute));
  runs = [];
  await drain();
  expect(runs).toContain("probe-certificate");
  const [planned] = await database.prisma.job.findMany({ where });
  expect((planned?.runAt.getTime() ?? 0) - world.service.now().getTime()).toBeLessThanOrEqual(12 * hour);
  runs = [];
  await drain();
  expect(runs).toEqual([]);
});

it("a lease and a heartbeat of a clock that was ahead end with it", async () => {
  const before = world.service.now();
  world.advance(4 * hour);
  await database.prisma.job.updateMany({ data: { runAt: world.service.now() } });
  const seenAt = world.service.now();
  await database.prisma.workerHeartbeat.create({ data: { workerId: "lost", host: "h", startedAt: seenAt, seenAt } });
  const held = await claimJobs(database, "lost", seenAt, 60_000, { rechecks: 1, upkeep: 100 });
  expect(held.length).toBeGreaterThan(1);
  world.set(before);
  expect((await drain()).reaped).toBe(held.length);
  await sweepHeartbeats(service);
  expect(await database.prisma.workerHeartbeat.count({ where: { workerId: "lost" } })).toBe(0);
});
