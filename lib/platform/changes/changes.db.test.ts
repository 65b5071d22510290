import { afterAll, beforeAll, expect, it } from "vitest";
import { createKey } from "@/lib/accounts/applications/create-key";
import { listChangesEndpoint } from "@/lib/api/endpoints/changes";
import { handle } from "@/lib/api/handle";
import { archiveConnections } from "@/lib/connections/archive-connections";
import { checkOwnership } from "@/lib/connections/check-ownership";
import { createConnection } from "@/lib/connections/create-connection";
import { createConnections } from "@/lib/connections/create-connections";
import { challenge } from "@/lib/dns/records/challenge";
import { silentLog } from "@/lib/kernel/log";
import { openChangeFeed } from "@/lib/platform/changes/change-feed";
import { listChanges } from "@/lib/platform/changes/list-changes";
import type { ChangeFeed } from "@/lib/platform/ports/change-feed";
import { type Context, onBehalfOf } from "@/lib/platform/ports/context";
import { createTestTenant, createWorld, type TestTenant } from "@/lib/runtime/testing/context";
import { callRoute, installTestRuntime } from "@/lib/runtime/testing/runtime";
import { setUpDatabase } from "@/lib/runtime/testing/set-up-database";

const database = setUpDatabase();
const world = createWorld(database);
let feed: ChangeFeed;
let tenant: TestTenant;
let otherTenant: TestTenant;
let ctx: Context;
let count = 0;

beforeAll(async () => {
  feed = await openChangeFeed(database, () => new Date(), silentLog);
  const service = { ...world.service, changes: feed };
  tenant = await createTestTenant(service);
  otherTenant = await createTestTenant(service);
  ctx = onBehalfOf(service, tenant.tenantId, { kind: "admin" });
});
afterAll(() => feed.close());

const start = async (on: Context) => (await listChanges(on, { wait: 0 })).cursor;

async function connect(on: TestTenant = tenant): Promise<string> {
  count += 1;
  const input = { applicationId: on.applicationId, hostname: `c${count}.acme.test`, setupType: "manual" as const };
  return (await createConnection(on.ctx, input)).id;
}

it("wakes who waits for the tenant's changes: a new connection, and what is seen of it later", async () => {
  const created = listChanges(ctx, { after: await start(ctx), wait: 25 });
  const id = await connect();
  const first = await created;
  expect(first).toMatchObject({ connectionIds: [id], more: false });
  const seen = listChanges(ctx, { after: first.cursor, wait: 25 });
  const { hostname } = await database.prisma.connection.findUniqueOrThrow({ where: { id } });
  world.publish(challenge.name(hostname), "TXT", ["something else"]);
  await checkOwnership(tenant.ctx, { connectionId: id });
  expect(await seen).toMatchObject({ connectionIds: [id], more: false });
});

it("reports a change without a transition, and not of a check that sees what was seen before", async () => {
  const before = await start(ctx);
  const id = await connect();
  const { cursor } = await listChanges(ctx, { after: before, wait: 25 });
  world.delegate("test", ["amy.ns.cloudflare.com", "bob.ns.cloudflare.com"]);
  world.advance(1_000);
  const provider = listChanges(ctx, { after: cursor, wait: 25 });
  await checkOwnership(tenant.ctx, { connectionId: id });
  const changes = await provider;
  expect(changes.connectionIds).toEqual([id]);
  world.advance(1_000);
  await checkOwnership(tenant.ctx, { connectionId: id });
  const other = await connect();
  const next = await listChanges(ctx, { after: changes.cursor, wait: 25 });
  expect(next.connectionIds).toEqual([other]);
});

it("says `more` for a batch that is too large to be named", async () => {
  const cursor = await start(ctx);
  const items = Array.from({ length: 101 }, (_, index) => ({ hostname: `b${index}.batch.acme.test` }));
  const { results } = await createConnections(tenant.ctx, {
    applicationId: tenant.applicationId,
    setupType: "manual",
    items,
  });
  const many = await listChanges(ctx, { after: cursor, wait: 25 });
  expect(many).toMatchObject({ connectionIds: [], more: true });
  const ids = results.slice(0, 3).map(({ connection }) => connection?.id ?? "");
  await archiveConnections(tenant.ctx, { ids });
  const archived = await listChanges(ctx, { after: many.cursor, wait: 25 });
  expect([[...archived.connectionIds].sort(), archived.more]).toEqual([[...ids].sort(), false]);
});

it("says nothing of another tenant, and nothing of the live environment to a test key", async () => {
  const service = { ...world.service, changes: feed };
  const theirs = onBehalfOf(service, otherTenant.tenantId, { kind: "admin" });
  const testKey = onBehalfOf(service, tenant.tenantId, {
    kind: "key",
    keyId: "k",
    applicationId: tenant.applicationId,
    environment: "test",
    scopes: ["connections:read"],
  });
  const [cursor, theirCursor, testCursor] = [await start(ctx), await start(theirs), await start(testKey)];
  const id = await connect();
  // Once we are notified, everyone would be.
  expect((await listChanges(ctx, { after: cursor, wait: 25 })).connectionIds).toEqual([id]);
  expect(await listChanges(theirs, { after: theirCursor, wait: 0 })).toMatchObject({ connectionIds: [], more: false });
  expect(await listChanges(testKey, { after: testCursor, wait: 0 })).toMatchObject({ connectionIds: [], more: false });
});

it("answers at once, as a poll, where too many of the caller's requests wait", async () => {
  installTestRuntime({ ...world.service, changes: feed });
  const { secret, id } = await createKey(ctx, { id: tenant.applicationId, name: "k", scopes: ["connections:read"] });
  const cursor = await start(ctx);
  const browsers = Array.from({ length: 1_000 }, () => new AbortController());
  const reader = { tenantId: tenant.tenantId, principal: `key:${id}` };
  const waiting = browsers.map(({ signal }) => feed.read(reader, cursor, 25_000, signal));
  const { status, json } = await callRoute(handle(listChangesEndpoint, listChanges), secret, {
    query: `?after=${cursor}&wait=25`,
  });
  // The others still wait: it was not a change that ended this one.
  const first = await Promise.race([waiting[0], Promise.resolve("waiting")]);
  for (const browser of browsers) browser.abort();
  await Promise.all(waiting);
  expect([status, json.data?.connection_ids ?? json.connection_ids, first]).toEqual([200, [], "waiting"]);
});
