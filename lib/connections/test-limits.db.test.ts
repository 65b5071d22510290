import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { createApplication } from "@/lib/accounts/applications/create-application";
import { getUsage } from "@/lib/accounts/quotas/get-usage";
import { recountDomains } from "@/lib/accounts/quotas/recount-domains";
import type { UsageResource } from "@/lib/accounts/quotas/schema";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { checkOwnership } from "@/lib/connections/check-ownership";
import { checkRecords } from "@/lib/connections/check-records";
import { checkRecordsNow } from "@/lib/connections/check-records-now";
import { createConnection } from "@/lib/connections/create-connection";
import { createConnections } from "@/lib/connections/create-connections";
import { activeStates } from "@/lib/connections/machine";
import { proofWindowMs } from "@/lib/connections/policy";
import { probeCertificate } from "@/lib/connections/probe-certificate";
import type { ConnectionResource } from "@/lib/connections/schema";
import { diagnoseConnection } from "@/lib/diagnosis/diagnose-connection";
import { verifyConnection } from "@/lib/diagnosis/verify-connection";
import { verifyConnections } from "@/lib/diagnosis/verify-connections";
import { isRefusal } from "@/lib/kernel/errors";
import type { Environment } from "@/lib/kernel/scopes";
import { onBehalfOf } from "@/lib/platform/ports/context";
import {
  createTestTenant,
  createWorld,
  type TestTenant,
  testEdge,
  validCertificate,
} from "@/lib/runtime/testing/context";
import { storedSet } from "@/lib/runtime/testing/edge-replica";
import { setUpDatabase } from "@/lib/runtime/testing/set-up-database";

const hour = 3_600_000;
const database = setUpDatabase();
const world = createWorld(database);
let names = 0;

beforeEach(() => world.set(new Date("2026-01-10T12:00:00Z")));

const freeTenant = () => createTestTenant(world.service, { plan: "free", environment: "test" });

async function tenantWith(limitOverrides: Record<string, number>): Promise<TestTenant> {
  const tenant = await freeTenant();
  await database.prisma.tenant.update({ where: { id: tenant.tenantId }, data: { limitOverrides } });
  return tenant;
}

const freshName = () => `t${++names}.acme.test`;

const create = (on: TestTenant, hostname = freshName()): Promise<ConnectionResource> =>
  createConnection(on.ctx, { applicationId: on.applicationId, hostname, setupType: "manual" });

function publish({ hostname, ownershipChallenge: { name, value } }: ConnectionResource): void {
  world.publish(name, "TXT", [value]);
  world.publish(hostname, "CNAME", [testEdge.hostname]);
}

async function createProven(on: TestTenant): Promise<ConnectionResource> {
  const connection = await create(on);
  publish(connection);
  return connection;
}

const prove = (on: TestTenant, { id }: ConnectionResource) => checkOwnership(on.ctx, { connectionId: id });

/** Waiting for a pool connection times out after seconds; on a slow machine, a caller retries. */
async function patiently<T>(call: () => Promise<T>): Promise<T> {
  for (let round = 0; ; round += 1) {
    try {
      return await call();
    } catch (error) {
      if (isRefusal(error) || round === 5) throw error;
    }
  }
}

async function usedBy({ ctx }: TestTenant): Promise<Record<string, number>> {
  const { plan: _, period: __, ...kinds } = await getUsage(ctx, {});
  const entries = Object.entries(kinds as Omit<UsageResource, "plan" | "period">);
  return Object.fromEntries(entries.flatMap(([kind, { used }]) => (used > 0 ? [[kind, used]] : [])));
}

async function isAllowed(hostname: string): Promise<boolean> {
  const { hosts } = await storedSet(database);
  return hosts.has(hostname);
}

it("counts and bounds what a free account connects in its test application", async () => {
  const tenant = await freeTenant();
  const connections = [];
  for (let round = 0; round < 10; round += 1) connections.push(await createProven(tenant));
  for (const connection of connections) expect((await prove(tenant, connection)).state).toBe("verified");
  expect(await usedBy(tenant)).toEqual({ testConnect: 10, testActiveDomain: 10, testCert: 10 });
  await expect(create(tenant)).rejects.toMatchObject({
    code: "QuotaExceeded",
    fields: { limit: 10, plan: "free" },
    details: { kind: "test_active_domain", used: 10, periodEnd: null },
  });
  const items = Array.from({ length: 5 }, () => ({ hostname: freshName() }));
  for (const { id } of connections.slice(0, 2)) await archiveConnection(tenant.ctx, { id });
  const batch = await createConnections(tenant.ctx, {
    applicationId: tenant.applicationId,
    setupType: "manual",
    items,
  });
  expect([batch.created, batch.refused]).toEqual([2, 3]);
  expect(await usedBy(tenant)).toEqual({ testConnect: 12, testActiveDomain: 10, testCert: 10 });
});

