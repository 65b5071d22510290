import { beforeEach, describe, expect, it } from "vitest";
import { createApplication } from "@/lib/accounts/applications/create-application";
import { createKey } from "@/lib/accounts/applications/create-key";
import { deleteApplication } from "@/lib/accounts/applications/delete-application";
import { getApplication } from "@/lib/accounts/applications/get-application";
import { revokeKey } from "@/lib/accounts/applications/revoke-key";
import { removeMember } from "@/lib/accounts/tenants/remove-member";
import { updateMember } from "@/lib/accounts/tenants/update-member";
import { createToken } from "@/lib/accounts/tokens/create-token";
import { createApplicationEndpoint, getApplicationEndpoint } from "@/lib/api/endpoints/applications";
import {
  archiveConnectionEndpoint,
  checkRecordsEndpoint,
  createConnectionEndpoint,
  getConnectionEndpoint,
  listConnectionsEndpoint,
  listEventsEndpoint,
  verifyConnectionEndpoint,
} from "@/lib/api/endpoints/connections";
import { checkDomainEndpoint } from "@/lib/api/endpoints/domains";
import { endpoints } from "@/lib/api/endpoints/registry";
import { createTokenEndpoint } from "@/lib/api/endpoints/tokens";
import { findRoute } from "@/lib/api/find-route";
import { handle } from "@/lib/api/handle";
import { preflight } from "@/lib/api/preflight";
import { routes as apiRoutes } from "@/lib/api/routes";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { checkRecordsNow } from "@/lib/connections/check-records-now";
import { createConnection } from "@/lib/connections/create-connection";
import { checkDomain } from "@/lib/connections/domains/check-domain";
import { getConnection } from "@/lib/connections/get-connection";
import { listConnections } from "@/lib/connections/list-connections";
import { listEvents } from "@/lib/connections/list-events";
import { verifyConnection } from "@/lib/diagnosis/verify-connection";
import { newId } from "@/lib/kernel/ids";
import { type Scope, scopes } from "@/lib/kernel/scopes";
import { onBehalfOf } from "@/lib/platform/ports/context";
import { testEdge } from "@/lib/runtime/testing/context";
import { callRoute as call, installTestRuntime } from "@/lib/runtime/testing/runtime";
import { createTestUser, signedInHeaders } from "@/lib/runtime/testing/sessions";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const hourMs = 3_600_000;
const page = "https://app.shop.example";
const otherPage = "https://app.other.example";
const unknownOrigin = "https://evil.example";

const routes = {
  createToken: handle(createTokenEndpoint, createToken),
  checkDomain: handle(checkDomainEndpoint, checkDomain),
  createConnection: handle(createConnectionEndpoint, createConnection),
  listConnections: handle(listConnectionsEndpoint, listConnections),
  getConnection: handle(getConnectionEndpoint, getConnection),
  verify: handle(verifyConnectionEndpoint, verifyConnection),
  checkRecords: handle(checkRecordsEndpoint, checkRecordsNow),
  archive: handle(archiveConnectionEndpoint, archiveConnection),
  listEvents: handle(listEventsEndpoint, listEvents),
  createApplication: handle(createApplicationEndpoint, createApplication),
  getApplication: handle(getApplicationEndpoint, getApplication),
};

const { database, world, tenant, other } = setUpWorld({ tenants: { environment: "test" } });
let key: string;
/** Of the same tenant. */
let sibling: string;
let names = 0;

beforeEach(async () => {
  sibling = await addApplication("test", [otherPage]);
  await allowOrigins(tenant.applicationId, [page]);
  await allowOrigins(other.applicationId, [otherPage]);
  key = await mintKey([...scopes]);
});

async function addApplication(environment: "test" | "live", allowedOrigins: string[]): Promise<string> {
  const admin = onBehalfOf(world.service, tenant.tenantId, { kind: "admin" });
  const input = { name: "Sibling", environment, upstream: null, recordTemplate: null, allowedOrigins };
  return (await createApplication(admin, input)).id;
}

