import { expect, it } from "vitest";
import { createApplication } from "@/lib/accounts/applications/create-application";
import { getUsage } from "@/lib/accounts/quotas/get-usage";
import { recountDomains } from "@/lib/accounts/quotas/recount-domains";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { createConnection } from "@/lib/connections/create-connection";
import { activeStates } from "@/lib/connections/machine";
import { isRefusal } from "@/lib/kernel/errors";
import { plans } from "@/lib/kernel/plans";
import { onBehalfOf } from "@/lib/platform/ports/context";
import { createTestTenant, createWorld, type TestTenant } from "@/lib/runtime/testing/context";
import { setUpDatabase } from "@/lib/runtime/testing/set-up-database";

const database = setUpDatabase();
const world = createWorld(database);
let count = 0;

function create({ ctx, applicationId }: TestTenant) {
  count += 1;
  return createConnection(ctx, { applicationId, hostname: `shop${count}.acme.test`, setupType: "manual" });
}

/** Waiting for a pool connection times out after seconds; on a slow machine, a caller retries. */
async function createPatiently(tenant: TestTenant) {
  count += 1;
  const input = {
    applicationId: tenant.applicationId,
    hostname: `shop${count}.acme.test`,
    setupType: "manual",
  } as const;
  for (let round = 0; ; round += 1) {
    try {
      return await createConnection(tenant.ctx, input);
    } catch (error) {
      if (isRefusal(error) || round === 5) throw error;
    }
  }
}

/** A tenant with `left` connections left in its plan. */
async function tenantWith(left: number): Promise<TestTenant> {
  const tenant = await createTestTenant(world.service, { plan: "pro" });
  const used = (plans.pro.limits.connect ?? 0) - left;
  const { tenantId } = tenant;
  await database.prisma.usageCounter.createMany({
    data: [
      { tenantId, kind: "connect", period: new Date("2026-01-01"), used },
      { tenantId, kind: "active_domain", period: new Date("1970-01-01"), used },
    ],
  });
  return tenant;
}

it("lets exactly as many of 200 concurrent creates through as are left, and leaves nothing of the others", async () => {
  const [tenant, other] = [await tenantWith(37), await tenantWith(37)];
  const outcomes = await Promise.allSettled(Array.from({ length: 200 }, () => createPatiently(tenant)));
  const refusals = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
  expect(refusals.filter((reason) => !isRefusal(reason) || reason.code !== "QuotaExceeded")).toEqual([]);
  expect(outcomes.length - refusals.length).toBe(37);
  const { tenantId } = tenant;
  const events = { tenantId, type: "connection.created" } as const;
  expect(await database.prisma.connection.count({ where: { tenantId } })).toBe(37);
  expect(await database.prisma.event.count({ where: events })).toBe(37);
  expect(await database.prisma.auditEntry.count({ where: { tenantId, action: "connection.created" } })).toBe(37);
  expect(await getUsage(tenant.ctx, {})).toMatchObject({
    connect: { used: 200, remaining: 0 },
    activeDomain: { used: 200, remaining: 0 },
  });
  expect((await getUsage(other.ctx, {})).connect.remaining).toBe(37);
  await create(other);
});

it("uses nothing for a hostname that is taken", async () => {
  const tenant = await tenantWith(2);
  await create(tenant);
  count -= 1;
  await expect(create(tenant)).rejects.toMatchObject({ code: "HostnameConflict" });
  await create(tenant);
  await expect(create(tenant)).rejects.toMatchObject({
    code: "QuotaExceeded",
    fields: { limit: 200, plan: "pro" },
    details: { kind: "connect", used: 200 },
  });
});

it("gives the domain back when it is archived, once, but not the month's connect", async () => {
  const tenant = await tenantWith(3);
  const { id } = await create(tenant);
  await Promise.all([archiveConnection(tenant.ctx, { id }), archiveConnection(tenant.ctx, { id })]);
  await archiveConnection(tenant.ctx, { id });
  expect(await getUsage(tenant.ctx, {})).toMatchObject({ connect: { used: 198 }, activeDomain: { used: 197 } });
});

it("creates and archives the same hostname at once without a deadlock", async () => {
  const tenant = await tenantWith(200);
  const { id } = await create(tenant);
  const again = () => {
    count -= 1;
    return create(tenant);
  };
  const outcomes = await Promise.allSettled([
    ...Array.from({ length: 10 }, () => create(tenant)),
    archiveConnection(tenant.ctx, { id }),
    ...Array.from({ length: 10 }, again),
  ]);
  const reasons = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
  expect(reasons.filter((reason) => !isRefusal(reason) || reason.code !== "HostnameConflict")).toEqual([]);
  const active = await database.prisma.connection.count({
    where: { tenantId: tenant.tenantId, state: { notIn: ["archived", "failed"] } },
  });
  expect((await getUsage(tenant.ctx, {})).activeDomain.used).toBe(active);
});

it("meters a test application under its own kinds alone", async () => {
  const tenant = await createTestTenant(world.service, { plan: "free", environment: "test" });
  const made = [];
  for (let round = 0; round < 5; round += 1) made.push(await create(tenant));
  await archiveConnection(tenant.ctx, { id: made[0]?.id ?? "" });
  const rows = await database.prisma.usageCounter.findMany({ where: { tenantId: tenant.tenantId } });
  expect(Object.fromEntries(rows.map(({ kind, used }) => [kind, Number(used)]))).toEqual({
    test_connect: 5,
    test_active_domain: 4,
  });
});

/** The same tenant's, in an application of the test environment. */
async function createTestConnection({ ctx, tenantId }: TestTenant): Promise<void> {
  const admin = onBehalfOf(ctx, tenantId, { kind: "admin" });
  const data = { name: "T", environment: "test", upstream: null, recordTemplate: null, allowedOrigins: [] } as const;
  const { id } = await createApplication(admin, { ...data, allowedOrigins: [] });
  await create({ ctx: admin, tenantId, applicationId: id });
}

it("corrects a counter that disagrees with the connections, while connections come and go", async () => {
  const [tenant, other] = [await tenantWith(100), await tenantWith(100)];
  const first = await Promise.all([create(tenant), create(tenant), create(tenant)]);
  await createTestConnection(tenant);
  await Promise.all([
    ...Array.from({ length: 10 }, () => create(tenant)),
    recountDomains(tenant.ctx, { activeStates }),
    archiveConnection(tenant.ctx, { id: first[0]?.id ?? "" }),
    recountDomains(tenant.ctx, { activeStates }),
  ]);
  expect((await getUsage(tenant.ctx, {})).activeDomain.used).toBe(12);
  expect(await recountDomains(tenant.ctx, { activeStates })).toEqual({
    activeDomain: { before: 12, after: 12 },
    testActiveDomain: { before: 1, after: 1 },
  });
  expect((await getUsage(other.ctx, {})).activeDomain.used).toBe(100);
  const nobody = { ...tenant.ctx, tenantId: "00000000-0000-7000-8000-000000000000" };
  await expect(recountDomains(nobody, { activeStates })).rejects.toMatchObject({ code: "not_found" });
});
