import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Access, accessOf, type CallerId, callerIds, callers } from "@/e2e/contract/access";
import { callEndpoint, type EndpointCall, exampleInput } from "@/e2e/contract/call-endpoint";
import { contractService, createFixture, type Fixture } from "@/e2e/contract/fixture";
import { snapshot } from "@/e2e/contract/snapshot";
import { removeMember } from "@/lib/accounts/tenants/remove-member";
import { type Endpoint, errorsOf } from "@/lib/api/endpoints/endpoint";
import { exampleIds } from "@/lib/api/endpoints/examples";
import { endpoints } from "@/lib/api/endpoints/registry";
import { errorStatus } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { scopes } from "@/lib/kernel/scopes";
import { hashSecret } from "@/lib/platform/crypto/hash-secret";
import { createWorld, type TestWorld } from "@/lib/runtime/testing/context";
import { installTestRuntime } from "@/lib/runtime/testing/runtime";
import { setUpDatabase } from "@/lib/runtime/testing/set-up-database";

// Every endpoint with every kind of caller: what `accessOf` says, and nothing of another tenant. docs/access.md is the
// same table.
const database = setUpDatabase();
const hourMs = 3_600_000;
let world: TestWorld;
let ours: Fixture;
let credentials: Record<CallerId, EndpointCall>;
/** Words that an answer to another tenant's callers must not contain. */
let wordsOfOurs: string[];

beforeAll(async () => {
  world = createWorld(database);
  const service = contractService(world.service);
  ours = await createFixture(service);
  const others = await createFixture(service);
  const expiredToken = await ours.tokenFor(ours.hostname);
  world.advance(hourMs + 1_000);
  credentials = await createCredentials(ours, others, expiredToken);
  const ids = [...ours.ids.values()].filter(isLong);
  wordsOfOurs = [ours.hostname, ours.owner.email, ours.member.email, ...ids];
});
beforeEach(() => installTestRuntime(contractService(world.service)));

async function createCredentials(
  ours: Fixture,
  others: Fixture,
  expiredToken: string,
): Promise<Record<CallerId, EndpointCall>> {
  const { prisma } = database;
  const revokedKey = await ours.keyWith(scopes);
  const revokedAt = world.service.now();
  await prisma.apiKey.update({ where: { secretHash: hashSecret(revokedKey) }, data: { revokedAt } });
  const signedOut = await ours.personWith("owner");
  await prisma.userSession.updateMany({ where: { userId: signedOut.userId }, data: { revokedAt } });
  const removed = await ours.personWith("admin");
  await removeMember(ours.ctx, { userId: removed.userId });
  return {
    anonymous: { secret: null },
    inventedKey: { secret: "sk_live_madeup" },
    revokedKey: { secret: revokedKey },
    endedSession: { headers: signedOut.headers },
    expiredToken: { secret: expiredToken },
    fullKey: { secret: ours.fullKey },
    connectionsReadKey: { secret: await ours.keyWith(["connections:read"]) },
    connectionsWriteKey: { secret: await ours.keyWith(["connections:write"]) },
    appsAdminKey: { secret: await ours.keyWith(["apps:admin"]) },
    webhooksWriteKey: { secret: await ours.keyWith(["webhooks:write"]) },
    usageReadKey: { secret: await ours.keyWith(["usage:read"]) },
    testKey: { secret: await ours.testKey() },
    otherKey: { secret: others.fullKey },
    token: { secret: await ours.tokenFor() },
    boundToken: { secret: await ours.tokenFor(ours.hostname) },
    otherHostnameToken: { secret: await ours.tokenFor("elsewhere.example.com") },
    otherToken: { secret: await others.tokenFor() },
    owner: { headers: ours.owner.headers },
    admin: { headers: (await ours.personWith("admin")).headers },
    member: { headers: ours.member.headers },
    otherOwner: { headers: others.owner.headers },
    otherMember: { headers: others.member.headers },
    nobody: { headers: (await ours.personWith(null)).headers },
    removedMember: { headers: removed.headers },
    staff: { headers: ours.staff.headers },
    viewer: { headers: (await ours.viewer()).headers },
  };
}

type Answer = Awaited<ReturnType<typeof callEndpoint>>;

