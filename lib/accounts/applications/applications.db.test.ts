import { beforeEach, describe, expect, it } from "vitest";
import { createApplication } from "@/lib/accounts/applications/create-application";
import { createKey } from "@/lib/accounts/applications/create-key";
import { deleteApplication } from "@/lib/accounts/applications/delete-application";
import { getApplication } from "@/lib/accounts/applications/get-application";
import { listApplicationNames } from "@/lib/accounts/applications/list-application-names";
import { listApplications } from "@/lib/accounts/applications/list-applications";
import { listKeys } from "@/lib/accounts/applications/list-keys";
import { revokeKey } from "@/lib/accounts/applications/revoke-key";
import type { ApplicationResource } from "@/lib/accounts/applications/schema";
import { updateApplication } from "@/lib/accounts/applications/update-application";
import {
  createApplicationEndpoint,
  createKeyEndpoint,
  deleteApplicationEndpoint,
  getApplicationEndpoint,
  listApplicationNamesEndpoint,
  listApplicationsEndpoint,
  listKeysEndpoint,
  revokeKeyEndpoint,
  updateApplicationEndpoint,
} from "@/lib/api/endpoints/applications";
import { handle } from "@/lib/api/handle";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { createConnection } from "@/lib/connections/create-connection";
import { createConnections } from "@/lib/connections/create-connections";
import { getConnection } from "@/lib/connections/get-connection";
import { challenge } from "@/lib/dns/records/challenge";
import { writeSnapshot } from "@/lib/edge/control-plane/write-snapshot";
import { type Environment, type Scope, scopes } from "@/lib/kernel/scopes";
import { type Context, onBehalfOf } from "@/lib/platform/ports/context";
import type { TestTenant } from "@/lib/runtime/testing/context";
import { callRoute } from "@/lib/runtime/testing/runtime";
import { createTestUser, signedInHeaders } from "@/lib/runtime/testing/sessions";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { database, world, tenant, other } = setUpWorld();
let secret: string;

const routes = {
  create: handle(createApplicationEndpoint, createApplication),
  list: handle(listApplicationsEndpoint, listApplications),
  names: handle(listApplicationNamesEndpoint, listApplicationNames),
  get: handle(getApplicationEndpoint, getApplication),
  update: handle(updateApplicationEndpoint, updateApplication),
  remove: handle(deleteApplicationEndpoint, deleteApplication),
  createKey: handle(createKeyEndpoint, createKey),
  listKeys: handle(listKeysEndpoint, listKeys),
  revokeKey: handle(revokeKeyEndpoint, revokeKey),
};

beforeEach(async () => {
  secret = await mint();
});

async function mint(on: TestTenant = tenant, given: readonly Scope[] = scopes): Promise<string> {
  const admin = onBehalfOf(on.ctx, on.tenantId, { kind: "admin" });
  return (await createKey(admin, { id: on.applicationId, name: "k", scopes: [...given] })).secret;
}

const make = (
  name: string,
  environment: Environment = "live",
  ctx: Context = tenant.ctx,
): Promise<ApplicationResource> =>
  createApplication(ctx, { name, environment, upstream: null, recordTemplate: null, allowedOrigins: [] });
const adminOf = ({ ctx, tenantId }: TestTenant) => onBehalfOf(ctx, tenantId, { kind: "admin" });
const patch = (id: string, body: unknown, bearer = secret) =>
  callRoute(routes.update, bearer, { method: "PATCH", body, params: { id } });
const connect = (applicationId: string, hostname: string, ctx: Context = tenant.ctx) =>
  createConnection(ctx, { applicationId, hostname, setupType: "manual" });

