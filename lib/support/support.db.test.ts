import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { searchSupportEndpoint } from "@/lib/api/endpoints/support";
import { handle } from "@/lib/api/handle";
import { createConnection } from "@/lib/connections/create-connection";
import { createConnectionSchema } from "@/lib/connections/schema";
import { type Context, onBehalfOf } from "@/lib/context";
import { newId } from "@/lib/ids";
import { createApiCallMeter } from "@/lib/quotas/api-call-meter";
import { createSupportNote } from "@/lib/support/create-support-note";
import { discardJob } from "@/lib/support/discard-job";
import { getSupportConnection } from "@/lib/support/get-support-connection";
import { getSupportQueue } from "@/lib/support/get-support-queue";
import { probeHostname } from "@/lib/support/probe-hostname";
import { recheckConnection } from "@/lib/support/recheck-connection";
import { retryJob } from "@/lib/support/retry-job";
import { searchSupport } from "@/lib/support/search-support";
import { updateSupportTenant } from "@/lib/support/update-support-tenant";
import { createTestTenant, createWorld, type TestTenant, type TestWorld } from "@/lib/testing/context";
import { openTestDatabase } from "@/lib/testing/database";
import { callRoute, installTestRuntime } from "@/lib/testing/runtime";
import { createTestUser, signedInHeaders } from "@/lib/testing/sessions";

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let world: TestWorld;
let staff: Context;
let tenant: TestTenant;
let other: TestTenant;
let count = 0;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = createWorld(database);
  tenant = await createTestTenant(world.service);
  other = await createTestTenant(world.service);
  const id = newId(world.service.now());
  staff = onBehalfOf(world.service, "00000000-0000-0000-0000-000000000000", {
    kind: "staff",
    userId: id,
    sessionId: id,
  });
});

async function connect(on: TestTenant) {
  count += 1;
  const hostname = `desk${count}.support.test`;
  return createConnection(on.ctx, createConnectionSchema.parse({ applicationId: on.applicationId, hostname }));
}

async function told(on: TestTenant): Promise<string[]> {
  const rows = await database.prisma.auditEntry.findMany({
    where: { tenantId: on.tenantId, action: { startsWith: "support." } },
    orderBy: { id: "asc" },
  });
  for (const row of rows) expect(row.actor).toBe(`staff:${"userId" in staff.actor ? staff.actor.userId : ""}`);
  return rows.map(({ action, targetId }) => `${action} ${targetId}`);
}

const jobOf = (connectionId: string) =>
  database.prisma.job.findUnique({ where: { key: `check-ownership:${connectionId}` } });

it("finds a hostname of any tenant, and says so in the log of that tenant alone, once", async () => {
  const mine = await connect(tenant);
  await connect(other);
  for (let round = 0; round < 2; round += 1) {
    const found = await searchSupport(staff, { q: mine.hostname.slice(0, -5) });
    expect(found.connections.map(({ id }) => id)).toContain(mine.id);
  }
  const byId = await searchSupport(staff, { q: mine.id });
  expect(byId.connections.map(({ tenantId }) => tenantId)).toEqual([tenant.tenantId]);
  expect((await told(tenant)).filter((line) => line.startsWith("support.searched"))).toHaveLength(2);
  expect(await told(other)).toEqual([]);
});

it("groups what is stuck by the first finding of the newest snapshot, else by error code, else by state", async () => {
  const [found, failed, waiting, young] = [
    await connect(tenant),
    await connect(tenant),
    await connect(tenant),
    await connect(tenant),
  ];
  const at = world.service.now();
  for (const codes of [["txt-missing"], ["txt-quoted", "waiting"]]) {
    await database.prisma.diagnosisSnapshot.create({
      data: {
        id: newId(at),
        tenantId: tenant.tenantId,
        connectionId: found.id,
        codes,
        findings: [{ title: "Quotes" }],
        evidence: {},
        takenAt: at,
      },
    });
  }
  await database.prisma.connection.update({
    where: { id: failed.id },
    data: { state: "failed", errorCode: "ownership_not_proven" },
  });
  const ago = new Date(at.getTime() - 3_600_000);
  await database.prisma.connection.updateMany({
    where: { id: { in: [found.id, waiting.id] } },
    data: { stateChangedAt: ago },
  });
  const { groups } = await getSupportQueue(staff, {});
  const groupOf = (id: string) => groups.filter(({ examples }) => examples.some((one) => one.id === id));
  expect(groupOf(found.id)).toMatchObject([{ by: "finding", code: "txt-quoted", title: "Quotes", oldestAt: ago }]);
  expect(groupOf(failed.id)).toMatchObject([{ by: "error", code: "ownership_not_proven" }]);
  expect(groupOf(waiting.id)).toMatchObject([{ by: "state", code: "pending_ownership" }]);
  expect(groupOf(young.id)).toEqual([]);
  expect(await told(tenant)).toEqual([`support.queue_viewed ${tenant.tenantId}`]);
});