/** Those of another tenant, or of none. */
const outsiders = callerIds.filter((id) => {
  const caller = callers[id];
  return "side" in caller && caller.side !== "ours" && caller.kind !== "staff";
});
/** Of the tenant, but for the other environment or for another hostname. */
const confined = ["testKey", "otherHostnameToken"] as const;

describe.each(endpoints.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
  "%s",
  (_name, endpoint) => {
    it("answers every caller as the table says", async () => {
      const wrong: unknown[] = [];
      for (const id of callerIds) {
        const answer = await ask(endpoint, id, ours.ids);
        const expected = accessOf(endpoint, id);
        const problem = problemOf(endpoint, id, expected, answer);
        if (problem) wrong.push({ caller: id, expected, problem, status: answer.status, body: answer.json });
      }
      expect(wrong).toEqual([]);
    });

    it("shows callers from outside nothing, lets them change nothing, and does not say what exists", async () => {
      const absent = new Map([...ours.ids].map(([example, id]) => [example, absentLike(id)]));
      const sent = JSON.stringify(exampleInput(endpoint, ours.ids));
      const namesOurs = sent !== JSON.stringify(exampleInput(endpoint, new Map()));
      const before = await snapshot(ours);
      for (const id of [...outsiders, ...confined]) {
        if (accessOf(endpoint, id) === "yes") continue;
        const answer = await ask(endpoint, id, ours.ids);
        const text = JSON.stringify(answer.json);
        const words = wordsOfOurs.filter((word) => outsiders.includes(id) || !isShared(endpoint, word));
        expect(
          words.filter((word) => !sent.includes(word) && text.includes(word)),
          id,
        ).toEqual([]);
        if (namesOurs)
          expect(comparable(answer, ours.ids), id).toEqual(comparable(await ask(endpoint, id, absent), absent));
      }
      expect(await snapshot(ours)).toEqual(before);
    });
  },
);

/**
 * Calls with the endpoint's example. A change that the table allows to somebody of the tenant itself is sent with a field
 * that does not exist: it passes every check of the caller, and is then refused as invalid, so that objects stay as they are.
 */
function ask(endpoint: Endpoint, id: CallerId, ids: ReadonlyMap<string, string>): Promise<Answer> {
  const input = exampleInput(endpoint, ids);
  return callEndpoint(endpoint, isProbe(endpoint, id) ? { ...input, no_such_field: "x" } : input, credentials[id]);
}

function isProbe(endpoint: Endpoint, id: CallerId): boolean {
  const access = accessOf(endpoint, id);
  return endpoint.method !== "GET" && (access === "yes" || access === "own") && !outsiders.includes(id);
}

function problemOf(endpoint: Endpoint, id: CallerId, expected: Access, answer: Answer): string | null {
  const { status, json } = answer;
  const code = json?.error?.code;
  if (expected !== "yes" && expected !== "own") {
    if (code !== expected || status !== errorStatus[expected]) return `refused with ${code}`;
    return errorsOf(endpoint).includes(expected) || expected === "token_expired"
      ? null
      : `${expected} is not documented`;
  }
  if (isProbe(endpoint, id)) return code === "invalid" ? null : "not refused as invalid";
  // What outsiders do to their own account or tenant may be refused for its own reasons.
  if (endpoint.method !== "GET") return status < 500 && status !== 401 && status !== 403 ? null : "not allowed";
  return status === endpoint.status ? null : "not answered";
}

/**
 * What a tenant's own callers see in both environments: its id, and the audit log, which names every object by its id. And
 * what every token of an application sees: the application's id.
 */
function isShared({ id }: Endpoint, word: string): boolean {
  if (id === "getWidget" && word === ours.ids.get(exampleIds.application)) return true;
  return word === ours.ids.get(exampleIds.tenant) || (id === "listAuditLog" && word !== ours.hostname);
}

/** Not a job's number, which any text may contain. */
function isLong(id: string): boolean {
  return id.length > 12;
}

function absentLike(id: string): string {
  return /^\d+$/.test(id) ? "900000001" : newId(world.service.now());
}

/** The status and the body, without the ids that were sent and the request's own. */
function comparable({ status, json }: Answer, ids: ReadonlyMap<string, string>): unknown {
  let text = JSON.stringify(json, (key, value) => (key === "request_id" ? "" : value));
  for (const [example, id] of ids) if (isLong(id)) text = text.replaceAll(id, example);
  return { status, text };
}
