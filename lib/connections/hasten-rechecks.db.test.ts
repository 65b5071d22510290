import { expect, it } from "vitest";
import { createConnection } from "@/lib/connections/create-connection";
import { hastenRechecks } from "@/lib/connections/hasten-rechecks";
import type { ConnectionState } from "@/lib/connections/machine";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const minute = 60_000;
const { database, world, tenant } = setUpWorld({ per: "file", policy: { recheckIntervalMs: 10 * minute } });
let names = 0;

const later = (minutes: number) => new Date(world.service.now().getTime() + minutes * minute);

/** A connection in a state, whose routine check is planned for so many minutes from now. */
async function planned(state: ConnectionState, minutes: number): Promise<string> {
  const { id } = await createConnection(tenant.ctx, {
    applicationId: tenant.applicationId,
    hostname: `shop${++names}.example.com`,
    setupType: "manual",
  });
  await database.prisma.connection.update({ where: { id }, data: { state } });
  await database.prisma.job.deleteMany({ where: { key: { endsWith: id } } });
  await database.prisma.job.create({
    data: {
      name: "check-records",
      key: `check-records:${id}`,
      payload: { tenantId: tenant.tenantId, connectionId: id },
      pool: "rechecks",
      runAt: later(minutes),
      createdAt: world.service.now(),
    },
  });
  return id;
}

async function runAtOf(id: string): Promise<Date> {
  return (await database.prisma.job.findUniqueOrThrow({ where: { key: `check-records:${id}` } })).runAt;
}

it("live domains that were planned for later than a shorter interval allows are checked within it", async () => {
  const [late, drifted, soon, stalled] = [
    await planned("live", 24 * 60),
    await planned("drifted", 24 * 60),
    await planned("live", 5),
    await planned("stalled", 55),
  ];
  expect(await hastenRechecks(world.service)).toBe(2);
  for (const id of [late, drifted]) expect((await runAtOf(id)).getTime()).toBeLessThanOrEqual(later(10).getTime());
  expect([await runAtOf(soon), await runAtOf(stalled)]).toEqual([later(5), later(55)]);
  expect(await hastenRechecks(world.service)).toBe(0);
});

it("reaches the late ones behind more than a statement reads", async () => {
  const id = await planned("live", 24 * 60);
  // Of connections that are gone: what a statement passes and leaves.
  await database.prisma.$executeRaw`
    INSERT INTO jobs (name, key, payload, pool, run_at, created_at)
    SELECT 'check-records', 'gone:' || n, jsonb_build_object('connectionId', gen_random_uuid()), 'rechecks', ${later(30)}, ${later(0)}
    FROM generate_series(1, 5100) n`;
  expect(await hastenRechecks(world.service)).toBe(1);
  expect((await runAtOf(id)).getTime()).toBeLessThanOrEqual(later(10).getTime());
});
