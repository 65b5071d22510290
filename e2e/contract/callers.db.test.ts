import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { accessOf } from "@/e2e/contract/access";
import { problemsOf } from "@/e2e/contract/answer-problems";
import { callEndpoint, exampleInput } from "@/e2e/contract/call-endpoint";
import {
  contractService,
  createFixture,
  delegateExamples,
  type Fixture,
  marker,
  type Person,
  prepare,
} from "@/e2e/contract/fixture";
import { snapshot } from "@/e2e/contract/snapshot";
import { startSession } from "@/lib/accounts/auth/start-session";
import { type Endpoint, errorsOf, isPublic, pathParameters } from "@/lib/api/endpoints/endpoint";
import { exampleIds } from "@/lib/api/endpoints/examples";
import { endpoints } from "@/lib/api/endpoints/registry";
import { inTransaction } from "@/lib/db/transaction";
import { challenge } from "@/lib/dns/records/challenge";
import { errorStatus } from "@/lib/kernel/errors";
import { scopes } from "@/lib/kernel/scopes";
import { createWorld, type TestWorld } from "@/lib/runtime/testing/context";
import { installTestRuntime } from "@/lib/runtime/testing/runtime";
import { cookieHeaders, testClient } from "@/lib/runtime/testing/sessions";
import { setUpDatabase } from "@/lib/runtime/testing/set-up-database";

// Every endpoint, generated from the registry: it does what its example says, and refuses other sites and ended sessions.
const database = setUpDatabase();
let world: TestWorld;
/** Shared by all tests that do not change it; the others start with `ownFixture`. */
let shared: Fixture;
let ours: Fixture;

beforeAll(async () => {
  shared = await createFixture(createWorld(database).service);
});
beforeEach(() => {
  world = createWorld(database);
  delegateExamples(world);
  installTestRuntime(contractService(world.service));
  ours = shared;
});

async function ownFixture(): Promise<void> {
  ours = await createFixture(contractService(world.service));
}

const named = endpoints.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const);
/** Endpoints for keys, and all that need credentials. */
const keyed = named.filter(([, { scope }]) => scope !== null);
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
    const isOfKeys = !endpoint.caller && endpoint.widget !== "only";
    const caller = isOfKeys ? { secret: key } : ours.callerOf(endpoint);
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

const viewed = guarded.filter(([, { widget, caller }]) => caller !== "staff" && widget !== "only");

describe.each(viewed)("%s", (_name, endpoint) => {
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

// Every other caller of each endpoint: access.db.test.ts, which does not carry out what members may change.
describe.each(keyed.filter(([, endpoint]) => endpoint.method !== "GET" && accessOf(endpoint, "member") === "yes"))(
  "%s",
  (_name, endpoint) => {
    it("lets members make the change", async () => {
      await ownFixture();
      world.publish(challenge.name(ours.hostname), "TXT", [await challengeOf(ours)]);
      const answer = await callAs(endpoint, ours.member);
      expect([401, 403], JSON.stringify(answer.json)).not.toContain(answer.status);
    });
  },
);

describe.each(keyed)("%s", (_name, endpoint) => {
  it("refuses a key with every scope except its own", async () => {
    const others = scopes.filter((scope) => scope !== endpoint.scope);
    expectRefusal(endpoint, await call(endpoint, await ours.keyWith(others)), "forbidden");
  });
});

async function challengeOf({ ids }: Fixture): Promise<string> {
  const id = ids.get(exampleIds.connection) ?? "";
  return (await database.prisma.connection.findUniqueOrThrow({ where: { id } })).challengeValue;
}
