import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { problemsOf } from "@/e2e/contract/answer-problems";
import { callEndpoint, exampleInput } from "@/e2e/contract/call-endpoint";
import { contractMailer, createFixture, type Fixture, marker, type Person, prepare } from "@/e2e/contract/fixture";
import { startSession } from "@/lib/accounts/auth/start-session";
import { type Endpoint, errorsOf, isPublic, pathParameters } from "@/lib/api/endpoints/endpoint";
import { exampleIds } from "@/lib/api/endpoints/examples";
import { endpoints } from "@/lib/api/endpoints/registry";
import { inTransaction } from "@/lib/db/transaction";
import { challenge } from "@/lib/dns/records/challenge";
import { errorStatus } from "@/lib/kernel/errors";
import { scopesOfRole } from "@/lib/kernel/roles";
import { scopes } from "@/lib/kernel/scopes";
import { hashSecret } from "@/lib/platform/crypto/hash-secret";
import type { ServiceContext } from "@/lib/platform/ports/context";
import { createWorld, type TestWorld } from "@/lib/runtime/testing/context";
import { installTestRuntime } from "@/lib/runtime/testing/runtime";
import { cookieHeaders, testClient } from "@/lib/runtime/testing/sessions";
import { setUpDatabase } from "@/lib/runtime/testing/set-up-database";

// Every endpoint with every kind of caller, generated from the registry: nothing leaks, and no server errors.
const database = setUpDatabase();
let world: TestWorld;
/** Shared by all tests that do not change it; the others start with `ownFixture`. */
let shared: Fixture;
let others: Fixture;
let ours: Fixture;

beforeAll(async () => {
  shared = await createFixture(createWorld(database).service);
  others = await createFixture(createWorld(database).service);
});
beforeEach(() => {
  world = createWorld(database);
  installTestRuntime(contractService());
  ours = shared;
});

async function ownFixture(): Promise<void> {
  ours = await createFixture(contractService());
}

function contractService(): ServiceContext {
  return {
    ...world.service,
    mailer: contractMailer,
    outbound: {
      send: async () => ({
        kind: "response" as const,
        status: 200,
        headers: {},
        body: "ok",
        truncated: false,
        durationMs: 1,
      }),
      close: async () => undefined,
    },
    billing: {
      provider: "test",
      createCheckout: async () => ({ url: "https://billing.example.net/session" }),
      changeSubscription: async () => undefined,
      readMessage: async () => null,
    },
  };
}

const named = endpoints.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const);
/** Endpoints for keys, for signed-in users, and for both. */
const keyed = named.filter(([, { scope }]) => scope !== null);
const personal = named.filter(([, { caller }]) => caller !== undefined);
const guarded = named.filter(([, endpoint]) => !isPublic(endpoint));

type Answer = Awaited<ReturnType<typeof callEndpoint>>;

function expectRefusal(endpoint: Endpoint, answer: Answer, code: string): void {
  expect(answer.json?.error, JSON.stringify(answer.json)).toMatchObject({ code });
  expect(answer.status).toBe(errorStatus[code as keyof typeof errorStatus]);
  expect(errorsOf(endpoint), `${code} is not documented`).toContain(code);
  expectNoLeak(answer);
}

function expectNoLeak(answer: Answer): void {
  const text = JSON.stringify(answer.json);
  expect(answer.status).toBeLessThan(500);
  expect(text).not.toContain(marker);
}

const call = (endpoint: Endpoint, secret: string | null) =>
  callEndpoint(endpoint, exampleInput(endpoint, ours.ids), { secret });
const callAs = (endpoint: Endpoint, { headers }: Pick<Person, "headers">) =>
  callEndpoint(endpoint, exampleInput(endpoint, ours.ids), { headers });

it("has an object for every id in a path", () => {
  const known = new Set<unknown>(Object.values(exampleIds));
  for (const [name, endpoint] of named) {
    const input = exampleInput(endpoint, new Map());
    for (const parameter of pathParameters(endpoint)) expect([name, known.has(input[parameter])]).toEqual([name, true]);
  }
});

describe.each(named)("%s", (_name, endpoint) => {
  it("does what its example says, for a key with only its scope, or for a signed-in user", async () => {
    await ownFixture();
    await prepare[endpoint.id]?.(ours);
    world.publish(challenge.name(ours.hostname), "TXT", [await challengeOf(ours)]);
    const key = await ours.keyWith(endpoint.scope === null ? ["usage:read"] : [endpoint.scope]);
    const input = exampleInput(endpoint, ours.ids);
    // A key cannot grant scopes that it lacks.
    if (endpoint.id === "createKey") input.scopes = ["apps:admin"];
    const caller = endpoint.caller ? ours.callerOf(endpoint) : { secret: key };
    const answer = await callEndpoint(endpoint, input, caller);
    expect(answer.status, JSON.stringify(answer.json)).toBe(endpoint.status);
    expect(problemsOf(endpoint, answer), JSON.stringify(answer.json)).toEqual([]);
  });
});

