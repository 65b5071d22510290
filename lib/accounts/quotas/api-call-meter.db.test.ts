import { beforeEach, expect, it } from "vitest";
import { createKey } from "@/lib/accounts/applications/create-key";
import { createApiCallMeter } from "@/lib/accounts/quotas/api-call-meter";
import { getUsage } from "@/lib/accounts/quotas/get-usage";
import { createToken } from "@/lib/accounts/tokens/create-token";
import { listConnectionsEndpoint } from "@/lib/api/endpoints/connections";
import { checkDomainEndpoint } from "@/lib/api/endpoints/domains";
import { getUsageEndpoint } from "@/lib/api/endpoints/plans";
import { handle } from "@/lib/api/handle";
import { listConnections } from "@/lib/connections/list-connections";
import { isRefusal } from "@/lib/kernel/errors";
import { type Actor, type Context, onBehalfOf } from "@/lib/platform/ports/context";
import { createTestTenant, createWorld } from "@/lib/runtime/testing/context";
import { callRoute, installTestRuntime } from "@/lib/runtime/testing/runtime";
import { setUpDatabase } from "@/lib/runtime/testing/set-up-database";

const database = setUpDatabase();
const world = createWorld(database, { upgradeUrl: "https://app.example.com/usage" });
/** Every statement that the meter sends, and a hook that runs before each. */
let statements: string[] = [];
let beforeStatement: () => Promise<void> = async () => undefined;

beforeEach(() => {
  world.set(new Date("2026-01-10T00:00:00Z"));
  statements = [];
  beforeStatement = async () => undefined;
});

/** One app instance. */
function openMeter() {
  const prisma = new Proxy(database.prisma, {
    get(target, name) {
      if (name !== "$queryRaw") throw new Error(`the meter used ${String(name)}`);
      return async (parts: TemplateStringsArray, ...values: unknown[]) => {
        statements.push(parts.join("?").includes("INSERT") ? "write" : "read");
        await beforeStatement();
        return target.$queryRaw(parts, ...values);
      };
    },
  });
  return createApiCallMeter({ ...world.service, database: { ...database, prisma } });
}

async function times(calls: number, call: () => Promise<void>): Promise<number> {
  let allowed = 0;
  for (let round = 0; round < calls; round += 1) {
    const error = await call().then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (error === null) allowed += 1;
    else if (!isRefusal(error) || error.code !== "QuotaExceeded") throw error;
  }
  return allowed;
}

const counted = async (ctx: Context) => (await getUsage(ctx, {})).apiCall.used;

async function tenantThatUsed(used: number, period = "2026-01-01"): Promise<Context> {
  const { ctx, tenantId } = await createTestTenant(world.service, { plan: "free" });
  await database.prisma.usageCounter.create({ data: { tenantId, kind: "api_call", period: new Date(period), used } });
  return ctx;
}

it("writes once per flush for however many calls of however many tenants, and reads once per tenant", async () => {
  const meter = openMeter();
  const tenants = [await createTestTenant(world.service), await createTestTenant(world.service)] as const;
  await times(500, () => meter.count(tenants[0].ctx));
  await Promise.all(Array.from({ length: 300 }, () => meter.count(tenants[1].ctx)));
  expect(statements).toEqual(["read", "read"]);
  expect(await counted(tenants[0].ctx)).toBe(0);
  await meter.flush();
  await meter.flush();
  expect(statements).toEqual(["read", "read", "write"]);
  expect([await counted(tenants[0].ctx), await counted(tenants[1].ctx)]).toEqual([500, 300]);
  await times(7, () => meter.count(tenants[0].ctx));
  await meter.flush();
  expect(statements).toEqual(["read", "read", "write", "write"]);
  expect([await counted(tenants[0].ctx), await counted(tenants[1].ctx)]).toEqual([507, 300]);
});

