import { beforeEach, describe, expect, it } from "vitest";
import { noTenantId, viewingMs } from "@/lib/accounts/auth/session-policy";
import { createApiCallMeter } from "@/lib/accounts/quotas/api-call-meter";
import { getSession } from "@/lib/accounts/users/get-session";
import { listConnectionsEndpoint } from "@/lib/api/endpoints/connections";
import { getSessionEndpoint } from "@/lib/api/endpoints/session";
import { searchSupportEndpoint, startViewingEndpoint } from "@/lib/api/endpoints/support";
import { handle } from "@/lib/api/handle";
import { createConnection } from "@/lib/connections/create-connection";
import { listConnections } from "@/lib/connections/list-connections";
import { overdueMs } from "@/lib/connections/policy";
import { createConnectionSchema } from "@/lib/connections/schema";
import { inTransaction } from "@/lib/db/transaction";
import { listShareLinks } from "@/lib/diagnosis/list-share-links";
import { newId } from "@/lib/kernel/ids";
import { listAuditLog } from "@/lib/platform/audit/list-audit-log";
import { enqueueInstallationJobs } from "@/lib/platform/jobs/enqueue-installation-jobs";
import { actorLabel, type Context, onBehalfOf } from "@/lib/platform/ports/context";
import { createTestTenant, type TestTenant } from "@/lib/runtime/testing/context";
import { callRoute, installTestRuntime } from "@/lib/runtime/testing/runtime";
import { createTestUser, signedInHeaders } from "@/lib/runtime/testing/sessions";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";
import { assignConnection } from "@/lib/support/assign-connection";
import { createSupportNote } from "@/lib/support/create-support-note";
import { createSupportShareLink } from "@/lib/support/create-support-share-link";
import { discardJob } from "@/lib/support/discard-job";
import { getSupportConnection } from "@/lib/support/get-support-connection";
import { getSupportQueue } from "@/lib/support/get-support-queue";
import { listFailedJobs } from "@/lib/support/list-failed-jobs";
import { listStuckConnections } from "@/lib/support/list-stuck-connections";
import { probeHostname } from "@/lib/support/probe-hostname";
import { stuckTable } from "@/lib/support/read-stuck";
import { recheckConnection } from "@/lib/support/recheck-connection";
import { retryJob } from "@/lib/support/retry-job";
import { searchSupport } from "@/lib/support/search-support";
import { startViewing } from "@/lib/support/start-viewing";
import { stopViewing } from "@/lib/support/stop-viewing";
import { updateSupportTenant } from "@/lib/support/update-support-tenant";

const { database, world, tenant, other } = setUpWorld();
let staff: Context;
let count = 0;

