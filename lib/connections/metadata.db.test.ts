import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createKey } from "@/lib/accounts/applications/create-key";
import { createToken } from "@/lib/accounts/tokens/create-token";
import {
  createConnectionEndpoint,
  createConnectionsEndpoint,
  getConnectionEndpoint,
  updateConnectionEndpoint,
} from "@/lib/api/endpoints/connections";
import { handle } from "@/lib/api/handle";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { createConnection } from "@/lib/connections/create-connection";
import { createConnections } from "@/lib/connections/create-connections";
import { getConnection } from "@/lib/connections/get-connection";
import type { ConnectionResource } from "@/lib/connections/schema";
import { updateConnection } from "@/lib/connections/update-connection";
import { verifyConnection } from "@/lib/diagnosis/verify-connection";
import { writeSnapshot } from "@/lib/edge/control-plane/write-snapshot";
import { edgeChangeSchema } from "@/lib/edge/protocol/changes";
import { type Scope, scopes } from "@/lib/kernel/scopes";
import { onBehalfOf } from "@/lib/platform/ports/context";
import type { TestTenant } from "@/lib/runtime/testing/context";
import { callRoute, type TestCall } from "@/lib/runtime/testing/runtime";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { database, world, tenant, other } = setUpWorld({ per: "file" });
const create = handle(createConnectionEndpoint, createConnection);
const createMany = handle(createConnectionsEndpoint, createConnections);
const get = handle(getConnectionEndpoint, getConnection);
const update = handle(updateConnectionEndpoint, updateConnection);
let names = 0;

function connect(metadata?: Record<string, string>, on: TestTenant = tenant): Promise<ConnectionResource> {
  names += 1;
  const { applicationId } = on;
  return createConnection(on.ctx, { applicationId, hostname: `m${names}.acme.test`, setupType: "manual", metadata });
}

async function claim(connection: ConnectionResource): Promise<ConnectionResource> {
  world.publish(connection.ownershipChallenge.name, "TXT", [connection.ownershipChallenge.value]);
  return verifyConnection(tenant.ctx, { id: connection.id });
}

async function keyOf({ ctx, tenantId, applicationId }: TestTenant, own: readonly Scope[] = scopes): Promise<string> {
  const admin = onBehalfOf(ctx, tenantId, { kind: "admin" });
  return (await createKey(admin, { id: applicationId, name: "k", scopes: [...own] })).secret;
}

function patch(secret: string, id: string, metadata: unknown, call: TestCall = {}) {
  return callRoute(update, secret, { method: "PATCH", body: { metadata }, params: { id }, ...call });
}

/** The references that edges were given for a hostname, in order. */
async function referencesOf(hostname: string): Promise<(string | null)[]> {
  const rows = await database.prisma.edgeChange.findMany({ orderBy: { id: "asc" } });
  return rows.flatMap(({ change }) => {
    const parsed = edgeChangeSchema.parse(change);
    return parsed.kind === "host" && parsed.hostname === hostname ? [parsed.reference] : [];
  });
}