it("refuses at the limit, exactly, and does not count what it refused", async () => {
  const meter = openMeter();
  const ctx = await tenantThatUsed(9_990);
  const calls = await Promise.allSettled(Array.from({ length: 50 }, () => meter.count(ctx)));
  expect(calls.filter((call) => call.status === "fulfilled")).toHaveLength(10);
  await expect(meter.count(ctx)).rejects.toMatchObject({
    code: "QuotaExceeded",
    fields: { limit: 10_000, plan: "free", upgradeUrl: "https://app.example.com/usage" },
    details: { kind: "api_call", used: 10_000, periodEnd: new Date("2026-02-01T00:00:00Z") },
  });
  await meter.flush();
  expect(await counted(ctx)).toBe(10_000);
});

it("counts the key and the tokens of a test application under their own kind, and people and operators not at all", async () => {
  const meter = openMeter();
  const { ctx, applicationId } = await createTestTenant(world.service, { environment: "test" });
  const token = {
    kind: "widget",
    tokenId: "t",
    applicationId,
    hostname: null,
    endUserRef: null,
    expiresAt: world.service.now(),
    scopes: [],
    allowedOrigins: [],
  } as const;
  const person = { kind: "user", userId: "u", sessionId: "s", role: "owner" } as const;
  const uncounted: Actor[] = [person, { kind: "staff", userId: "u", sessionId: "s" }, { kind: "admin" }];
  for (const actor of uncounted) await meter.count({ ...ctx, actor });
  await meter.flush();
  expect(statements).toEqual([]);
  const actors: Actor[] = [ctx.actor, { ...token, environment: "test" }, { ...token, environment: "live" }];
  for (const actor of actors) await meter.count({ ...ctx, actor });
  await meter.flush();
  expect(await getUsage(ctx, {})).toMatchObject({ apiCall: { used: 1 }, testApiCall: { used: 2 } });
});

it("refuses a test key at its own limit while live keys go on, and the other way round", async () => {
  const meter = openMeter();
  const ctx = await tenantThatUsed(10_000);
  const testKey = { ...ctx, actor: { ...ctx.actor, environment: "test" } } as Context;
  expect([await times(3, () => meter.count(ctx)), await times(3, () => meter.count(testKey))]).toEqual([0, 3]);
  const limitOverrides = { test_api_call: 5, api_call: 10_002 };
  await database.prisma.tenant.update({ where: { id: ctx.tenantId }, data: { limitOverrides } });
  world.advance(10_000);
  await meter.flush();
  expect([await times(3, () => meter.count(ctx)), await times(9, () => meter.count(testKey))]).toEqual([2, 2]);
  await expect(meter.count(testKey)).rejects.toMatchObject({
    code: "QuotaExceeded",
    message: expect.stringContaining("your limit of 5 API requests with test keys in a month"),
    fields: { limit: 5, plan: "free" },
    details: { kind: "test_api_call", used: 5, periodEnd: new Date("2026-02-01T00:00:00Z") },
  });
});

it("keeps the sums of a flush that failed, with what was counted meanwhile", async () => {
  const meter = openMeter();
  const { ctx } = await createTestTenant(world.service);
  await times(5, () => meter.count(ctx));
  beforeStatement = async () => {
    await meter.count(ctx);
    throw new Error("the database is away");
  };
  await expect(meter.flush()).rejects.toThrow("away");
  beforeStatement = async () => undefined;
  await times(2, () => meter.count(ctx));
  await meter.flush();
  expect(await counted(ctx)).toBe(8);
});

it("writes what was counted during a flush with the next one, and the limit holds across both", async () => {
  const meter = openMeter();
  const ctx = await tenantThatUsed(9_995);
  await times(2, () => meter.count(ctx));
  beforeStatement = () => meter.count(ctx);
  await meter.flush();
  beforeStatement = async () => undefined;
  expect(await times(5, () => meter.count(ctx))).toBe(2);
  await meter.flush();
  expect(await counted(ctx)).toBe(10_000);
});

it("adds up two instances, each of which knows the other's calls from its next flush on", async () => {
  const [one, two] = [openMeter(), openMeter()];
  const ctx = await tenantThatUsed(9_000);
  expect(await times(600, () => one.count(ctx))).toBe(600);
  expect(await times(300, () => two.count(ctx))).toBe(300);
  await Promise.all([one.flush(), two.flush()]);
  await one.count(ctx);
  await one.flush();
  expect(await counted(ctx)).toBe(9_901);
  expect(await times(200, () => one.count(ctx))).toBe(99);
});