beforeEach(async () => {
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

async function loggedFor(on: TestTenant): Promise<string[]> {
  const rows = await database.prisma.auditEntry.findMany({
    where: { tenantId: on.tenantId, action: { startsWith: "support." } },
    orderBy: { id: "asc" },
  });
  for (const row of rows) expect(row.actor).toBe(`staff:${"userId" in staff.actor ? staff.actor.userId : ""}`);
  return rows.map(({ action, targetId }) => `${action} ${targetId}`);
}

/** The database is that of all tests here. */
const emptyQueue = () => database.prisma.connection.updateMany({ data: { state: "archived" } });

const jobOf = (connectionId: string) =>
  database.prisma.job.findUnique({ where: { key: `check-ownership:${connectionId}` } });

it("finds a hostname of any tenant, and says so in the log of that tenant alone, once", async () => {
  const mine = await connect(tenant);
  await connect(other);
  for (let round = 0; round < 2; round += 1) {
    const found = await searchSupport(staff, { q: mine.hostname.slice(0, -5) });
    expect(found.connections.map(({ id }) => id)).toContain(mine.id);
  }
  const pasted = await searchSupport(staff, { q: `https://anna:s3cret@${mine.hostname.toUpperCase()}:443/x` });
  expect(pasted.connections.map(({ id }) => id)).toEqual([mine.id]);
  const entries = await database.prisma.auditEntry.findMany({ where: { action: "support.searched" } });
  expect(JSON.stringify(entries)).not.toContain("s3cret");
  const byId = await searchSupport(staff, { q: mine.id });
  expect(byId.connections.map(({ tenantId }) => tenantId)).toEqual([tenant.tenantId]);
  expect((await loggedFor(tenant)).filter((line) => line.startsWith("support.searched"))).toHaveLength(3);
  expect(await loggedFor(other)).toEqual([]);
});

it("finds a person's companies by the address, of members and of invited people, and says so in their logs", async () => {
  const { userId, email } = await createTestUser(world.service, { tenantId: tenant.tenantId, role: "admin" });
  const now = world.service.now();
  const invitation = {
    id: newId(now),
    role: "member" as const,
    tokenHash: email.padEnd(64).slice(0, 64),
    invitedBy: "admin",
  };
  await database.prisma.invitation.create({
    data: { ...invitation, tenantId: other.tenantId, email, createdAt: now, expiresAt: now },
  });
  const found = await searchSupport(staff, { q: `Ada <${email.toUpperCase()}>` });
  expect(found.people).toMatchObject([
    { id: userId, email, role: "admin", tenantId: tenant.tenantId, isInvited: false },
    { email, role: "member", tenantId: other.tenantId, isInvited: true },
  ]);
  expect((await searchSupport(staff, { q: email.slice(1, -3) })).people).toHaveLength(2);
  expect((await searchSupport(staff, { q: userId })).people.map(({ tenantId }) => tenantId)).toEqual([tenant.tenantId]);
  for (const on of [tenant, other]) expect(await loggedFor(on)).toContain(`support.searched ${on.tenantId}`);
});

it("takes an id out of a URL, and the hostname where the id is none of ours", async () => {
  const mine = await connect(tenant);
  const byUrl = await searchSupport(staff, { q: `https://app.example.net/connections/${mine.id}?tab=records` });
  expect(byUrl.connections.map(({ id }) => id)).toEqual([mine.id]);
  const theirUrl = await searchSupport(staff, { q: `https://${mine.hostname}/orders/${newId(world.service.now())}` });
  expect(theirUrl.connections.map(({ id }) => id)).toEqual([mine.id]);
});

it("finds what a request did, by its id", async () => {
  const requestId = newId(world.service.now());
  const { id } = await connect({ ...tenant, ctx: { ...tenant.ctx, caller: { ip: null, requestId } } as Context });
  const { requests } = await searchSupport(staff, { q: `request ${requestId}` });
  expect(requests).toMatchObject([{ action: "connection.created", targetId: id, tenantId: tenant.tenantId }]);
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
  expect(await loggedFor(tenant)).toEqual([`support.queue_viewed ${tenant.tenantId}`]);
});

it("takes in a mistake at once, an absence after an hour, and counts what it leaves out", async () => {
  await emptyQueue();
  const [mistaken, waiting, live] = [await connect(tenant), await connect(tenant), await connect(other)];
  const find = (id: string, findingUrgency: string, findingCode: string) =>
    database.prisma.connection.update({
      where: { id },
      data: { findingUrgency, findingCode, findingTitle: findingCode, findingAt: world.service.now() },
    });
  await find(mistaken.id, "mistake", "txt-wrong-value");
  await find(waiting.id, "waiting", "txt-missing");
  await find(live.id, "mistake", "txt-wrong-value");
  await database.prisma.connection.update({ where: { id: live.id }, data: { state: "live" } });
  const queue = async () => {
    const { groups, total, leftOut } = await getSupportQueue(staff, {});
    const shown = groups.map(({ code, count, examples }) => [code, count, examples[0]?.hostname]);
    return { shown: shown.toSorted(), total, leftOut };
  };
  const mistake = ["txt-wrong-value", 1, mistaken.hostname];
  expect(await queue()).toEqual({ shown: [mistake], total: 1, leftOut: 1 });
  world.advance(overdueMs - 1);
  expect(await queue()).toEqual({ shown: [mistake], total: 1, leftOut: 1 });
  world.advance(1);
  const absence = ["txt-missing", 1, waiting.hostname];
  expect(await queue()).toEqual({ shown: [absence, mistake], total: 2, leftOut: 0 });
});

it("shows in the queue who takes care of a connection, until that ends or the person leaves support", async () => {
  await emptyQueue();
  const { id } = await connect(tenant);
  const colleague = await createTestUser(world.service, { isStaff: true });
  await database.prisma.user.update({ where: { id: colleague.userId }, data: { name: "Ada" } });
  const ada = onBehalfOf(world.service, noTenantId, {
    kind: "staff",
    userId: colleague.userId,
    sessionId: colleague.userId,
  });
  world.advance(overdueMs);
  const by = { by: "state", code: "pending_ownership" } as const;
  const shown = async () => {
    const [{ examples, unassigned } = { examples: [], unassigned: -1 }] = (await getSupportQueue(staff, {})).groups;
    const [row] = (await listStuckConnections(staff, { ...by, limit: 5 })).data;
    const names = [examples[0], row, await getSupportConnection(staff, { id })].map((one) => one?.assignee?.name);
    const [hit] = (await searchSupport(staff, { q: id })).connections;
    expect(new Set([...names, hit?.assignee?.name]).size).toBe(1);
    return [names[0], unassigned];
  };
  expect(await shown()).toEqual([undefined, 1]);
  const assignee = { id: colleague.userId, name: "Ada" };
  expect(await assignConnection(ada, { id, assigned: true })).toEqual({ assignee });
  expect(await shown()).toEqual(["Ada", 0]);
  await assignConnection(staff, { id, assigned: false });
  expect(await shown()).toEqual([undefined, 1]);
  await assignConnection(ada, { id, assigned: true });
  await database.prisma.user.update({ where: { id: colleague.userId }, data: { isStaff: false } });
  expect(await shown()).toEqual([undefined, 1]);
  await expect(assignConnection(staff, { id: newId(world.service.now()), assigned: true })).rejects.toMatchObject({
    code: "not_found",
  });
  const log = await database.prisma.auditEntry.findMany({
    where: { targetId: id, action: { in: ["support.assigned", "support.unassigned"] } },
    orderBy: { id: "asc" },
  });
  expect(log.map(({ tenantId, action }) => [tenantId, action])).toEqual(
    ["support.assigned", "support.unassigned", "support.assigned"].map((action) => [tenant.tenantId, action]),
  );
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
  expect(await loggedFor(tenant)).toEqual([...verbs, "job_discarded"].map((verb) => `support.${verb} ${id}`));
  expect(await loggedFor(other)).toEqual([]);
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
  expect(await loggedFor(free)).toEqual([`support.limits_changed ${id}`, `support.limits_changed ${id}`]);
});

it("is not there for who is no staff, and needs a sign-in", async () => {
  installTestRuntime(world.service);
  const route = handle(searchSupportEndpoint, searchSupport);
  const owner = await createTestUser(world.service, { tenantId: tenant.tenantId });
  const person = await createTestUser(world.service, { isStaff: true });
  const call = async (headers: Record<string, string>) =>
    (await callRoute(route, null, { query: "?q=desk", headers })).status;
  expect(await call({})).toBe(401);
  expect(await call(await signedInHeaders(world.service, owner.userId))).toBe(404);
  expect(await call(await signedInHeaders(world.service, person.userId))).toBe(200);
});

it("pages through a group of the queue, those that wait longest first, and names no other group's", async () => {
  const code = `ours-${newId(world.service.now())}`;
  const ids: string[] = [];
  for (let index = 0; index < 5; index += 1) {
    const { id } = await connect(index % 2 ? tenant : other);
    const stateChangedAt = new Date(world.service.now().getTime() - (10 - index) * 3_600_000);
    await database.prisma.connection.update({ where: { id }, data: { errorCode: code, stateChangedAt } });
    ids.push(id);
  }
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listStuckConnections(staff, { by: "error", code, limit: 2, ...(cursor ? { cursor } : {}) });
    seen.push(...page.data.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen).toEqual(ids);
  expect((await listStuckConnections(staff, { by: "state", code, limit: 2 })).data).toEqual([]);
  await expect(listStuckConnections(staff, { by: "error", code, limit: 2, cursor: "bm8" })).rejects.toMatchObject({
    code: "invalid",
  });
  expect(await loggedFor(tenant)).toEqual([`support.queue_viewed ${tenant.tenantId}`]);
});

it("reads the queue by its own index, however many connections are live", async () => {
  if (process.env.TEST_ENGINE !== "postgres") return;
  const plan = await inTransaction(world.service, async (tx) => {
    // A few rows are quicker read whole and sorted; what is asked is whether the index can serve the question.
    await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
    await tx.$executeRaw`SET LOCAL enable_bitmapscan = off`;
    await tx.$executeRaw`SET LOCAL enable_sort = off`;
    return tx.$queryRaw<{ "QUERY PLAN": string }[]>`EXPLAIN WITH ${stuckTable(staff)} SELECT count(*) FROM named`;
  });
  const text = plan.map((line) => line["QUERY PLAN"]).join("\n");
  expect(text).toContain("Index Scan using connections_stuck_idx");
  expect(text).toContain("diagnosis_snapshots_connection_id_id_idx");
  expect(text).not.toContain("Sort");
});

it("lists the jobs that failed for good, each with its company, and says so in that company's log", async () => {
  const { id, hostname } = await connect(tenant);
  const key = `check-ownership:${id}`;
  await database.prisma.job.updateMany({
    where: { key },
    data: { failedAt: world.service.now(), lastError: hostname },
  });
  const { data } = await listFailedJobs(staff, { limit: 100 });
  const mine = data.filter((job) => job.connectionId === id);
  expect(mine).toMatchObject([{ tenantId: tenant.tenantId, tenantName: "Test", lastError: hostname }]);
  expect(await loggedFor(tenant)).toEqual([`support.jobs_viewed ${tenant.tenantId}`]);
});

it("lists a job of the installation too, under no company, and retries and discards it", async () => {
  await enqueueInstallationJobs(world.service);
  const key = "sweep-deliveries";
  await database.prisma.job.update({ where: { key }, data: { failedAt: world.service.now() } });
  const { data } = await listFailedJobs(staff, { limit: 100 });
  const job = data.find(({ name }) => name === key);
  expect(job).toMatchObject({ tenantId: noTenantId, tenantName: "", connectionId: null, payload: {} });
  const jobId = job?.id ?? "";
  expect(await retryJob(staff, { jobId })).toEqual({ id: jobId, name: key, done: "retried" });
  expect(await discardJob(staff, { jobId })).toEqual({ id: jobId, name: key, done: "discarded" });
  const entries = await database.prisma.auditEntry.findMany({ where: { targetId: jobId }, orderBy: { id: "asc" } });
  expect(entries.map(({ tenantId, action }) => [tenantId, action])).toEqual([
    [noTenantId, "support.job_retried"],
    [noTenantId, "support.job_discarded"],
  ]);
});

it("makes a link for the customer that the company sees as its own, by staff", async () => {
  const { id } = await connect(tenant);
  const link = await createSupportShareLink(staff, { id, expiresInDays: 7 });
  expect((await listShareLinks(tenant.ctx, { id, limit: 10 })).data.map((one) => one.id)).toEqual([link.id]);
  const [entry] = await database.prisma.auditEntry.findMany({ where: { targetId: link.id } });
  expect(entry).toMatchObject({
    tenantId: tenant.tenantId,
    action: "share_link.created",
    actor: actorLabel(staff.actor),
  });
});

describe("viewing a company's dashboard", () => {
  const connections = handle(listConnectionsEndpoint, listConnections);
  const session = handle(getSessionEndpoint, getSession);

  async function enter() {
    installTestRuntime(world.service);
    const { userId } = await createTestUser(world.service, { isStaff: true });
    const headers = await signedInHeaders(world.service, userId);
    const { id: sessionId } = await database.prisma.userSession.findFirstOrThrow({ where: { userId } });
    const ctx = onBehalfOf(world.service, noTenantId, { kind: "staff", userId, sessionId });
    const hostnames = async () => {
      const { status, json } = await callRoute(connections, null, { headers });
      return status === 200 ? json.data.map((row: { hostname: string }) => row.hostname) : status;
    };
    const log = async (on: TestTenant) =>
      (
        await database.prisma.auditEntry.findMany({
          where: { tenantId: on.tenantId, actor: `staff:${userId}` },
          orderBy: { id: "asc" },
        })
      ).map(({ action, data }) => `${action} ${(data as { path?: string }).path ?? ""}`.trim());
    return { ctx, userId, headers, hostnames, log };
  }

  it("shows that company's and no other's until it is left, each view once in its log", async () => {
    const { hostname } = await connect(tenant);
    await connect(other);
    const { ctx, headers, hostnames, log } = await enter();
    expect(await hostnames()).toBe(403);
    await startViewing(ctx, { tenantId: tenant.tenantId });
    expect([await hostnames(), await hostnames()]).toEqual([[hostname], [hostname]]);
    const { json } = await callRoute(session, null, { headers });
    expect(json).toMatchObject({ tenant: { id: tenant.tenantId }, role: null, viewing_until: expect.any(String) });
    expect(json.scopes).not.toContain("connections:write");
    await stopViewing(ctx, {});
    expect(await hostnames()).toBe(403);
    expect(await log(tenant)).toEqual(["support.view_started", "support.viewed /v1/connections", "support.view_ended"]);
    expect(await log(other)).toEqual([]);
  });

  it("is one entry of the grouped log, with its end and its pages, each of which can be listed", async () => {
    const { ctx, hostnames } = await enter();
    const seen = onBehalfOf(world.service, tenant.tenantId, { kind: "admin" });
    const grouped = async () =>
      (await listAuditLog(seen, { limit: 10, visits: "grouped", actorKind: "staff" })).data.map(
        ({ id, action, visit }) => ({ id, action, visit }),
      );
    await startViewing(ctx, { tenantId: tenant.tenantId });
    await hostnames();
    await hostnames();
    const action = "support.view_started";
    expect(await grouped()).toMatchObject([{ action, visit: { endedAt: null, pages: 1 } }]);
    world.advance(60_000);
    const firstEnd = world.service.now();
    await stopViewing(ctx, {});
    world.advance(1_000);
    await startViewing(ctx, { tenantId: tenant.tenantId });
    await hostnames();
    const [second, first] = await grouped();
    expect(first).toMatchObject({ action, visit: { endedAt: firstEnd, pages: 1 } });
    expect(second).toMatchObject({ action, visit: { endedAt: null, pages: 1 } });
    world.advance(2 * 60 * 60_000);
    expect((await grouped())[0]?.visit?.endedAt).toEqual(new Date(firstEnd.getTime() + 1_000 + viewingMs));
    const entriesOf = async (visit: string, on = seen) =>
      (await listAuditLog(on, { limit: 10, visit })).data.map((entry) => entry.action);
    expect(await entriesOf(first?.id ?? "")).toEqual(["support.view_ended", "support.viewed", action]);
    expect(await entriesOf(second?.id ?? "")).toEqual(["support.viewed", action]);
    const foreign = onBehalfOf(world.service, other.tenantId, { kind: "admin" });
    expect(await entriesOf(first?.id ?? "", foreign)).toEqual([]);
  });

  it("ends automatically after an hour, with the next company, and with the end of being staff", async () => {
    const { hostname } = await connect(other);
    const { ctx, userId, hostnames, log } = await enter();
    await startViewing(ctx, { tenantId: tenant.tenantId });
    world.advance(60 * 60_000);
    expect(await hostnames()).toBe(403);
    await startViewing(ctx, { tenantId: tenant.tenantId });
    await startViewing(ctx, { tenantId: other.tenantId });
    expect(await hostnames()).toEqual([hostname]);
    expect((await log(tenant)).at(-1)).toBe("support.view_ended");
    await database.prisma.user.update({ where: { id: userId }, data: { isStaff: false } });
    expect(await hostnames()).toBe(403);
  });

  it("is of staff alone: an owner cannot begin it, and a row that says so of somebody else means nothing", async () => {
    const { headers } = await enter();
    const owner = await createTestUser(world.service, { tenantId: other.tenantId });
    const theirs = await signedInHeaders(world.service, owner.userId);
    const begin = handle(startViewingEndpoint, startViewing);
    const ask = (as: Record<string, string>, tenantId: string) =>
      callRoute(begin, null, { method: "POST", body: { tenant_id: tenantId }, headers: as });
    expect((await ask(theirs, tenant.tenantId)).status).toBe(404);
    expect((await ask(headers, newId(world.service.now()))).status).toBe(404);
    expect((await ask(headers, tenant.tenantId)).status).toBe(200);
    await database.prisma.userSession.updateMany({
      where: { userId: owner.userId },
      data: { viewingTenantId: tenant.tenantId, viewingUntil: new Date("2030-01-01") },
    });
    const { json } = await callRoute(session, null, { headers: theirs });
    expect(json).toMatchObject({ tenant: { id: other.tenantId }, role: "owner", viewing_until: null });
  });
});
