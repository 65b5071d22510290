import { beforeEach, describe, expect, it } from "vitest";
import { createApplication } from "@/lib/accounts/applications/create-application";
import { createKey } from "@/lib/accounts/applications/create-key";
import { deleteApplication } from "@/lib/accounts/applications/delete-application";
import { revokeKey } from "@/lib/accounts/applications/revoke-key";
import { updateApplication } from "@/lib/accounts/applications/update-application";
import { createApplicationEndpoint } from "@/lib/api/endpoints/applications";
import { listAuditLogEndpoint } from "@/lib/api/endpoints/audit";
import { handle } from "@/lib/api/handle";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { checkRecordsNow } from "@/lib/connections/check-records-now";
import { createConnection } from "@/lib/connections/create-connection";
import { createConnections } from "@/lib/connections/create-connections";
import { inTransaction } from "@/lib/db/transaction";
import { verifyConnection } from "@/lib/diagnosis/verify-connection";
import { newId } from "@/lib/kernel/ids";
import type { Scope } from "@/lib/kernel/scopes";
import type { AuditAction } from "@/lib/platform/audit/catalog";
import { listAuditLog } from "@/lib/platform/audit/list-audit-log";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import { actorLabel, type Context, onBehalfOf } from "@/lib/platform/ports/context";
import type { TestTenant } from "@/lib/runtime/testing/context";
import { callRoute } from "@/lib/runtime/testing/runtime";
import { createTestUser } from "@/lib/runtime/testing/sessions";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { world, tenant, other } = setUpWorld();
let ctx: Context;

const route = handle(listAuditLogEndpoint, listAuditLog);
const caller = { ip: "192.0.2.44", requestId: "request-1" };

beforeEach(async () => {
  ctx = { ...tenant.ctx, caller };
});

const entries = async (on: Context = ctx) => (await listAuditLog(on, { limit: 100 })).data;
const application = {
  name: "Shop",
  environment: "live" as const,
  upstream: null,
  recordTemplate: null,
  allowedOrigins: [],
};
const connect = (hostname: string) =>
  createConnection(ctx, { applicationId: tenant.applicationId, hostname, setupType: "manual" });

/** Runs the verb of each action; returns the id and the facts that its entry must contain. */
const actions: [AuditAction, () => Promise<{ targetId: string; data: unknown }>][] = [
  [
    "application.created",
    async () => {
      const { id } = await createApplication(ctx, application);
      return { targetId: id, data: { name: "Shop", environment: "live" } };
    },
  ],
  [
    "application.updated",
    async () => {
      const { id } = await createApplication(ctx, application);
      const upstream = "https://origin.example.net";
      await updateApplication(ctx, { id, name: "Shop", upstream, allowedOrigins: ["https://a.example.net"] });
      const changes = {
        upstream: { from: null, to: upstream },
        allowedOrigins: { from: [], to: ["https://a.example.net"] },
      };
      return { targetId: id, data: { changes } };
    },
  ],
  [
    "application.deleted",
    async () => {
      const { id } = await createApplication(ctx, application);
      await createKey(ctx, { id, name: "k", scopes: ["usage:read"] });
      await deleteApplication(ctx, { id });
      return { targetId: id, data: { name: "Shop", revokedKeys: 1 } };
    },
  ],
  [
    "key.created",
    async () => {
      const { id } = await createKey(ctx, { id: tenant.applicationId, name: "CI", scopes: ["usage:read"] });
      const data = { applicationId: tenant.applicationId, name: "CI", environment: "live", scopes: ["usage:read"] };
      return { targetId: id, data };
    },
  ],
  [
    "key.revoked",
    async () => {
      const { id } = await createKey(ctx, { id: tenant.applicationId, name: "CI", scopes: ["usage:read"] });
      await revokeKey(ctx, { id: tenant.applicationId, keyId: id });
      await revokeKey(ctx, { id: tenant.applicationId, keyId: id });
      return { targetId: id, data: { applicationId: tenant.applicationId, name: "CI" } };
    },
  ],
  [
    "connection.created",
    async () => {
      const { id, hostname } = await connect("made.audit.test");
      return { targetId: id, data: { hostname, applicationId: tenant.applicationId } };
    },
  ],
  [
    "connection.batch_created",
    async () => {
      const items = [{ hostname: "a.audit.test" }, { hostname: "no" }, { hostname: "b.audit.test" }];
      const input = { applicationId: tenant.applicationId, setupType: "manual" as const, items };
      const { batchId } = await createConnections(ctx, input);
      await createConnections(ctx, input);
      return { targetId: batchId, data: { applicationId: tenant.applicationId, created: 2, refused: 1 } };
    },
  ],
  [
    "connection.archived",
    async () => {
      const { id, hostname } = await connect("archived.audit.test");
      await archiveConnection(ctx, { id });
      await archiveConnection(ctx, { id });
      return { targetId: id, data: { hostname } };
    },
  ],
  [
    "connection.verify_requested",
    async () => {
      const { id, hostname } = await connect("verified.audit.test");
      await expect(verifyConnection(ctx, { id })).rejects.toMatchObject({ code: "ownership_not_found" });
      return { targetId: id, data: { hostname } };
    },
  ],
  [
    "connection.check_requested",
    async () => {
      const { id, hostname } = await connect("checked.audit.test");
      await checkRecordsNow(ctx, { id });
      return { targetId: id, data: { hostname } };
    },
  ],
];