async function allowOrigins(id: string, allowedOrigins: string[]): Promise<void> {
  await database.prisma.application.update({ where: { id }, data: { allowedOrigins } });
}

async function mintKey(given: Scope[]): Promise<string> {
  const admin = onBehalfOf(world.service, tenant.tenantId, { kind: "admin" });
  return (await createKey(admin, { id: tenant.applicationId, name: "k", scopes: given })).secret;
}

async function mint(domain?: string, applicationId = tenant.applicationId): Promise<string> {
  const { status, json } = await call(routes.createToken, key, { body: { application_id: applicationId, domain } });
  expect([status, json.error]).toEqual([201, undefined]);
  return json.auth_token;
}

const freshName = () => `shop${++names}.acme.test`;

async function connect(hostname = freshName(), on = tenant, applicationId = on.applicationId) {
  return createConnection(on.ctx, { applicationId, hostname, setupType: "manual" });
}

const bodyFor = (hostname: string, applicationId = tenant.applicationId) => ({
  application_id: applicationId,
  hostname,
});

async function idsSeenBy(token: string, query = ""): Promise<string[]> {
  const { status, json } = await call(routes.listConnections, token, { query });
  expect(status).toBe(200);
  return json.data.map((connection: { id: string }) => connection.id);
}

it("mints for 60 minutes, says until when, and leaves a trace without the token", async () => {
  world.set(new Date("2026-01-01T00:00:00.750Z"));
  const { status, json } = await call(routes.createToken, key, {
    body: { application_id: tenant.applicationId, domain: "Shöp.Acme.Test." },
  });
  expect([status, Object.keys(json).sort(), json.expires_at]).toEqual([
    201,
    ["auth_token", "expires_at"],
    "2026-01-01T01:00:00.000Z",
  ]);
  const claims = await world.service.tokens.verify(json.auth_token, world.service.now());
  expect(claims).toMatchObject({
    tenantId: tenant.tenantId,
    applicationId: tenant.applicationId,
    environment: "test",
    hostname: "xn--shp-tna.acme.test",
    expiresAt: new Date("2026-01-01T01:00:00Z"),
  });
  const [entry] = await database.prisma.auditEntry.findMany({
    where: { tenantId: tenant.tenantId, action: "token.created" },
  });
  expect(entry).toMatchObject({ targetId: claims.tokenId });
  expect(entry?.actor).toMatch(/^key:/);
  expect(JSON.stringify(entry)).not.toContain(json.auth_token.split(".")[2]);
});

it("gives the same token again under the same Idempotency-Key, and another one without", async () => {
  const options = { body: { application_id: tenant.applicationId }, headers: { "idempotency-key": "mint-1" } };
  const first = await call(routes.createToken, key, options);
  expect((await call(routes.createToken, key, options)).json).toEqual(first.json);
  expect(await mint()).not.toBe(first.json.auth_token);
});

it.each<[string, () => Promise<object> | object, number, string, string | undefined]>([
  ["a hostname that cannot be one", () => ({ domain: "https://*.a.test/" }), 400, "invalid", "domain"],
  ["a public suffix", () => ({ domain: "co.uk" }), 400, "invalid", "domain"],
  [
    "an application that does not exist",
    () => ({ application_id: newId(world.service.now()) }),
    404,
    "not_found",
    undefined,
  ],
  ["another tenant's application", () => ({ application_id: other.applicationId }), 404, "not_found", undefined],
  [
    "an application of the other environment",
    async () => ({ application_id: await addApplication("live", []) }),
    404,
    "not_found",
    undefined,
  ],
  [
    "a deleted application",
    async () => {
      const id = await addApplication("test", []);
      await database.prisma.application.update({ where: { id }, data: { deletedAt: world.service.now() } });
      return { application_id: id };
    },
    404,
    "not_found",
    undefined,
  ],
])("mints none for %s", async (_, make, status, code, param) => {
  const body = { application_id: tenant.applicationId, ...(await make()) };
  const answer = await call(routes.createToken, key, { body });
  expect([answer.status, answer.json.error.code, answer.json.error.param]).toEqual([status, code, param]);
});