describe("an application", () => {
  it("is made, read, changed and listed, newest first", async () => {
    const made = await callRoute(routes.create, secret, {
      body: { name: " Shop ", environment: "live", allowed_origins: ["https://App.example.net"] },
    });
    expect([made.status, made.json.name, made.json.allowed_origins]).toEqual([
      201,
      "Shop",
      ["https://app.example.net"],
    ]);
    const { id } = made.json;
    const changed = await patch(id, {
      name: "Web shop",
      upstream: "https://origin.example.net:8443/",
      record_template: [{ type: "CNAME", value: "{{edge_hostname}}" }],
      allowed_origins: [],
    });
    expect([changed.status, changed.json]).toEqual([
      200,
      {
        ...made.json,
        name: "Web shop",
        upstream: "https://origin.example.net:8443",
        record_template: [{ host: "{{hostname}}", type: "CNAME", value: "{{edge_hostname}}", ttl: 300 }],
        allowed_origins: [],
      },
    ]);
    expect((await callRoute(routes.get, secret, { params: { id } })).json).toEqual(changed.json);
    world.advance(1);
    const newer = await make("Newer");
    const { json } = await callRoute(routes.list, secret);
    expect(json.data.slice(0, 2).map((item: { id: string }) => item.id)).toEqual([newer.id, id]);
    const cleared = await patch(id, { upstream: null, record_template: null });
    expect([cleared.json.upstream, cleared.json.record_template, cleared.json.name]).toEqual([null, null, "Web shop"]);
  });

  it("never changes its environment, and says so", async () => {
    const { id } = await make("Fixed");
    const { status, json } = await patch(id, { name: "x", environment: "test" });
    expect([status, json.error.code, json.error.param]).toEqual([400, "invalid", "environment"]);
    expect(json.error.message).toContain("cannot change");
    expect((await getApplication(tenant.ctx, { id })).name).toBe("Fixed");
  });

  it.each<[string, unknown, string]>([
    ["an unknown placeholder in a value", [{ type: "CNAME", value: "{{edge_name}}" }], "record_template.0.value"],
    [
      "an unknown placeholder in a host",
      [{ host: "{{foo}}.{{hostname}}", type: "TXT", value: "v" }],
      "record_template.0.host",
    ],
    [
      "a host that fits one name only",
      [{ host: "shop.example.com", type: "TXT", value: "v" }],
      "record_template.0.host",
    ],
    ["a host outside the hostname", [{ host: "{{edge_hostname}}", type: "TXT", value: "v" }], "record_template.0.host"],
    ["what is no address", [{ type: "A", value: "{{hostname}}" }], "record_template.0.value"],
    [
      "a CNAME with a record beside it",
      [
        { type: "CNAME", value: "a.test" },
        { type: "TXT", value: "v" },
      ],
      "record_template.0.type",
    ],
    [
      "the place of the challenge",
      [{ host: challenge.name("{{hostname}}"), type: "TXT", value: "v" }],
      "record_template.0.host",
    ],
    ["an unknown type", [{ type: "MX", value: "mail.example.net" }], "record_template.0.type"],
    ["a ttl of a second", [{ type: "TXT", value: "v", ttl: 1 }], "record_template.0.ttl"],
    ["an empty list", [], "record_template"],
  ])("refuses %s in its template, made or changed", async (_, template, param) => {
    const { id } = await make("Template");
    const body = { name: "T", environment: "live", record_template: template };
    for (const { status, json } of [
      await patch(id, { record_template: template }),
      await callRoute(routes.create, secret, { body }),
    ]) {
      expect([status, json.error.code, json.error.param]).toEqual([400, "invalid", param]);
    }
    const named = await patch(id, { record_template: [{ type: "TXT", value: "a {{foo}}" }] });
    expect(named.json.error.message).toContain("{{foo}}");
  });

  it("fills its template for apex and subdomain alike", async () => {
    const { id } = await make("Filled");
    const template = [
      { type: "CNAME", host: "www.{{hostname}}", value: "{{edge_hostname}}" },
      { type: "TXT", value: "site={{hostname}}" },
    ];
    expect((await patch(id, { record_template: template })).status).toBe(200);
    for (const hostname of ["filled.test", "shop.filled.test"]) {
      const { desiredRecords } = await connect(id, hostname);
      expect(desiredRecords.map(({ host, type, value }) => [host, type, value])).toEqual([
        [`www.${hostname}`, "CNAME", "edge.latchkey.test"],
        [hostname, "TXT", `site=${hostname}`],
      ]);
    }
  });

  it("asks of new connections what a changed template says, and of existing ones what they were first given", async () => {
    const { ctx } = tenant;
    const { id } = await make("Changing");
    const wanted = async (connectionId: string) =>
      (await getConnection(ctx, { id: connectionId })).desiredRecords.map(({ type, value }) => `${type} ${value}`);
    const standard = await connect(id, "standard.changing.test");
    await patch(id, { record_template: [{ type: "A", value: "192.0.2.1" }] });
    const first = await connect(id, "first.changing.test");
    const { results } = await createConnections(ctx, {
      applicationId: id,
      items: [{ hostname: "batch.changing.test" }],
      setupType: "manual",
    });
    await patch(id, { record_template: [{ type: "A", value: "192.0.2.2" }] });
    const second = await connect(id, "second.changing.test");
    await patch(id, { record_template: null });
    const last = await connect(id, "last.changing.test");
    const ids = [standard.id, first.id, results[0]?.connection?.id ?? "", second.id, last.id];
    expect(await Promise.all(ids.map(wanted))).toEqual([
      ["CNAME edge.latchkey.test"],
      ["A 192.0.2.1"],
      ["A 192.0.2.1"],
      ["A 192.0.2.2"],
      ["CNAME edge.latchkey.test"],
    ]);
  });

  it("records a new upstream for the edges, and only that", async () => {
    const { id } = await make("Edge");
    await patch(id, { name: "Edge 2" });
    await patch(id, { upstream: "https://a.example.net" });
    await patch(id, { upstream: "https://a.example.net" });
    await patch(id, { upstream: null });
    const rows = await database.prisma.edgeChange.findMany({ orderBy: { id: "asc" } });
    const change = { kind: "application", applicationId: id, tenantId: tenant.tenantId };
    expect(
      rows.map((row) => row.change).filter((found) => (found as { applicationId?: string }).applicationId === id),
    ).toEqual([
      { ...change, upstream: null, upstreamHost: null },
      { ...change, upstream: "https://a.example.net", upstreamHost: null },
      { ...change, upstream: null, upstreamHost: null },
    ]);
  });

  it("has a host for its origin, which edges get with each change and with the whole set", async () => {
    const upstream = "https://router.example.net";
    const body = { name: "Hosted", environment: "live", upstream, upstream_host: "App-1.Example.NET" };
    const made = await callRoute(routes.create, secret, { body });
    expect([made.status, made.json.upstream_host]).toEqual([201, "app-1.example.net"]);
    const { id } = made.json;
    await patch(id, { name: "Hosted 2" });
    const changed = await patch(id, { upstream_host: "app-2.example.net" });
    expect(changed.json).toMatchObject({ name: "Hosted 2", upstream, upstream_host: "app-2.example.net" });
    const parts: string[] = [];
    await writeSnapshot({ database, now: () => new Date() }, async (text) => void parts.push(text));
    expect(parts.join("")).toContain(`A ${id} ${tenant.tenantId} "${upstream}#host=app-2.example.net"\n`);
    expect((await patch(id, { upstream_host: null })).json.upstream_host).toBeNull();
    const rows = await database.prisma.edgeChange.findMany({ orderBy: { id: "asc" } });
    const hosts = rows.flatMap(({ change }) => {
      const found = change as { applicationId?: string; upstreamHost?: string | null };
      return found.applicationId === id ? [found.upstreamHost] : [];
    });
    expect(hosts).toEqual(["app-1.example.net", "app-2.example.net", null]);
  });

  it.each(["edge.latchkey.test", "x.edge.latchkey.test", "a.example.net:8080", "https://a.example.net", "10.0.0.1"])(
    "refuses %s as the host for its origin, made or changed",
    async (host) => {
      const { id } = await make("Host");
      const body = { name: "T", environment: "live", upstream_host: host };
      for (const { status, json } of [
        await patch(id, { upstream_host: host }),
        await callRoute(routes.create, secret, { body }),
      ]) {
        expect([status, json.error.code, json.error.param]).toEqual([400, "invalid", "upstream_host"]);
      }
    },
  );

  it("is not there for another tenant, nor for a key of the other environment", async () => {
    const live = await make("Live");
    const test = await make("Test", "test", adminOf(tenant));
    const admin = adminOf(tenant);
    const key = await createKey(admin, { id: test.id, name: "k", scopes: ["usage:read"] });
    for (const [bearer, id] of [
      [await mint(other), live.id],
      [secret, test.id],
    ] as const) {
      const params = { id };
      const attempts = [
        await callRoute(routes.get, bearer, { params }),
        await patch(id, { name: "Mine" }, bearer),
        await callRoute(routes.remove, bearer, { method: "DELETE", params }),
        await callRoute(routes.createKey, bearer, { params, body: { name: "k", scopes: ["usage:read"] } }),
        await callRoute(routes.listKeys, bearer, { params }),
        await callRoute(routes.revokeKey, bearer, { method: "DELETE", params: { id, key_id: key.id } }),
      ];
      expect(attempts.map(({ status, json }) => [status, json.error.code])).toEqual(
        attempts.map(() => [404, "not_found"]),
      );
      const { json } = await callRoute(routes.list, bearer);
      expect(json.data.map((item: { id: string }) => item.id)).not.toContain(id);
    }
    expect((await listKeys(admin, { id: test.id, limit: 20 })).data.map(({ revokedAt }) => revokedAt)).toEqual([null]);
    expect((await getApplication(admin, { id: live.id })).name).toBe("Live");
    const { status } = await callRoute(routes.create, secret, { body: { name: "T", environment: "test" } });
    expect(status).toBe(403);
  });
});

