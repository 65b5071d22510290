import { beforeAll, expect, it } from "vitest";
import { createApplication } from "@/lib/accounts/applications/create-application";
import { createKey } from "@/lib/accounts/applications/create-key";
import { getApplication } from "@/lib/accounts/applications/get-application";
import { revokeKey } from "@/lib/accounts/applications/revoke-key";
import {
  createApplicationEndpoint,
  createKeyEndpoint,
  getApplicationEndpoint,
  revokeKeyEndpoint,
} from "@/lib/api/endpoints/applications";
import {
  createConnectionEndpoint,
  getConnectionEndpoint,
  listConnectionsEndpoint,
} from "@/lib/api/endpoints/connections";
import { handle } from "@/lib/api/handle";
import { createConnection } from "@/lib/connections/create-connection";
import { getConnection } from "@/lib/connections/get-connection";
import { listConnections } from "@/lib/connections/list-connections";
import type { Scope } from "@/lib/kernel/scopes";
import { onBehalfOf } from "@/lib/platform/ports/context";
import { createTestTenant } from "@/lib/runtime/testing/context";
import { callRoute as call } from "@/lib/runtime/testing/runtime";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { database, tenant } = setUpWorld({ per: "file" });
let key: string;

const routes = {
  createConnection: handle(createConnectionEndpoint, createConnection),
  getConnection: handle(getConnectionEndpoint, getConnection),
  listConnections: handle(listConnectionsEndpoint, listConnections),
  createApplication: handle(createApplicationEndpoint, createApplication),
  getApplication: handle(getApplicationEndpoint, getApplication),
  createKey: handle(createKeyEndpoint, createKey),
  revokeKey: handle(revokeKeyEndpoint, revokeKey),
};

beforeAll(async () => {
  key = await mint(["connections:read", "connections:write", "apps:admin"]);
});

async function mint(scopes: Scope[]): Promise<string> {
  const admin = onBehalfOf(tenant.ctx, tenant.tenantId, { kind: "admin" });
  return (await createKey(admin, { id: tenant.applicationId, name: "k", scopes })).secret;
}

const newConnection = (hostname: string) => ({ application_id: tenant.applicationId, hostname });