it("lets no more than the day's connections start, archived or not, and more on the next day", async () => {
  const tenant = await freeTenant();
  for (let round = 0; round < 20; round += 1) await archiveConnection(tenant.ctx, await create(tenant));
  const midnight = new Date("2026-01-11T00:00:00Z");
  await expect(create(tenant)).rejects.toMatchObject({
    message: expect.stringContaining("20 test connections started in a day"),
    details: { kind: "test_connect", used: 20, periodEnd: midnight },
  });
  world.set(midnight);
  await create(tenant);
  expect(await usedBy(tenant)).toEqual({ testConnect: 1, testActiveDomain: 1 });
});

it("keeps what runs after a limit was lowered, and grants nothing more", async () => {
  const tenant = await tenantWith({ test_active_domain: 5 });
  const connections = await Promise.all([createProven(tenant), createProven(tenant), createProven(tenant)]);
  const limitOverrides = { test_active_domain: 1, test_cert: 0 };
  for (const connection of connections) await prove(tenant, connection);
  await database.prisma.tenant.update({ where: { id: tenant.tenantId }, data: { limitOverrides } });
  await expect(create(tenant)).rejects.toMatchObject({ details: { kind: "test_active_domain", used: 3 } });
  for (const { id, hostname } of connections) {
    expect((await checkRecords(tenant.ctx, { connectionId: id })).state).toBe("issuing_cert");
    expect(await isAllowed(hostname)).toBe(true);
  }
});

describe("the day's first certificates", () => {
  it("keep a proven hostname from its claim until the next day, and say so", async () => {
    const tenant = await tenantWith({ test_cert: 1 });
    const [first, second] = [await createProven(tenant), await createProven(tenant)];
    expect(await prove(tenant, first)).toMatchObject({ state: "verified", refusal: null });
    const check = await prove(tenant, second);
    expect(check).toMatchObject({ state: "verifying", refusal: { code: "QuotaExceeded" } });
    expect(check.runAgainAt).toEqual(new Date("2026-01-10T13:00:00Z"));
    expect([await isAllowed(first.hostname), await isAllowed(second.hostname)]).toEqual([true, false]);
    const midnight = new Date("2026-01-11T00:00:00Z");
    world.advance(60_000);
    await expect(verifyConnection(tenant.ctx, { id: second.id })).rejects.toMatchObject({
      code: "QuotaExceeded",
      message: expect.stringContaining("The TXT record is right, and this domain continues automatically"),
      fields: { limit: 1, plan: "free" },
      details: { kind: "test_cert", used: 1, periodEnd: midnight },
    });
    const { findings } = await diagnoseConnection(tenant.ctx, { id: second.id });
    expect(findings.map(({ code, eta }) => [code, eta])).toEqual([
      ["certificate-limit-reached", midnight.toISOString()],
    ]);
    world.set(new Date("2026-01-10T23:30:00Z"));
    expect((await prove(tenant, second)).runAgainAt).toEqual(midnight);
    world.set(midnight);
    expect(await prove(tenant, second)).toMatchObject({ state: "verified", refusal: null });
    expect(await isAllowed(second.hostname)).toBe(true);
    expect(await usedBy(tenant)).toMatchObject({ testCert: 1 });
  });

  it("hold when 20 hostnames are proven at once", async () => {
    const tenant = await tenantWith({ test_cert: 6, test_active_domain: 20 });
    const connections = [];
    for (let round = 0; round < 20; round += 1) connections.push(await createProven(tenant));
    const checks = await Promise.all(connections.map((connection) => patiently(() => prove(tenant, connection))));
    expect(checks.filter(({ state }) => state === "verified")).toHaveLength(6);
    expect(checks.filter(({ state, refusal }) => state === "verifying" && refusal !== null)).toHaveLength(14);
    expect(await database.prisma.hostnameClaim.count({ where: { tenantId: tenant.tenantId } })).toBe(6);
    expect(await usedBy(tenant)).toMatchObject({ testCert: 6 });
  });

  it("are not used by renewals, and do not stop them", async () => {
    const tenant = await tenantWith({ test_cert: 1 });
    const connection = await createProven(tenant);
    const about = { connectionId: connection.id };
    await prove(tenant, connection);
    await checkRecords(tenant.ctx, about);
    world.edgeAnswers(() => validCertificate(world.service.now()));
    expect((await probeCertificate(tenant.ctx, about)).state).toBe("live");
    world.advance(13 * hour);
    world.edgeAnswers(() => validCertificate(world.service.now(), "02"));
    await probeCertificate(tenant.ctx, about);
    const where = { connectionId: connection.id, type: "ssl.renewed" } as const;
    expect(await database.prisma.event.count({ where })).toBe(1);
    const rows = await database.prisma.usageCounter.findMany({ where: { tenantId: tenant.tenantId } });
    expect(rows.filter(({ kind }) => kind === "test_cert" || kind === "cert").map(({ used }) => used)).toEqual([1n]);
    expect(await isAllowed(connection.hostname)).toBe(true);
  });

  it("do not concern live hostnames", async () => {
    const tenant = await createTestTenant(world.service, { plan: "free" });
    await database.prisma.tenant.update({
      where: { id: tenant.tenantId },
      data: { limitOverrides: { test_cert: 0, test_connect: 0, test_active_domain: 0, test_check: 0 } },
    });
    const connection = await createProven(tenant);
    expect((await prove(tenant, connection)).state).toBe("verified");
  });

  it("are used by a hostname that is connected again, and not by one that another account holds", async () => {
    const [tenant, other] = [await freeTenant(), await freeTenant()];
    const first = await createProven(tenant);
    const late = await create(other, first.hostname);
    await prove(tenant, first);
    await archiveConnection(tenant.ctx, { id: first.id });
    const again = await create(tenant, first.hostname);
    publish(again);
    await prove(tenant, again);
    expect(await usedBy(tenant)).toMatchObject({ testCert: 2, testActiveDomain: 1 });
    publish(late);
    // Its proof stands alone, so that it contests the hostname, and waits.
    expect(await prove(other, late)).toMatchObject({ state: "verifying" });
    expect(await usedBy(other)).toEqual({ testConnect: 1, testActiveDomain: 1 });
  });
});