describe("a connection's metadata", () => {
  it("is set at creation, alone and in a batch, and read as it was written", async () => {
    const secret = await keyOf(tenant);
    const metadata = { orderId: "A-1", snake_case: "B", "with.dots-": "ü ✓", constructor: "c" };
    const { applicationId: application_id } = tenant;
    const alone = await callRoute(create, secret, { body: { application_id, hostname: "one.acme.test", metadata } });
    expect([alone.status, alone.json.metadata]).toEqual([201, metadata]);
    const items = [{ hostname: "two.acme.test", metadata }, { hostname: "three.acme.test" }];
    const batch = await callRoute(createMany, secret, { body: { application_id, items } });
    const ids = batch.json.results.map(({ connection }: { connection: { id: string } }) => connection.id);
    const stored = await Promise.all(ids.map((id: string) => callRoute(get, secret, { params: { id } })));
    expect(stored.map(({ json }) => json.metadata)).toEqual([metadata, {}]);
  });

  it("is merged: keys are added, changed and removed, and the others stay", async () => {
    const secret = await keyOf(tenant);
    const { id } = await connect({ a: "1", b: "2", c: "3" });
    const { status, json } = await patch(secret, id, { a: "4", b: null, c: "", d: "5", gone: null });
    expect([status, json.metadata]).toEqual([200, { a: "4", d: "5" }]);
    expect((await getConnection(tenant.ctx, { id })).metadata).toEqual({ a: "4", d: "5" });
    expect((await callRoute(update, secret, { method: "PATCH", body: {}, params: { id } })).json.metadata).toEqual({
      a: "4",
      d: "5",
    });
  });

  it("is after any changes what merging them one after another gives", async () => {
    const key = fc.constantFrom("a", "b", "reference", "toString");
    const value = fc.constantFrom(null, "", "1", "2");
    const changes = fc.array(fc.dictionary(key, value, { noNullPrototype: true }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(changes, async (list) => {
        const { id } = await connect();
        const expected = new Map<string, string>();
        for (const metadata of list) {
          const { metadata: after } = await updateConnection(tenant.ctx, { id, metadata });
          for (const [name, text] of Object.entries(metadata)) {
            if (text) expected.set(name, text);
            else expected.delete(name);
          }
          expect(after).toEqual(Object.fromEntries(expected));
        }
      }),
      { numRuns: 15 },
    );
  });

  it.each<[string, unknown, string]>([
    ["a key of 41 characters", { ["k".repeat(41)]: "x" }, `metadata.${"k".repeat(41)}`],
    ["a key that begins with a digit", { "1a": "x" }, "metadata.1a"],
    ["a key with spaces", { "a b": "x" }, "metadata.a b"],
    ["a value of 501 characters", { orderId: "x".repeat(501) }, "metadata.orderId"],
    ["a number", { orderId: 1 }, "metadata.orderId"],
    ["a list", ["x"], "metadata"],
    ["an invisible character", { a: "x\u200b" }, "metadata.a"],
    ["21 keys", Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`k${index}`, "x"])), "metadata"],
  ])("refuses %s, and names it", async (_, metadata, param) => {
    const secret = await keyOf(tenant);
    const { id } = await connect();
    const changed = await patch(secret, id, metadata);
    expect(changed.json.error.message).not.toMatch(/: Invalid key/);
    expect([changed.status, changed.json.error.code, changed.json.error.param]).toEqual([400, "invalid", param]);
    const body = { application_id: tenant.applicationId, hostname: "refused.acme.test", metadata };
    const made = await callRoute(create, secret, { body });
    expect([made.status, made.json.error.code, made.json.error.param]).toEqual([400, "invalid", param]);
    expect((await getConnection(tenant.ctx, { id })).metadata).toEqual({});
  });

  it("has 20 keys at most, however they were added", async () => {
    const secret = await keyOf(tenant);
    const full = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`k${index}`, "x".repeat(500)]));
    const { id } = await connect(full);
    expect((await patch(secret, id, { more: "x" })).json.error).toMatchObject({ code: "invalid", param: "metadata" });
    expect((await patch(secret, id, { more: "x", k0: null })).status).toBe(200);
  });

  it("belongs to its tenant: another one, and a key that may only read, can change nothing", async () => {
    const { id } = await connect({ a: "1" });
    expect((await patch(await keyOf(other), id, { a: "2" })).status).toBe(404);
    expect((await patch(await keyOf(tenant, ["connections:read"]), id, { a: "2" })).status).toBe(403);
    expect((await getConnection(tenant.ctx, { id })).metadata).toEqual({ a: "1" });
  });

  it("is not for widget tokens: they neither see it nor set it", async () => {
    const { id, hostname } = await connect({ reference: "secret-of-the-saas" });
    const { applicationId } = tenant;
    const admin = onBehalfOf(tenant.ctx, tenant.tenantId, { kind: "admin" });
    const { authToken } = await createToken(admin, { applicationId });
    const seen = await callRoute(get, authToken, { params: { id } });
    expect([seen.status, seen.json.hostname, seen.json.metadata]).toEqual([200, hostname, {}]);
    expect((await patch(authToken, id, { reference: "x" })).status).toBe(403);
    const body = { application_id: applicationId, hostname: "widget.acme.test", metadata: { reference: "x" } };
    const made = await callRoute(create, authToken, { body });
    expect([made.status, made.json.error.param]).toEqual([403, "metadata"]);
  });

  it("leaves an audit entry with the names that changed, and none where nothing did", async () => {
    const { id } = await connect({ a: "1", b: "2" });
    await updateConnection(tenant.ctx, { id, metadata: { b: null, a: "private" } });
    await updateConnection(tenant.ctx, { id, metadata: { a: "private", none: "" } });
    const entries = await database.prisma.auditEntry.findMany({
      where: { targetId: id, action: "connection.updated" },
    });
    expect(entries.map(({ data }) => (data as { metadata: string[] }).metadata)).toEqual([["a", "b"]]);
  });
});

describe("the reference reaches the edges", () => {
  it("with the claim, and with each change of it while the hostname is claimed", async () => {
    const connection = await connect({ reference: "customer-1" });
    const { id, hostname } = connection;
    await updateConnection(tenant.ctx, { id, metadata: { reference: "customer-2" } });
    expect(await referencesOf(hostname)).toEqual([]);
    await claim(connection);
    await updateConnection(tenant.ctx, { id, metadata: { reference: "customer-3" } });
    await updateConnection(tenant.ctx, { id, metadata: { reference: "customer-3", other: "x" } });
    await updateConnection(tenant.ctx, { id, metadata: { reference: "" } });
    await archiveConnection(tenant.ctx, { id });
    await updateConnection(tenant.ctx, { id, metadata: { reference: "too-late" } });
    expect(await referencesOf(hostname)).toEqual(["customer-2", "customer-3", null]);
  });

  it("in a snapshot too", async () => {
    const { id, hostname } = await claim(await connect({ reference: "customer 9 ✓" }));
    const none = await claim(await connect({ other: "x" }));
    const parts: string[] = [];
    await writeSnapshot(world.service, async (text) => void parts.push(text));
    const lines = parts.join("").split("\n");
    const lineOf = (name: string) => lines.find((line) => line.startsWith(`H ${name} `)) ?? "";
    expect(lineOf(hostname)).toMatch(new RegExp(`^H ${hostname} ${id.replaceAll("-", "")} \\d+ 1 "customer 9 ✓"$`));
    expect(lineOf(none.hostname)).toMatch(/ 1 $/);
  });

  it("and a change that is refused records nothing", async () => {
    const connection = await claim(await connect({ reference: "kept" }));
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`k${index}`, "x"]));
    const change = updateConnection(tenant.ctx, { id: connection.id, metadata: { reference: "lost", ...many } });
    await expect(change).rejects.toMatchObject({ code: "invalid" });
    expect(await referencesOf(connection.hostname)).toEqual(["kept"]);
  });
});