it("mints none for a key without the scope, nor for a token", async () => {
  const body = { application_id: tenant.applicationId };
  const reader = await mintKey(["connections:read"]);
  expect((await call(routes.createToken, reader, { body })).status).toBe(403);
  const token = await mint();
  const { status, json } = await call(routes.createToken, token, { body });
  expect([status, json.error.code]).toEqual([403, "forbidden"]);
});

it.each(["bound to the hostname", "unbound"])(
  "lets a visitor connect a domain with a token that is %s",
  async (kind) => {
    const hostname = freshName();
    const token = await mint(kind === "unbound" ? undefined : hostname);
    const headers = { origin: page };
    const analysis = await call(routes.checkDomain, token, { body: { hostname }, headers });
    expect([analysis.status, analysis.json.connectable?.ok]).toEqual([200, true]);
    const made = await call(routes.createConnection, token, { body: bodyFor(hostname), headers });
    expect([made.status, made.json.error]).toEqual([201, undefined]);
    expect(await idsSeenBy(token)).toEqual([made.json.id]);

    const params = { id: made.json.id };
    const records = await call(routes.checkRecords, token, { method: "POST", params, headers });
    expect([records.status, records.json.records[0].propagated]).toEqual([200, false]);
    const early = await call(routes.verify, token, { method: "POST", params, headers });
    expect([early.status, early.json.error.code]).toEqual([409, "ownership_not_found"]);

    world.advance(1_000);
    world.publish(made.json.ownership_challenge.name, "TXT", [made.json.ownership_challenge.value]);
    world.publish(hostname, "CNAME", [testEdge.hostname]);
    expect((await call(routes.verify, token, { method: "POST", params, headers })).status).toBe(200);
    expect((await call(routes.getConnection, token, { params, headers })).json).toMatchObject({
      id: params.id,
      ownership: "ok",
    });
  },
);

it("is refused everywhere else with 403, and changes nothing there", async () => {
  const { id } = await connect();
  const token = await mint();
  const application = { name: "A", environment: "test" };
  const answers = [
    await call(routes.archive, token, { method: "DELETE", params: { id } }),
    await call(routes.listEvents, token, { params: { id } }),
    await call(routes.getApplication, token, { params: { id: tenant.applicationId } }),
    await call(routes.createApplication, token, { body: application }),
  ];
  expect(answers.map(({ status, json }) => [status, json.error.code])).toEqual(answers.map(() => [403, "forbidden"]));
  expect((await getConnection(tenant.ctx, { id })).state).toBe("pending_ownership");
});

it("acts on its hostname only: another one is forbidden to create, and not found when read", async () => {
  const mine = await connect();
  const neighbour = await connect();
  const below = await connect(`www.${mine.hostname}`);
  const token = await mint(mine.hostname.toUpperCase());
  for (const hostname of [freshName(), `www2.${mine.hostname}`, "acme.test"]) {
    const { status, json } = await call(routes.createConnection, token, { body: bodyFor(hostname) });
    expect([status, json.error.code, json.error.param]).toEqual([403, "forbidden", "hostname"]);
    expect(json.error.message).toContain(mine.hostname);
    const analysis = await call(routes.checkDomain, token, { body: { hostname } });
    expect([analysis.status, analysis.json.error.code]).toEqual([403, "forbidden"]);
  }
  for (const { id } of [neighbour, below]) {
    expect((await call(routes.getConnection, token, { params: { id } })).status).toBe(404);
    expect((await call(routes.verify, token, { method: "POST", params: { id } })).status).toBe(404);
    expect((await call(routes.checkRecords, token, { method: "POST", params: { id } })).status).toBe(404);
  }
  expect(await idsSeenBy(token)).toEqual([mine.id]);
  expect(await idsSeenBy(token, `?hostname=${neighbour.hostname}`)).toEqual([]);
  expect(await idsSeenBy(token, "?q=acme")).toEqual([mine.id]);
});