describe("requested checks", () => {
  it("are counted and bounded, and the worker's are not", async () => {
    const tenant = await tenantWith({ test_check: 2 });
    const { id } = await create(tenant);
    await expect(verifyConnection(tenant.ctx, { id })).rejects.toMatchObject({ code: "ownership_not_found" });
    await checkRecordsNow(tenant.ctx, { id });
    const jobs = () => database.prisma.job.findMany({ where: { key: { contains: id } }, orderBy: { id: "asc" } });
    const before = await jobs();
    world.advance(60_000);
    for (const request of [verifyConnection, checkRecordsNow]) {
      await expect(request(tenant.ctx, { id })).rejects.toMatchObject({
        code: "QuotaExceeded",
        details: { kind: "test_check", used: 2, periodEnd: new Date("2026-01-11T00:00:00Z") },
      });
    }
    expect(await jobs()).toEqual(before);
    expect((await checkOwnership(tenant.ctx, { connectionId: id })).observation?.kind).toBe("missing");
    const staff = { ...tenant.ctx, actor: { kind: "staff", userId: "u", sessionId: "s" } as const };
    await checkRecordsNow(staff, { id });
    expect(await usedBy(tenant)).toMatchObject({ testCheck: 2 });
  });

  it("are given to a bulk request one by one, and a connection that is over uses none", async () => {
    const tenant = await tenantWith({ test_check: 3 });
    const ids = [];
    for (let round = 0; round < 5; round += 1) ids.push((await create(tenant)).id);
    await archiveConnection(tenant.ctx, { id: ids[0] ?? "" });
    const { results } = await verifyConnections(tenant.ctx, { ids });
    const codes = results.map(({ error }) => error?.code ?? null);
    expect(codes[0]).toBe("invalid_state");
    expect(codes.slice(1).sort()).toEqual([
      "QuotaExceeded",
      "ownership_not_found",
      "ownership_not_found",
      "ownership_not_found",
    ]);
    expect(await usedBy(tenant)).toMatchObject({ testCheck: 3 });
  });

  it("are bounded when 20 are requested at once", async () => {
    const tenant = await tenantWith({ test_check: 5, test_connect: 20, test_active_domain: 20 });
    const ids: string[] = [];
    for (let made = 0; made < 20; made += 1) ids.push((await create(tenant)).id);
    const outcomes = await Promise.allSettled(ids.map((id) => patiently(() => checkRecordsNow(tenant.ctx, { id }))));
    const refusals = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
    expect(refusals.every((reason) => isRefusal(reason) && reason.code === "QuotaExceeded")).toBe(true);
    expect(refusals).toHaveLength(15);
    expect(await usedBy(tenant)).toMatchObject({ testCheck: 5 });
  });

  it("of one connection at once are one check, and count once", async () => {
    const tenant = await tenantWith({ test_check: 5 });
    const { id } = await create(tenant);
    await Promise.all(Array.from({ length: 20 }, () => checkRecordsNow(tenant.ctx, { id })));
    expect(await usedBy(tenant)).toMatchObject({ testCheck: 1 });
  });

  it("of live domains are not counted", async () => {
    const tenant = await createTestTenant(world.service, { plan: "free" });
    const { id } = await create(tenant);
    await checkRecordsNow(tenant.ctx, { id });
    expect(await usedBy(tenant)).toEqual({ connect: 1, activeDomain: 1 });
  });
});