describe.each(guarded)("%s", (_name, endpoint) => {
  it("refuses a signed-out browser, and requests from another site", async () => {
    expectRefusal(endpoint, await callAs(endpoint, { headers: {} }), "unauthorized");
    const { headers } = endpoint.caller === "staff" ? ours.staff : ours.owner;
    const elsewhere = { ...headers, origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    expectRefusal(endpoint, await callAs(endpoint, { headers: elsewhere }), "forbidden");
    if (endpoint.method === "GET") return;
    const { origin: _, ...silent } = headers;
    expectRefusal(endpoint, await callAs(endpoint, { headers: silent }), "forbidden");
  });

  it("ends with the session", async () => {
    const person = endpoint.caller === "staff" ? ours.staff : ours.owner;
    const { service } = world;
    const { sessionId: id } = await inTransaction(service, (tx) =>
      startSession(service, tx, person.userId, testClient),
    );
    const browser = { headers: await cookieHeaders(service, id) };
    await database.prisma.userSession.update({ where: { id }, data: { revokedAt: world.service.now() } });
    expectRefusal(endpoint, await callAs(endpoint, browser), "unauthorized");
  });
});

describe.each(personal)("%s", (_name, endpoint) => {
  it("refuses API keys and widget tokens", async () => {
    expectRefusal(endpoint, await call(endpoint, ours.fullKey), "forbidden");
    expectRefusal(endpoint, await call(endpoint, await ours.tokenFor(ours.hostname)), "forbidden");
  });

  it("shows other users nothing of ours, and lets them change nothing", async () => {
    const theirs = await createFixture(ours.ctx);
    const before = await snapshot(ours);
    const answer = await callAs(endpoint, endpoint.caller === "staff" ? ours.owner : theirs.owner);
    if (endpoint.caller === "staff") expectRefusal(endpoint, answer, "not_found");
    else if (namesOurObjects(endpoint)) expectRefusal(endpoint, answer, "not_found");
    expect(answer.status).toBeLessThan(500);
    expect(JSON.stringify(answer.json)).not.toContain(ours.owner.email);
    expect(await snapshot(ours)).toEqual(before);
  });
});

describe.each(guarded.filter(([, { caller }]) => caller !== "staff"))("%s", (_name, endpoint) => {
  it("answers reads of support staff who view a company, records them in its log, and refuses every change", async () => {
    const viewer = await ours.viewer();
    const before = await snapshot(ours);
    const answer = await callAs(endpoint, viewer);
    if (endpoint.method !== "GET") {
      expect(answer.json.error, JSON.stringify(answer.json)).toMatchObject({ code: "forbidden" });
      expect(await snapshot(ours)).toEqual(before);
      return;
    }
    expect(answer.status, JSON.stringify(answer.json)).toBe(200);
    const views = await database.prisma.auditEntry.findMany({
      where: { tenantId: ours.ctx.tenantId, action: "support.viewed", actor: `staff:${viewer.userId}` },
    });
    // A user's own session does not belong to the company.
    expect(views).toHaveLength(endpoint.caller ? 0 : 1);
  });
});

describe.each(keyed)("%s", (_name, endpoint) => {
  it("allows members what their role allows, and staff without a company nothing", async () => {
    await ownFixture();
    world.publish(challenge.name(ours.hostname), "TXT", [await challengeOf(ours)]);
    const answer = await callAs(endpoint, ours.member);
    const isAllowed = scopesOfRole.member.some((scope) => scope === endpoint.scope);
    if (isAllowed) expect([401, 403], JSON.stringify(answer.json)).not.toContain(answer.status);
    else expectRefusal(endpoint, answer, "forbidden");
    expectRefusal(endpoint, await callAs(endpoint, ours.staff), "forbidden");
  });

  it("shows users of another tenant nothing, and lets them change nothing", async () => {
    const before = await snapshot(ours);
    const answer = await callAs(endpoint, others.owner);
    if (namesOurObjects(endpoint)) expectRefusal(endpoint, answer, "not_found");
    expect(answer.status).toBeLessThan(500);
    expect(JSON.stringify(answer.json)).not.toContain(ours.hostname);
    expect(await snapshot(ours)).toEqual(before);
  });

  it("refuses callers without a key, with an invented one, and with a revoked one", async () => {
    expectRefusal(endpoint, await call(endpoint, null), "unauthorized");
    expectRefusal(endpoint, await call(endpoint, "sk_live_madeup"), "unauthorized");
    const revoked = await ours.keyWith(scopes);
    await database.prisma.apiKey.update({
      where: { secretHash: hashSecret(revoked) },
      data: { revokedAt: world.service.now() },
    });
    expectRefusal(endpoint, await call(endpoint, revoked), "unauthorized");
  });

  it("refuses a key with every scope except its own", async () => {
    const others = scopes.filter((scope) => scope !== endpoint.scope);
    expectRefusal(endpoint, await call(endpoint, await ours.keyWith(others)), "forbidden");
  });

  it("shows another tenant nothing, and lets it change nothing", async () => {
    const before = await snapshot(ours);
    const answer = await callEndpoint(endpoint, exampleInput(endpoint, ours.ids), { secret: others.fullKey });
    if (namesOurObjects(endpoint)) expectRefusal(endpoint, answer, "not_found");
    else expect(JSON.stringify(answer.json)).not.toContain(ours.hostname);
    expect(answer.status).toBeLessThan(500);
    expect(await snapshot(ours)).toEqual(before);
  });

  it("shows a key of the test environment nothing of the live one", async () => {
    await ownFixture();
    const answer = await call(endpoint, await ours.testKey());
    // Users belong to the whole tenant: a test key can only read its name.
    if (endpoint.tag === "team" && endpoint.id !== "getTenant") expectRefusal(endpoint, answer, "forbidden");
    else if (namesOurObjects(endpoint)) expectRefusal(endpoint, answer, "not_found");
    else if (!/AuditLog|Application|changePlan|Subscription|getTenant/i.test(endpoint.id)) expectNoLeak(answer);
    expect(answer.status).toBeLessThan(500);
    expect(JSON.stringify(answer.json)).not.toContain(ours.hostname);
  });

  it("shows a token of another hostname nothing", async () => {
    const answer = await call(endpoint, await ours.tokenFor("elsewhere.example.com"));
    if (!endpoint.widget) expectRefusal(endpoint, answer, "forbidden");
    else if (pathParameters(endpoint).length > 0) expectRefusal(endpoint, answer, "not_found");
    else if (endpoint.method === "POST") expectRefusal(endpoint, answer, "forbidden");
    else expectNoLeak(answer);
  });

  it("ends with its token", async () => {
    const token = await ours.tokenFor(ours.hostname);
    world.advance(60 * 60_000 + 1_000);
    const answer = await call(endpoint, token);
    expect([answer.status, answer.json.error.code]).toEqual([401, "token_expired"]);
  });
});

/** Whether the example needs existing objects: in the path, or as the application in which an object is created. */
function namesOurObjects(endpoint: Endpoint): boolean {
  if (pathParameters(endpoint).length > 0) return true;
  const { application_id: application, tenant_id: tenant } = exampleInput(endpoint, new Map());
  return endpoint.method === "POST" && (application === exampleIds.application || tenant === exampleIds.tenant);
}

async function challengeOf({ ids }: Fixture): Promise<string> {
  const id = ids.get(exampleIds.connection) ?? "";
  return (await database.prisma.connection.findUniqueOrThrow({ where: { id } })).challengeValue;
}

/** Everything of a tenant that another caller could have changed. */
async function snapshot({ ctx }: Fixture): Promise<unknown> {
  const where = { tenantId: ctx.tenantId };
  const { prisma } = database;
  return Promise.all([
    prisma.application.findMany({ where, orderBy: { id: "asc" } }),
    prisma.apiKey.findMany({ where, orderBy: { id: "asc" } }),
    prisma.connection.findMany({ where, orderBy: { id: "asc" } }),
    prisma.tenant.findUnique({ where: { id: ctx.tenantId } }),
    prisma.membership.findMany({ where, orderBy: { userId: "asc" } }),
    prisma.invitation.findMany({ where, orderBy: { id: "asc" } }),
    prisma.user.findMany({ where: { memberships: { some: where } }, orderBy: { id: "asc" } }),
    prisma.userSession.findMany({ where: { user: { memberships: { some: where } } }, orderBy: { id: "asc" } }),
    prisma.webhookEndpoint.findMany({ where, orderBy: { id: "asc" } }),
    prisma.webhookDelivery.findMany({ where, orderBy: { id: "asc" } }),
    prisma.auditEntry.count({ where }),
  ]);
}
