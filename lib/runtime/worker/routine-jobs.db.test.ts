import { expect, it } from "vitest";
import { createConnection } from "@/lib/connections/create-connection";
import { requestCheck } from "@/lib/connections/request-checks";
import { silentLog } from "@/lib/kernel/log";
import { drainJobs } from "@/lib/platform/jobs/drain-jobs";
import { testEdge, validCertificate } from "@/lib/runtime/testing/context";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";
import { jobHandlers } from "@/lib/runtime/worker/registry";

const { database, world, service, tenant } = setUpWorld();

function drain() {
  const options = { handlers: jobHandlers(service), log: silentLog, concurrency: 20, budgetMs: 20_000 };
  return drainJobs(database, { now: world.service.now, ...options });
}

/** The pool of each check and handshake that is pending. */
async function pools(connectionId: string): Promise<Record<string, string>> {
  const where = { key: { endsWith: connectionId }, name: { not: "take-snapshot" } };
  const jobs = await database.prisma.job.findMany({ where });
  return Object.fromEntries(jobs.map(({ name, pool }) => [name, pool]));
}

it("a connection's checks are waited for until it is live, and again when one is requested", async () => {
  const input = { applicationId: tenant.applicationId, hostname: "routine.acme.test", setupType: "manual" as const };
  const { id, hostname, ownershipChallenge } = await createConnection(tenant.ctx, input);
  expect(await pools(id)).toEqual({ "check-ownership": "checks" });
  await drain();
  expect(await pools(id)).toEqual({ "check-ownership": "checks" });

  world.publish(ownershipChallenge.name, "TXT", [ownershipChallenge.value]);
  world.publish(hostname, "CNAME", [testEdge.hostname]);
  world.edgeAnswers(() => validCertificate(world.service.now()));
  // The way to live, and the first checks of a live domain, which its transition asks for.
  for (let step = 0; step < 4; step += 1) {
    world.advance(2_000);
    await drain();
  }
  const { state } = await database.prisma.connection.findUniqueOrThrow({ where: { id } });
  expect([state, await pools(id)]).toEqual([
    "live",
    { "check-records": "rechecks", "probe-certificate": "rehandshakes" },
  ]);

  await requestCheck(tenant.ctx, id, "connection.check_requested");
  expect(await pools(id)).toMatchObject({ "check-records": "checks" });
});

it("a connection whose owner has not acted for hours is checked as routine", async () => {
  const input = { applicationId: tenant.applicationId, hostname: "late.acme.test", setupType: "manual" as const };
  const { id } = await createConnection(tenant.ctx, input);
  world.advance(3 * 3_600_000);
  await drain();
  expect(await pools(id)).toEqual({ "check-ownership": "rechecks" });
});