it("acts in its application only: another application's connections are not found, whatever the request names", async () => {
  const mine = await connect();
  const theirs = await connect(freshName(), tenant, sibling);
  const token = await mint();
  const hostname = freshName();
  const refused = await call(routes.createConnection, token, { body: bodyFor(hostname, sibling) });
  expect([refused.status, refused.json.error.param]).toEqual([404, "application_id"]);
  expect(await database.prisma.connection.count({ where: { hostname } })).toBe(0);
  const analysis = await call(routes.checkDomain, token, { body: bodyFor(hostname, sibling) });
  expect([analysis.status, analysis.json.error.code]).toEqual([404, "not_found"]);
  expect((await call(routes.getConnection, token, { params: { id: theirs.id } })).status).toBe(404);
  expect((await call(routes.verify, token, { method: "POST", params: { id: theirs.id } })).status).toBe(404);
  expect((await call(routes.checkRecords, token, { method: "POST", params: { id: theirs.id } })).status).toBe(404);
  expect(await idsSeenBy(token)).toEqual([mine.id]);
  expect(await idsSeenBy(token, `?application_id=${sibling}`)).toEqual([]);
  expect((await call(routes.getConnection, key, { params: { id: theirs.id } })).status).toBe(200);
});

it("reveals nothing of another application's connection in a conflict, and of its own only what it may read", async () => {
  const theirs = await connect(freshName(), tenant, sibling);
  const mine = await connect();
  const token = await mint();
  const conflict = await call(routes.createConnection, token, { body: bodyFor(theirs.hostname) });
  expect([conflict.status, conflict.json.error.code]).toEqual([409, "HostnameConflict"]);
  expect(conflict.json.error.details).toEqual({ held_by: "own_connection" });
  const analysis = await call(routes.checkDomain, token, { body: { hostname: theirs.hostname } });
  expect([analysis.status, analysis.json.connectable.ok]).toEqual([200, false]);
  for (const hidden of [theirs.id, theirs.state]) {
    expect(JSON.stringify([conflict.json, analysis.json])).not.toContain(hidden);
  }
  const own = await call(routes.createConnection, token, { body: bodyFor(mine.hostname) });
  expect([own.status, own.json.error.details.connection_id]).toEqual([409, mine.id]);
});

it("reveals nothing of a live connection to a test key in a conflict", async () => {
  const live = await addApplication("live", []);
  const admin = { ...tenant, ctx: onBehalfOf(world.service, tenant.tenantId, { kind: "admin" }) };
  const theirs = await connect(freshName(), admin, live);
  const { status, json } = await call(routes.createConnection, key, { body: bodyFor(theirs.hostname) });
  expect([status, json.error.details]).toEqual([409, { held_by: "own_connection" }]);
});

it("sees nothing of another tenant", async () => {
  const theirs = await connect(freshName(), other);
  const token = await mint();
  expect((await call(routes.getConnection, token, { params: { id: theirs.id } })).status).toBe(404);
  expect(await idsSeenBy(token, `?application_id=${other.applicationId}`)).toEqual([]);
  const body = bodyFor(freshName(), other.applicationId);
  expect((await call(routes.createConnection, token, { body })).status).toBe(404);
});

it("is refused where it names a tenant that its application is not of, or the other environment", async () => {
  const { now, tokens } = world.service;
  const claims = {
    tokenId: newId(now()),
    tenantId: tenant.tenantId,
    applicationId: tenant.applicationId,
    environment: "test" as const,
    hostname: null,
    keyId: null,
    scopes: ["connections:read" as const],
    issuedAt: now(),
    expiresAt: new Date(now().getTime() + hourMs),
  };
  expect((await call(routes.listConnections, await tokens.sign(claims))).status).toBe(200);
  for (const wrong of [
    { tenantId: other.tenantId },
    { applicationId: other.applicationId },
    { environment: "live" as const },
    { keyId: newId(now()) },
  ]) {
    const { status, json } = await call(routes.listConnections, await tokens.sign({ ...claims, ...wrong }));
    expect([status, json.error.code]).toEqual([401, "unauthorized"]);
  }
});