it("lets exactly as many of 20 concurrent creates through as are left", async () => {
  const tenant = await tenantWith({ test_active_domain: 8 });
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => patiently(() => create(tenant))));
  const refusals = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
  expect(refusals.every((reason) => isRefusal(reason) && reason.code === "QuotaExceeded")).toBe(true);
  expect(refusals).toHaveLength(12);
  expect(await usedBy(tenant)).toEqual({ testConnect: 8, testActiveDomain: 8 });
});

/** The same tenant's, with an application in each environment. */
async function tenantInBoth(): Promise<Record<Environment, TestTenant>> {
  const { ctx, tenantId, applicationId } = await freeTenant();
  const limitOverrides = { connect: 9, active_domain: 3, test_connect: 9, test_active_domain: 3, test_cert: 4 };
  await database.prisma.tenant.update({ where: { id: tenantId }, data: { limitOverrides } });
  const admin = onBehalfOf(ctx, tenantId, { kind: "admin" });
  const data = { name: "L", environment: "live", upstream: null, recordTemplate: null, allowedOrigins: [] } as const;
  const live = await createApplication(admin, { ...data, allowedOrigins: [] });
  return { test: { ctx: admin, tenantId, applicationId }, live: { ctx: admin, tenantId, applicationId: live.id } };
}

type Command = {
  kind: "create" | "recreate" | "archive" | "prove" | "fail" | "next day";
  environment: Environment;
  at: number;
};

const command: fc.Arbitrary<Command> = fc.record({
  kind: fc.oneof(
    { weight: 10, arbitrary: fc.constantFrom("create", "recreate", "archive", "prove", "fail") },
    { weight: 1, arbitrary: fc.constant("next day" as const) },
  ),
  environment: fc.constantFrom("test", "live"),
  at: fc.nat({ max: 20 }),
});

it("never uses more than a limit, and equals a recount, after any sequence in both environments", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 8, maxLength: 16 }), async (commands) => {
      world.set(new Date("2026-01-10T12:00:00Z"));
      const tenants = await tenantInBoth();
      const made: { environment: Environment; connection: ConnectionResource }[] = [];
      for (const each of commands) await obey(tenants, made, each);
      const usage = await getUsage(tenants.test.ctx, {});
      for (const kind of ["connect", "activeDomain", "testConnect", "testActiveDomain", "testCert"] as const) {
        expect(usage[kind].used).toBeLessThanOrEqual(usage[kind].limit ?? 0);
      }
      const recount = await recountDomains(tenants.test.ctx, { activeStates });
      for (const kind of ["activeDomain", "testActiveDomain"] as const) {
        expect(recount[kind]?.before).toBe(usage[kind].used);
        expect(recount[kind]?.after).toBe(usage[kind].used);
      }
    }),
    { numRuns: 8 },
  );
});

async function obey(
  tenants: Record<Environment, TestTenant>,
  made: { environment: Environment; connection: ConnectionResource }[],
  command: Command,
): Promise<void> {
  if (command.kind === "next day") return world.advance(24 * hour);
  if (command.kind === "create" || command.kind === "recreate") {
    const { environment } = command;
    const before = made.findLast((one) => one.environment === environment)?.connection.hostname;
    const connection = await create(tenants[environment], command.kind === "recreate" ? before : undefined).catch(
      orRefused,
    );
    if (connection) made.push({ environment, connection });
    return;
  }
  const chosen = made[command.at % Math.max(1, made.length)];
  if (!chosen) return;
  const { environment, connection } = chosen;
  const tenant = tenants[environment];
  if (command.kind === "archive") return void (await archiveConnection(tenant.ctx, { id: connection.id }));
  if (command.kind === "prove") {
    publish(connection);
  } else {
    // Unproven for longer than is allowed: the next check fails it.
    const createdAt = new Date(world.service.now().getTime() - proofWindowMs);
    await database.prisma.connection.update({ where: { id: connection.id }, data: { createdAt } });
  }
  await prove(tenant, connection);
}

/** Refused by a limit, or because the hostname is still connected. */
function orRefused(error: unknown): null {
  if (isRefusal(error) && ["QuotaExceeded", "HostnameConflict"].includes(error.code)) return null;
  throw error;
}