describe("an entry", () => {
  it.each(actions)("of %s says who did it, from where, by which request, and what, once", async (action, act) => {
    const { targetId, data } = await act();
    const found = (await entries()).filter((entry) => entry.action === action);
    expect(found).toMatchObject([
      {
        action,
        targetType: action.split(".")[0],
        targetId,
        data,
        actor: actorLabel(ctx.actor),
        ip: caller.ip,
        requestId: caller.requestId,
      },
    ]);
    expect(Object.keys(found[0]?.data ?? {}).sort()).toEqual(Object.keys(data as object).sort());
  });

  it("names who did it: a key, a person, and nobody of another company", async () => {
    const name = async () => (await listAuditLog(ctx, { limit: 1 })).data.map(({ actorName }) => actorName);
    const key = await createKey(ctx, { id: tenant.applicationId, name: "CI", scopes: ["usage:read"] });
    const byKey = { kind: "key", keyId: key.id, applicationId: tenant.applicationId } as const;
    const rename = async (actor: Context["actor"], to: string) => {
      const on = onBehalfOf(ctx, tenant.tenantId, actor);
      await updateApplication({ ...on, caller }, { id: tenant.applicationId, name: to });
    };
    await rename({ ...byKey, environment: "live", scopes: ["apps:admin"] }, "A");
    expect(await name()).toEqual(["CI"]);
    const { userId, email } = await createTestUser(ctx, { tenantId: tenant.tenantId, role: "owner" });
    await rename({ kind: "user", userId, sessionId: userId, role: "owner" }, "B");
    expect(await name()).toEqual([email]);
    await rename({ kind: "admin" }, "C");
    expect(await name()).toEqual([null]);
  });

  it("holds no secret and no challenge", async () => {
    const key = await createKey(ctx, { id: tenant.applicationId, name: "CI", scopes: ["usage:read"] });
    const connection = await connect("secret.audit.test");
    const text = JSON.stringify(await entries());
    expect(text).toContain(key.id);
    expect(text).not.toContain(key.secret);
    expect(text).not.toContain(connection.ownershipChallenge.value);
  });

  it("is gone with the transaction that is rolled back, and of what was refused there is none", async () => {
    const failing = inTransaction(ctx, async (tx) => {
      await recordAudit(ctx, tx, "application.updated", tenant.applicationId, {});
      throw new Error("rolled back");
    });
    await expect(failing).rejects.toThrow("rolled back");
    const connection = await connect("refused.audit.test");
    const before = await entries();
    await expect(connect("refused.audit.test")).rejects.toMatchObject({ code: "HostnameConflict" });
    await expect(deleteApplication(ctx, { id: tenant.applicationId })).rejects.toMatchObject({ code: "invalid_state" });
    await expect(archiveConnection(other.ctx, { id: connection.id })).rejects.toMatchObject({ code: "not_found" });
    const items = [{ hostname: "refused.audit.test" }];
    await createConnections(ctx, { applicationId: tenant.applicationId, setupType: "manual", items });
    await updateApplication(ctx, { id: tenant.applicationId, name: "App" });
    expect(await entries()).toEqual(before);
    expect(before.map(({ action }) => action)).toEqual(["connection.created"]);
    expect(await entries(other.ctx)).toEqual([]);
  });

  it("of a request over the wire has its address and the id that its answer bears", async () => {
    const { secret, id } = await createKey(onBehalfOf(world.service, tenant.tenantId, { kind: "admin" }), {
      id: tenant.applicationId,
      name: "k",
      scopes: ["apps:admin"],
    });
    const answer = await callRoute(handle(createApplicationEndpoint, createApplication), secret, {
      body: { name: "Wire", environment: "live" },
      headers: { "x-forwarded-for": "203.0.113.9, 192.0.2.7", "idempotency-key": "wire" },
    });
    expect((await entries()).filter(({ targetId }) => targetId === answer.json.id)).toMatchObject([
      { actor: `key:${id}`, ip: "192.0.2.7", requestId: answer.headers.get("x-request-id") },
    ]);
  });

  it("names no address where nobody called", async () => {
    const worker = onBehalfOf(world.service, tenant.tenantId, { kind: "worker" });
    const { id } = await connect("worker.audit.test");
    await archiveConnection(worker, { id });
    expect((await entries())[0]).toMatchObject({
      action: "connection.archived",
      actor: "worker",
      ip: null,
      requestId: null,
    });
  });
});