describe("the names of applications", () => {
  it("are listed by name for a member who connects hostnames, newest first, and nothing else of them", async () => {
    const second = await make("Second");
    await make("Of somebody else", "live", other.ctx);
    const { userId } = await createTestUser(world.service, { tenantId: tenant.tenantId, role: "member" });
    const headers = await signedInHeaders(world.service, userId);
    expect((await callRoute(routes.list, null, { headers })).json.error.code).toBe("forbidden");
    const { json } = await callRoute(routes.names, null, { headers });
    expect(json.data.map(({ id }: { id: string }) => id)).toEqual([second.id, tenant.applicationId]);
    expect(json.data[0]).toEqual({ id: second.id, name: "Second", environment: "live" });
    const bearer = await mint(tenant, ["connections:read"]);
    const first = await callRoute(routes.names, bearer, { query: "?limit=1" });
    expect([first.json.data.length, first.json.next_cursor]).toEqual([1, expect.any(String)]);
  });
});

describe("deleting an application", () => {
  it("is refused with the number of its unarchived connections, and changes nothing", async () => {
    const { id } = await make("Busy");
    const made = [
      await connect(id, "one.busy.test"),
      await connect(id, "two.busy.test"),
      await connect(id, "three.busy.test"),
    ];
    await archiveConnection(tenant.ctx, { id: made[0]?.id ?? "" });
    const { status, json } = await callRoute(routes.remove, secret, { method: "DELETE", params: { id } });
    expect([status, json.error.code, json.error.details]).toEqual([409, "invalid_state", { connections: 2 }]);
    expect((await getApplication(tenant.ctx, { id })).name).toBe("Busy");
  });

  it("makes it unknown and revokes its keys from the next request on; its archived connections stay", async () => {
    const { id } = await make("Gone");
    const key = await createKey(tenant.ctx, { id, name: "k", scopes: ["apps:admin"] });
    const connection = await connect(id, "gone.acme.test");
    await archiveConnection(tenant.ctx, { id: connection.id });
    expect((await callRoute(routes.list, key.secret)).status).toBe(200);
    const removed = await callRoute(routes.remove, secret, { method: "DELETE", params: { id } });
    expect([removed.status, removed.json.id]).toEqual([200, id]);
    expect((await callRoute(routes.list, key.secret)).status).toBe(401);
    const params = { id };
    const attempts = [
      await callRoute(routes.get, secret, { params }),
      await patch(id, { name: "x" }),
      await callRoute(routes.remove, secret, { method: "DELETE", params }),
      await callRoute(routes.createKey, secret, { params, body: { name: "k", scopes: ["usage:read"] } }),
      await callRoute(routes.listKeys, secret, { params }),
    ];
    expect(attempts.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    await expect(connect(id, "late.acme.test")).rejects.toMatchObject({ code: "not_found", param: "application_id" });
    const { json } = await callRoute(routes.list, secret);
    expect(json.data.map((item: { id: string }) => item.id)).not.toContain(id);
    expect((await getConnection(tenant.ctx, { id: connection.id })).state).toBe("archived");
  });

  it("never leaves a connection or a key behind, whichever of two concurrent requests comes first", async () => {
    for (let race = 0; race < 15; race += 1) {
      const { id } = await make(`Race ${race}`);
      const [removed, connected, keyed] = await Promise.allSettled([
        deleteApplication(tenant.ctx, { id }),
        connect(id, `race${race}.acme.test`),
        createKey(tenant.ctx, { id, name: "k", scopes: ["usage:read"] }),
      ]);
      const refusals = [removed, connected, keyed].flatMap((result) =>
        result.status === "rejected" ? [result.reason.code] : [],
      );
      expect(refusals.every((code) => code === "invalid_state" || code === "not_found")).toBe(true);
      expect(removed.status === "fulfilled").toBe(connected.status === "rejected");
      const left = await database.prisma.connection.count({ where: { applicationId: id } });
      const keys = await database.prisma.apiKey.count({ where: { applicationId: id, revokedAt: null } });
      expect(left).toBe(removed.status === "fulfilled" ? 0 : 1);
      if (removed.status === "fulfilled") expect(keys).toBe(0);
    }
  });
});

describe("keys", () => {
  it("are listed without their secret, revoked ones too", async () => {
    const { id } = await make("Keys");
    const key = await createKey(tenant.ctx, { id, name: "CI", scopes: ["usage:read", "usage:read"] });
    await revokeKey(tenant.ctx, { id, keyId: key.id });
    const { json } = await callRoute(routes.listKeys, secret, { params: { id } });
    expect(json.data).toMatchObject([{ id: key.id, name: "CI", last4: key.secret.slice(-4), scopes: ["usage:read"] }]);
    expect(json.data[0].revoked_at).not.toBeNull();
    expect(JSON.stringify(json)).not.toContain(key.secret);
  });

  it("show when they were last used, to the minute, without a write for each request", async () => {
    const { id } = await make("Used");
    const key = await createKey(tenant.ctx, { id, name: "used", scopes: ["apps:admin"] });
    const lastUsedAt = async () =>
      (await database.prisma.apiKey.findUniqueOrThrow({ where: { id: key.id } })).lastUsedAt;
    const use = () => callRoute(routes.listKeys, key.secret, { params: { id } });
    expect(await lastUsedAt()).toBeNull();
    await use();
    const first = world.service.now();
    world.advance(59_999);
    expect((await use()).json.data[0].last_used_at).toBe(first.toISOString());
    expect(await lastUsedAt()).toEqual(first);
    world.advance(1);
    await use();
    expect(await lastUsedAt()).toEqual(world.service.now());
  });

  it("are made once under an Idempotency-Key, and the answer with the secret is given again", async () => {
    const { id } = await make("Once");
    const send = () =>
      callRoute(routes.createKey, secret, {
        params: { id },
        body: { name: "once", scopes: ["usage:read"] },
        headers: { "idempotency-key": `once-${id}` },
      });
    const [first, duplicate] = await Promise.all([send(), send()]);
    expect(first.json.secret).toMatch(/^sk_live_/);
    expect([duplicate.json, (await send()).json]).toEqual([first.json, first.json]);
    expect(await database.prisma.apiKey.count({ where: { applicationId: id } })).toBe(1);
  });

  it("cannot be given scopes that their maker lacks, nor be revoked through another application", async () => {
    const limited = await mint(tenant, ["apps:admin", "connections:read"]);
    const { status, json } = await callRoute(routes.createKey, limited, {
      params: { id: tenant.applicationId },
      body: { name: "more", scopes: ["connections:read", "webhooks:write"] },
    });
    expect([status, json.error.code, json.error.param]).toEqual([403, "forbidden", "scopes"]);
    expect(json.error.message).toContain("webhooks:write");
    const [one, two] = [await make("One"), await make("Two")];
    const key = await createKey(tenant.ctx, { id: one.id, name: "k", scopes: ["usage:read"] });
    await expect(revokeKey(tenant.ctx, { id: two.id, keyId: key.id })).rejects.toMatchObject({ code: "not_found" });
  });
});