it("lets a tenant in again within 10 s of a larger plan, with a read every 10 s and not per refusal", async () => {
  const meter = openMeter();
  const ctx = await tenantThatUsed(10_000);
  expect(await times(50, () => meter.count(ctx))).toBe(0);
  await database.prisma.tenant.update({ where: { id: ctx.tenantId }, data: { plan: "pro" } });
  world.advance(9_999);
  expect(await times(50, () => meter.count(ctx))).toBe(0);
  expect(statements).toEqual(["read"]);
  world.advance(1);
  expect(await times(50, () => meter.count(ctx))).toBe(50);
  expect(statements).toEqual(["read", "read"]);
});

it("begins a new month at zero and writes the old one's calls to the old one", async () => {
  const meter = openMeter();
  const ctx = await tenantThatUsed(9_998);
  world.set(new Date("2026-01-31T23:59:59.999Z"));
  expect(await times(3, () => meter.count(ctx))).toBe(2);
  world.set(new Date("2026-02-01T00:00:00Z"));
  expect(await times(3, () => meter.count(ctx))).toBe(3);
  await meter.flush();
  expect(statements.filter((statement) => statement === "write")).toHaveLength(1);
  expect(await counted(ctx)).toBe(3);
  world.set(new Date("2026-01-31T00:00:00Z"));
  expect(await counted(ctx)).toBe(10_000);
});

it("answers 402 with limit, plan and upgrade_url through the API, but says what was used", async () => {
  installTestRuntime(world.service);
  const ctx = await tenantThatUsed(9_999);
  const applicationId = ctx.actor.kind === "key" ? ctx.actor.applicationId : "";
  const admin = onBehalfOf(ctx, ctx.tenantId, { kind: "admin" });
  const scopes = ["connections:read", "usage:read"] as const;
  const { secret } = await createKey(admin, { id: applicationId, name: "k", scopes: [...scopes] });
  const list = handle(listConnectionsEndpoint, listConnections);
  expect((await callRoute(list, secret)).status).toBe(200);
  const refused = await callRoute(list, secret);
  expect(refused.status).toBe(402);
  expect(refused.json.error).toMatchObject({
    code: "QuotaExceeded",
    limit: 10_000,
    plan: "free",
    upgrade_url: "https://app.example.com/usage",
    details: { kind: "api_call", used: 10_000, period_end: "2026-02-01T00:00:00.000Z" },
  });
  const usage = await callRoute(handle(getUsageEndpoint, getUsage), secret);
  expect([usage.status, usage.json.plan, usage.json.api_call.limit]).toEqual([200, "free", 10_000]);
  const other = await createTestTenant(world.service);
  const theirs = await createKey(onBehalfOf(other.ctx, other.tenantId, { kind: "admin" }), {
    id: other.applicationId,
    name: "k",
    scopes: [...scopes],
  });
  expect((await callRoute(list, theirs.secret)).status).toBe(200);
});

it("counts what visitors change with a widget token, and not what they look at", async () => {
  installTestRuntime(world.service);
  const ctx = await tenantThatUsed(9_999);
  const applicationId = ctx.actor.kind === "key" ? ctx.actor.applicationId : "";
  const admin = onBehalfOf(ctx, ctx.tenantId, { kind: "admin" });
  const { authToken } = await createToken(admin, { applicationId });
  const list = handle(listConnectionsEndpoint, listConnections);
  const check = handle(checkDomainEndpoint, async () => checkDomainEndpoint.example.output);
  for (let looks = 0; looks < 3; looks += 1) expect((await callRoute(list, authToken)).status).toBe(200);
  const body = { hostname: "shop.acme.test" };
  expect((await callRoute(check, authToken, { body })).status).toBe(200);
  expect((await callRoute(check, authToken, { body })).status).toBe(402);
  expect((await callRoute(list, authToken)).status).toBe(200);
});