it("shows, checks, probes, notes, retries and discards, each in the log of the connection's own tenant", async () => {
  const { id } = await connect(tenant);
  const shown = await getSupportConnection(staff, { id });
  expect(shown.tenant.id).toBe(tenant.tenantId);
  expect(shown.jobs.map(({ name }) => name)).toContain("check-ownership");
  expect((await recheckConnection(staff, { id })).state).toBe("pending_ownership");
  expect(await probeHostname(staff, { id })).toMatchObject({ kind: "unreachable", valid: false });
  await createSupportNote(staff, { id, text: "Called them." });
  expect((await getSupportConnection(staff, { id })).notes).toMatchObject([{ text: "Called them." }]);
  const job = await jobOf(id);
  const jobId = String(job?.id);
  await database.prisma.job.updateMany({
    where: { key: job?.key ?? null },
    data: { failedAt: world.service.now(), attempts: 7 },
  });
  await retryJob(staff, { jobId });
  expect(await jobOf(id)).toMatchObject({ failedAt: null, attempts: 0, runAt: world.service.now() });
  await discardJob(staff, { jobId });
  expect(await jobOf(id)).toBeNull();
  await expect(discardJob(staff, { jobId })).rejects.toMatchObject({ code: "not_found" });
  const verbs = ["connection_viewed", "recheck_requested", "handshake_made", "note_added", "job_retried"];
  expect(await told(tenant)).toEqual([...verbs, "job_discarded"].map((verb) => `support.${verb} ${id}`));
  expect(await told(other)).toEqual([]);
});

it("lets exactly as many through as the override says, and follows the plan again without it", async () => {
  const free = await createTestTenant(world.service, { plan: "free" });
  const id = free.tenantId;
  const changed = await updateSupportTenant(staff, {
    id,
    limitOverrides: { connect: 5, activeDomain: null, apiCall: 2 },
  });
  expect([changed.usage.connect.limit, changed.usage.activeDomain.limit, changed.usage.cert.limit]).toEqual([
    5,
    null,
    10,
  ]);
  for (let index = 0; index < 5; index += 1) await connect(free);
  await expect(connect(free)).rejects.toMatchObject({ code: "QuotaExceeded", fields: { limit: 5, plan: "free" } });
  const meter = createApiCallMeter(world.service);
  for (let index = 0; index < 2; index += 1) await meter.count(free.ctx);
  await expect(meter.count(free.ctx)).rejects.toMatchObject({ code: "QuotaExceeded", fields: { limit: 2 } });
  const back = await updateSupportTenant(staff, { id, limitOverrides: {} });
  expect([back.usage.connect.limit, back.limitOverrides]).toEqual([3, {}]);
  await expect(connect(free)).rejects.toMatchObject({ code: "QuotaExceeded", fields: { limit: 3 } });
  expect(await told(free)).toEqual([`support.limits_changed ${id}`, `support.limits_changed ${id}`]);
});

it("is closed to who is no staff: signed out, an owner, a key", async () => {
  installTestRuntime(world.service);
  const route = handle(searchSupportEndpoint, searchSupport);
  const owner = await createTestUser(world.service, { tenantId: tenant.tenantId });
  const person = await createTestUser(world.service, { isStaff: true });
  const call = async (headers: Record<string, string>) =>
    (await callRoute(route, null, { query: "?q=desk", headers })).status;
  expect(await call({})).toBe(401);
  expect(await call(await signedInHeaders(world.service, owner.userId))).toBe(403);
  expect(await call(await signedInHeaders(world.service, person.userId))).toBe(200);
});