describe("the log", () => {
  async function mint(on: TestTenant, scopes: Scope[]): Promise<string> {
    const admin = onBehalfOf(on.ctx, on.tenantId, { kind: "admin" });
    return (await createKey(admin, { id: on.applicationId, name: "k", scopes })).secret;
  }
  const write = (on: Context, action: AuditAction, targetId: string) =>
    inTransaction(on, (tx) => recordAudit(on, tx, action, targetId, {}));

  it("is filtered by action, actor, target and time, newest first", async () => {
    const admin = onBehalfOf(world.service, tenant.tenantId, { kind: "admin" });
    await write(ctx, "application.created", "one");
    world.advance(60_000);
    const since = world.service.now();
    await write(admin, "application.updated", "one");
    world.advance(60_000);
    const until = world.service.now();
    await write(ctx, "application.updated", "two");
    const find = async (filter: object) =>
      (await listAuditLog(ctx, { limit: 100, ...filter })).data.map(({ action, targetId }) => `${action} ${targetId}`);
    const [first, second, third] = ["application.created one", "application.updated one", "application.updated two"];
    expect(await find({})).toEqual([third, second, first]);
    expect(await find({ action: "application.updated" })).toEqual([third, second]);
    expect(await find({ actor: "admin" })).toEqual([second]);
    expect(await find({ actorKind: "admin" })).toEqual([second]);
    expect(await find({ actorKind: "staff" })).toEqual([]);
    expect(await find({ targetId: "one" })).toEqual([second, first]);
    expect(await find({ since })).toEqual([third, second]);
    expect(await find({ until })).toEqual([second, first]);
    expect(await find({ since, until, targetId: "one" })).toEqual([second]);
  });

  it("is searched by the id of an entry, a request or an object, also within a URL, and by nothing else", async () => {
    const [requestId, target] = [newId(world.service.now()), newId(world.service.now())];
    await write({ ...ctx, caller: { ip: null, requestId } } as Context, "application.created", target);
    await write(other.ctx, "application.created", target);
    await write(ctx, "application.updated", "another");
    const find = async (q: string) => (await listAuditLog(ctx, { limit: 100, q })).data.map(({ targetId }) => targetId);
    const [entry] = (await listAuditLog(ctx, { limit: 100, targetId: target })).data;
    const ids = [requestId, target, entry?.id ?? ""];
    for (const id of ids) {
      expect(await find(id.toUpperCase())).toEqual([target]);
      expect(await find(`https://app.example.net/applications/${id}?tab=1`)).toEqual([target]);
    }
    expect(await find("another")).toEqual([]);
  });

  it("shows a person's present role in the company, and of support staff only the name", async () => {
    const { userId, email } = await createTestUser(ctx, { tenantId: tenant.tenantId, role: "owner" });
    const colleague = await createTestUser(ctx, { isStaff: true });
    await ctx.database.prisma.user.update({ where: { id: colleague.userId }, data: { name: "Ada" } });
    const as = (actor: Context["actor"]) => onBehalfOf(ctx, tenant.tenantId, actor);
    const session = { sessionId: userId };
    const shown = async () => {
      const [entry] = (await listAuditLog(ctx, { limit: 1 })).data;
      return [entry?.actorName, entry?.actorRole];
    };
    await write(as({ kind: "user", userId, ...session, role: "owner" }), "application.created", "one");
    expect(await shown()).toEqual([email, "owner"]);
    await ctx.database.prisma.membership.deleteMany({ where: { userId } });
    expect(await shown()).toEqual([email, null]);
    world.advance(1);
    await write(as({ kind: "staff", userId: colleague.userId, ...session }), "application.updated", "one");
    expect(await shown()).toEqual(["Ada", null]);
    await ctx.database.prisma.user.update({ where: { id: colleague.userId }, data: { name: "" } });
    expect(await shown()).toEqual([null, null]);
  });

  it("pages without gaps or repeats while entries are added", async () => {
    const written: string[] = [];
    for (let index = 0; index < 7; index += 1) {
      world.advance(1);
      await write(ctx, "connection.created", `c${index}`);
      written.unshift(`c${index}`);
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listAuditLog(ctx, { limit: 3, ...(cursor ? { cursor } : {}) });
      seen.push(...page.data.map(({ targetId }) => targetId));
      cursor = page.nextCursor ?? undefined;
      world.advance(1);
      await write(ctx, "connection.created", "later");
    } while (cursor);
    expect(seen).toEqual(written);
  });

  it("is the tenant's own: another tenant's is not in it, and its key's environment does not matter", async () => {
    await write(ctx, "application.created", "mine");
    await write(other.ctx, "application.created", "theirs");
    const testKey = { ...ctx, actor: { ...ctx.actor, environment: "test" } } as Context;
    for (const on of [ctx, testKey]) expect((await entries(on)).map(({ targetId }) => targetId)).toEqual(["mine"]);
  });

  it("is for keys with apps:admin, in RFC 3339 and snake_case over the wire", async () => {
    world.advance(1_000);
    await write(ctx, "application.created", "wire");
    const admin = await mint(tenant, ["apps:admin"]);
    const { status, json } = await callRoute(route, admin, {
      query: `?target_id=wire&since=2025-12-31T23%3A00%3A00-01%3A00&until=9999-12-31T23%3A59%3A59Z`,
    });
    expect([status, json.data.length]).toEqual([200, 1]);
    expect(json.data[0]).toMatchObject({
      target_type: "application",
      request_id: "request-1",
      created_at: "2026-01-01T00:00:01.000Z",
    });
    const reader = await mint(tenant, ["connections:read"]);
    expect((await callRoute(route, reader)).json.error.code).toBe("forbidden");
    for (const [query, param] of [
      ["?since=yesterday", "since"],
      ["?until=2026-13-01T00:00:00Z", "until"],
      ["?action=everything", "action"],
      ["?color=red", "color"],
    ]) {
      const refused = await callRoute(route, admin, { query: query ?? "" });
      expect([query, refused.status, refused.json.error.param]).toEqual([query, 400, param]);
    }
    expect((await callRoute(route, admin, { query: "?since=0000-01-01T00:00:00Z" })).status).toBe(200);
  });
});