it("expires at 60 minutes, says so, and the page can read that", async () => {
  const token = await mint();
  world.advance(hourMs - 1);
  expect((await call(routes.listConnections, token)).status).toBe(200);
  world.advance(1);
  const { status, headers, json } = await call(routes.listConnections, token, { headers: { origin: page } });
  expect([status, json.error.code]).toEqual([401, "token_expired"]);
  expect(json.error.doc_url).toMatch(/\/docs\/errors#token_expired$/);
  expect(headers.get("access-control-allow-origin")).toBe(page);
});

it("ends at once, and so do its keys, when its application is deleted", async () => {
  const token = await mint();
  await database.prisma.application.update({
    where: { id: tenant.applicationId },
    data: { deletedAt: world.service.now() },
  });
  const { status, json } = await call(routes.listConnections, token);
  expect([status, json.error.code]).toEqual([401, "unauthorized"]);
  expect((await call(routes.listConnections, key)).status).toBe(401);
});

it("gives no more than the key that minted it has: one that cannot read mints none that reads", async () => {
  const writer = await mintKey(["connections:write"]);
  const body = { application_id: tenant.applicationId };
  const { json } = await call(routes.createToken, writer, { body });
  const token = json.auth_token;
  const made = await call(routes.createConnection, token, { body: bodyFor(freshName()) });
  expect(made.status).toBe(201);
  const params = { id: made.json.id };
  expect((await call(routes.checkRecords, token, { method: "POST", params })).status).toBe(200);
  const refused = [
    await call(routes.listConnections, token),
    await call(routes.getConnection, token, { params }),
    await call(routes.checkDomain, token, { body: { hostname: freshName() } }),
  ];
  for (const { status, json } of refused) {
    expect([status, json.error.code, json.error.details]).toEqual([403, "forbidden", { scope: "connections:read" }]);
  }
});

it("ends at once when the key that minted it is revoked or its application deleted, and no other key's token does", async () => {
  const admin = onBehalfOf(world.service, tenant.tenantId, { kind: "admin" });
  const keyOf = (id: string) => createKey(admin, { id, name: "k", scopes: [...scopes] });
  const mintWith = async (secret: string) =>
    (await call(routes.createToken, secret, { body: { application_id: tenant.applicationId } })).json.auth_token;
  const leaving = await keyOf(tenant.applicationId);
  const siblings = await keyOf(sibling);
  const [revoked, orphaned, kept] = [await mintWith(leaving.secret), await mintWith(siblings.secret), await mint()];
  for (const token of [revoked, orphaned, kept]) expect(await idsSeenBy(token)).toEqual([]);
  await revokeKey(admin, { id: tenant.applicationId, keyId: leaving.id });
  await deleteApplication(admin, { id: sibling });
  for (const token of [revoked, orphaned]) {
    const { status, json } = await call(routes.listConnections, token);
    expect([status, json.error.code]).toEqual([401, "unauthorized"]);
  }
  expect(await idsSeenBy(kept)).toEqual([]);
});

it("gets to know that a limit is reached, and nothing of its owner's plan", async () => {
  const live = await addApplication("live", []);
  const admin = onBehalfOf(world.service, tenant.tenantId, { kind: "admin" });
  const { secret } = await createKey(admin, { id: live, name: "k", scopes: [...scopes] });
  const { json } = await call(routes.createToken, secret, { body: { application_id: live } });
  const create = (bearer: string) => call(routes.createConnection, bearer, { body: bodyFor(freshName(), live) });
  const full = async (limits: object) => {
    await database.prisma.tenant.update({ where: { id: tenant.tenantId }, data: { limitOverrides: limits } });
    installTestRuntime(world.service);
    return { visitor: await create(json.auth_token), integrator: await create(secret) };
  };
  for (const { visitor, integrator } of [await full({ connect: 0 }), await full({ api_call: 0 })]) {
    expect(integrator.json.error).toMatchObject({ limit: 0, plan: "enterprise", upgrade_url: expect.any(String) });
    expect([visitor.status, integrator.status]).toEqual([402, 402]);
    expect(Object.keys(visitor.json.error).sort()).toEqual(["code", "doc_url", "message", "request_id"]);
    expect(visitor.json.error).toMatchObject({ code: "QuotaExceeded", message: expect.stringContaining("this site") });
    expect(JSON.stringify(visitor.json)).not.toMatch(/plan|upgrade|enterprise/i);
  }
});

it("may not choose the records", async () => {
  const body = { ...bodyFor(freshName()), dns_records: [{ type: "CNAME", value: "elsewhere.acme.test" }] };
  const { status, json } = await call(routes.createConnection, await mint(), { body });
  expect([status, json.error.code, json.error.param]).toEqual([403, "forbidden", "dns_records"]);
  expect((await call(routes.createConnection, key, { body })).status).toBe(201);
});

it("replays one visitor's stored response to no other visitor", async () => {
  const hostname = freshName();
  const options = { body: bodyFor(hostname), headers: { "idempotency-key": "connect" } };
  const token = await mint(hostname);
  const made = await call(routes.createConnection, token, options);
  expect((await call(routes.createConnection, token, options)).json).toEqual(made.json);
  const foreign = await call(routes.createConnection, await mint(freshName()), options);
  expect([foreign.status, JSON.stringify(foreign.json).includes(made.json.id)]).toEqual([403, false]);
});

it("counts each token's requests separately", async () => {
  installTestRuntime(world.service, { apiRateLimit: 5 });
  const busy = await mint();
  const calm = await mint();
  const statuses: number[] = [];
  for (let request = 0; request < 6; request += 1) statuses.push((await call(routes.listConnections, busy)).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
  expect((await call(routes.listConnections, calm)).status).toBe(200);
});

it.each<[string, string | null, number, string | null]>([
  ["a page of an origin that the application allows", page, 200, page],
  ["a server, which sends no origin", null, 200, null],
  ["a page that another application allows: refused, and it can read why", otherPage, 403, otherPage],
  ["a page of an unknown origin: refused, and the browser shows it nothing", unknownOrigin, 403, null],
  ["a sandboxed frame or file", "null", 403, null],
  ["another scheme", page.replace("https", "http"), 403, null],
  ["another port", `${page}:8443`, 403, null],
])("answers the token of %s", async (_, origin, status, allowed) => {
  const token = await mint();
  const answer = await call(routes.listConnections, token, { headers: origin === null ? {} : { origin } });
  expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([status, allowed]);
  expect(answer.headers.get("vary")).toBe("Origin");
  expect(answer.headers.get("access-control-allow-credentials")).toBe(null);
});

it("stops allowing an origin as soon as the application does", async () => {
  const token = await mint();
  const origin = "https://app.leaving.example";
  await allowOrigins(tenant.applicationId, [origin]);
  expect((await call(routes.listConnections, token, { headers: { origin } })).status).toBe(200);
  await allowOrigins(tenant.applicationId, []);
  const { status, headers } = await call(routes.listConnections, token, { headers: { origin } });
  expect([status, headers.get("access-control-allow-origin")]).toEqual([403, null]);
});

it("shows a page the errors too: bad input, a wrong token, an unknown connection", async () => {
  const token = await mint();
  const headers = { origin: page };
  const answers = [
    await call(routes.createConnection, token, { body: {}, headers }),
    await call(routes.listConnections, `${token}x`, { headers }),
    await call(routes.getConnection, token, { params: { id: newId(world.service.now()) }, headers }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([400, 401, 404]);
  for (const answer of answers) expect(answer.headers.get("access-control-allow-origin")).toBe(page);
});

it("lets no other origin read endpoints that tokens cannot call", async () => {
  const { headers } = await call(routes.getApplication, key, {
    params: { id: tenant.applicationId },
    headers: { origin: page },
  });
  expect(headers.get("access-control-allow-origin")).toBe(null);
});

it("answers a preflight for allowed origins only", async () => {
  const ask = (origin: string) =>
    preflight(
      new Request("https://latchkey.example/v1/x", {
        method: "OPTIONS",
        headers: { origin, "access-control-request-method": "POST" },
      }),
    );
  const allowed = await ask(page);
  expect([allowed.status, await allowed.text()]).toEqual([204, ""]);
  expect(Object.fromEntries(allowed.headers)).toEqual({
    "access-control-allow-origin": page,
    "access-control-allow-methods": "GET, POST",
    "access-control-allow-headers": "Authorization, Content-Type, Idempotency-Key",
    "access-control-expose-headers": expect.stringContaining("X-Request-Id"),
    "access-control-max-age": "600",
    vary: "Origin",
  });
  expect(Object.fromEntries((await ask(unknownOrigin)).headers)).toEqual({ vary: "Origin" });
});

const widgetPaths = [...new Set(endpoints.filter(({ widget }) => widget).map(({ path }) => path))];

it.each(widgetPaths)("has preflights answered on %s, where tokens are accepted", (path) => {
  expect(findRoute("OPTIONS", path.replace(/\{\w+\}/g, newId(new Date())))).toMatchObject({ route: preflight });
});

describe("a token that a person created", () => {
  let person: { userId: string; headers: Record<string, string> };

  beforeEach(async () => {
    const user = await createTestUser(world.service, { tenantId: tenant.tenantId, role: "admin" });
    // The last owner cannot be removed; this one is another.
    await createTestUser(world.service, { tenantId: tenant.tenantId, role: "owner" });
    person = { ...user, headers: await signedInHeaders(world.service, user.userId) };
  });

  async function mintSignedIn(): Promise<string> {
    const answer = await call(routes.createToken, null, {
      body: { application_id: tenant.applicationId },
      headers: person.headers,
    });
    expect([answer.status, answer.json.error]).toEqual([201, undefined]);
    return answer.json.auth_token;
  }

  /** Whether it lists, and whether it connects. */
  async function uses(token: string): Promise<number[]> {
    const listed = await call(routes.listConnections, token);
    const connected = await call(routes.createConnection, token, { body: bodyFor(freshName()) });
    for (const { status, json } of [listed, connected])
      if (status === 401) expect(json.error.code).toBe("unauthorized");
    return [listed.status, connected.status];
  }

  const admin = () => onBehalfOf(world.service, tenant.tenantId, { kind: "admin" });

  it.each<[string, () => Promise<unknown>]>([
    ["is removed from the company", () => removeMember(admin(), { userId: person.userId })],
    ["leaves it", () => call(apiRoutes.leaveTenant, null, { method: "DELETE", headers: person.headers })],
    ["signs out", () => database.prisma.userSession.updateMany({ data: { revokedAt: world.service.now() } })],
    [
      "signs out everywhere from another browser",
      async () => {
        const headers = await signedInHeaders(world.service, person.userId);
        const ended = await call(apiRoutes.endOtherDevices, null, { method: "DELETE", headers });
        expect(ended.json).toEqual({ ended: 1 });
      },
    ],
    [
      "has a session that has expired",
      () => database.prisma.userSession.updateMany({ data: { expiresAt: new Date(0) } }),
    ],
  ])("ends when the person %s", async (_, end) => {
    const token = await mintSignedIn();
    expect(await uses(token)).toEqual([200, 201]);
    await end();
    expect(await uses(token)).toEqual([401, 401]);
  });

  it("goes on after a change of role that keeps the scopes, and never for another company", async () => {
    const token = await mintSignedIn();
    await updateMember(admin(), { userId: person.userId, role: "member" });
    expect(await uses(token)).toEqual([200, 201]);
    const claims = await world.service.tokens.verify(token, world.service.now());
    const elsewhere = { ...claims, tenantId: other.tenantId, applicationId: other.applicationId };
    expect(await uses(await world.service.tokens.sign(elsewhere))).toEqual([401, 401]);
    const stolen = {
      ...claims,
      person: { userId: claims.person?.userId ?? "", sessionId: newId(world.service.now()) },
    };
    expect(await uses(await world.service.tokens.sign(stolen))).toEqual([401, 401]);
  });
});