it("answers in snake_case with RFC 3339 times, and nothing may be cached", async () => {
  const { status, headers, json } = await call(routes.createConnection, key, {
    body: newConnection("Wire.acme.test."),
  });
  expect(status).toBe(201);
  expect(json).toMatchObject({
    hostname: "wire.acme.test",
    application_id: tenant.applicationId,
    state: "pending_ownership",
  });
  expect(json.created_at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  expect(Object.keys(json).filter((name) => /[A-Z]/.test(name))).toEqual([]);
  expect(headers.get("cache-control")).toBe("no-store");
  const read = await call(routes.getConnection, key, { params: { id: json.id } });
  expect(read.json).toEqual(json);
});

it.each([
  ["no key", null],
  ["an unknown key", "sk_live_nothing"],
  ["what is no key", "hunter2"],
])("refuses %s with 401 and says how to send one", async (_, secret) => {
  const { status, json } = await call(routes.listConnections, secret);
  expect(status).toBe(401);
  expect(json.error).toMatchObject({
    code: "unauthorized",
    doc_url: "https://app.example.com/docs/errors#unauthorized",
  });
  expect(json.error.request_id).toMatch(/^[0-9a-f-]{36}$/);
});

it.each(["cross-site", "same-origin"])("refuses a %s page without a key and without a session", async (site) => {
  expect((await call(routes.listConnections, null, { headers: { "sec-fetch-site": site } })).status).toBe(401);
});

it("refuses a key that lacks the scope with 403, and does nothing", async () => {
  const reader = await mint(["connections:read"]);
  const { status, json } = await call(routes.createConnection, reader, { body: newConnection("scope.acme.test") });
  expect([status, json.error.code, json.error.details.scope]).toEqual([403, "forbidden", "connections:write"]);
  expect((await call(routes.listConnections, key, { query: "?hostname=scope." })).json.data).toEqual([]);
});

it("refuses a revoked key on the next request", async () => {
  const made = await call(routes.createKey, key, {
    params: { id: tenant.applicationId },
    body: { name: "short", scopes: ["connections:read"] },
  });
  expect(made.json.secret).toMatch(/^sk_live_[\w-]{32,}$/);
  expect(await database.prisma.apiKey.count({ where: { secretHash: made.json.secret } })).toBe(0);
  expect((await call(routes.listConnections, made.json.secret)).status).toBe(200);
  const revoked = await call(routes.revokeKey, key, { params: { id: tenant.applicationId, key_id: made.json.id } });
  expect([revoked.status, "secret" in revoked.json]).toEqual([200, false]);
  expect((await call(routes.listConnections, made.json.secret)).status).toBe(401);
});

it("lets no key mint a scope that it lacks", async () => {
  const admin = await mint(["apps:admin"]);
  const { status, json } = await call(routes.createKey, admin, {
    params: { id: tenant.applicationId },
    body: { name: "more", scopes: ["connections:write"] },
  });
  expect([status, json.error.code, json.error.param]).toEqual([403, "forbidden", "scopes"]);
});

it.each<[string, unknown, string]>([
  ["a missing field", { application_id: "00000000-0000-7000-8000-000000000000" }, "hostname"],
  [
    "a field that does not exist",
    { ...{ application_id: "00000000-0000-7000-8000-000000000000", hostname: "a.test" }, color: "red" },
    "color",
  ],
  ["a wrong type", { application_id: 7, hostname: "a.test" }, "application_id"],
  [
    "a bad record",
    {
      application_id: "00000000-0000-7000-8000-000000000000",
      hostname: "a.acme.test",
      dns_records: [{ type: "A", value: "not an address" }],
    },
    "dns_records.0.value",
  ],
  [
    "a hostname that cannot be one",
    { application_id: "00000000-0000-7000-8000-000000000000", hostname: "https://a b.test/x" },
    "hostname",
  ],
])("names the param of %s", async (_, body, param) => {
  const { status, json } = await call(routes.createConnection, key, { body });
  expect([status, json.error.code, json.error.param]).toEqual([400, "invalid", param]);
});

it("refuses what is no JSON object, and bodies that are too large, before it does anything", async () => {
  expect((await call(routes.createConnection, key, { text: "{" })).json.error.message).toContain("not valid JSON");
  expect((await call(routes.createConnection, key, { text: "[]" })).status).toBe(400);
  expect((await call(routes.createConnection, key, { text: `{"hostname":"${"a".repeat(300_000)}"}` })).status).toBe(
    413,
  );
});

it("answers 404 for another tenant's objects and for ids that do not exist", async () => {
  const other = await createTestTenant(tenant.ctx);
  const theirs = await createConnection(other.ctx, {
    applicationId: other.applicationId,
    hostname: "theirs.acme.test",
    setupType: "manual",
  });
  expect((await call(routes.getConnection, key, { params: { id: theirs.id } })).status).toBe(404);
  expect((await call(routes.getApplication, key, { params: { id: other.applicationId } })).status).toBe(404);
  expect(
    (
      await call(routes.createConnection, key, {
        body: { application_id: other.applicationId, hostname: "x.acme.test" },
      })
    ).status,
  ).toBe(404);
  expect((await call(routes.getConnection, key, { params: { id: "nonsense" } })).status).toBe(400);
});

it("takes an origin as upstream and nothing more", async () => {
  const make = (upstream: string) =>
    call(routes.createApplication, key, { body: { name: "A", environment: "live", upstream } });
  expect((await make("https://Origin.example.com:8443/")).json.upstream).toBe("https://origin.example.com:8443");
  for (const bad of ["ftp://x.test", "https://x.test/path", "https://u:p@x.test", "x.test", "https://x.test/?q"]) {
    expect([bad, (await make(bad)).json.error?.param]).toEqual([bad, "upstream"]);
  }
  const wrongEnvironment = await call(routes.createApplication, key, { body: { name: "A", environment: "test" } });
  expect(wrongEnvironment.status).toBe(403);
});

it.each([
  ["in a query", { query: "?hostname=a%00b" }, "hostname"],
  ["as half a character", { query: "?q=x", body: undefined, params: { cursor: "\ud800" } }, "cursor"],
])("refuses what no column can hold, %s", async (_, options, param) => {
  const { status, json } = await call(routes.listConnections, key, options as never);
  expect([status, json.error.param]).toEqual([400, param]);
});

it("refuses U+0000 deep in a body, and names the field", async () => {
  const body = {
    ...newConnection("nul.acme.test"),
    dns_records: [{ type: "TXT", value: "a\u0000b" }],
  };
  const { status, json } = await call(routes.createConnection, key, { body });
  expect([status, json.error.param]).toEqual([400, "dns_records.0.value"]);
});

it.each([
  ["the pool gives no connection in time", new Error("timeout exceeded when trying to connect")],
  ["no transaction can be begun in time", Object.assign(new Error("Transaction API error"), { code: "P2028" })],
])("answers 503 where %s: nothing was changed, and a second try may succeed", async (_, error) => {
  const busy = handle(listConnectionsEndpoint, async () => {
    throw error;
  });
  const { status, json } = await call(busy, key);
  expect([status, json.error.code]).toEqual([503, "unavailable"]);
});
