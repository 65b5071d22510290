import { beforeEach, expect, it } from "vitest";
import { createKey } from "@/lib/accounts/applications/create-key";
import { createConnectionEndpoint, listConnectionsEndpoint } from "@/lib/api/endpoints/connections";
import { handle } from "@/lib/api/handle";
import { createConnection } from "@/lib/connections/create-connection";
import { listConnections } from "@/lib/connections/list-connections";
import { scopes } from "@/lib/kernel/scopes";
import { onBehalfOf } from "@/lib/platform/ports/context";
import { answerApi } from "@/lib/runtime/testing/answer-api";
import { callRoute, installTestRuntime } from "@/lib/runtime/testing/runtime";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { database, service, tenant } = setUpWorld({
  per: "file",
  tenants: { environment: "test" },
  ports: () => ({ log: { debug() {}, info: note, warn: note, error: note } }),
});
let lines: { requestId: string; message: string }[];

const list = handle(listConnectionsEndpoint, listConnections);
const create = handle(createConnectionEndpoint, createConnection);

const note = (fields: unknown, message?: string) => {
  lines.push({ requestId: (fields as { requestId: string }).requestId, message: message ?? "" });
};
beforeEach(() => {
  lines = [];
  installTestRuntime(service);
});

async function mint(): Promise<string> {
  const admin = onBehalfOf(service, tenant.tenantId, { kind: "admin" });
  return (await createKey(admin, { id: tenant.applicationId, name: "k", scopes: [...scopes] })).secret;
}

it("gives each request an id: in the header, in the error, and in the log", async () => {
  const answer = await callRoute(list, await mint(), { query: "?limit=1000" });
  const id = answer.json.error.request_id;
  expect(answer.headers.get("x-request-id")).toBe(id);
  expect(lines.map(({ requestId }) => requestId)).toEqual([id]);
});

it("logs the cause of a fault under the id, and says nothing of it to the caller", async () => {
  const faulty = handle(listConnectionsEndpoint, async () => {
    throw new Error("the password is hunter2");
  });
  const { status, json } = await callRoute(faulty, await mint());
  expect([status, json.error.code]).toEqual([500, "internal"]);
  expect(JSON.stringify(json)).not.toContain("hunter2");
  expect(lines.filter(({ message }) => message === "request failed").map(({ requestId }) => requestId)).toEqual([
    json.error.request_id,
  ]);
});

it("counts the requests of each key within a minute, says what is left, and then answers 429", async () => {
  installTestRuntime(service, { apiRateLimit: 3 });
  const [key, another] = [await mint(), await mint()];
  const answers = [];
  for (let request = 0; request < 4; request += 1) answers.push(await callRoute(list, key));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
  expect(answers.map(({ headers }) => headers.get("ratelimit-remaining"))).toEqual(["2", "1", "0", "0"]);
  expect(answers.every(({ headers }) => headers.get("ratelimit-limit") === "3")).toBe(true);
  const refused = answers[3];
  const wait = Number(refused?.headers.get("retry-after"));
  expect(wait).toBeGreaterThanOrEqual(1);
  expect(wait).toBeLessThanOrEqual(60);
  expect(refused?.json.error).toMatchObject({ code: "rate_limited", details: { retry_after_seconds: wait } });
  expect((await callRoute(list, another)).status).toBe(200);
});

it("counts a request that lacks the scope, but does nothing for one over the limit", async () => {
  installTestRuntime(service, { apiRateLimit: 1 });
  const key = await mint();
  expect((await callRoute(list, key)).status).toBe(200);
  const body = { application_id: tenant.applicationId, hostname: "over.acme.test" };
  expect((await callRoute(create, key, { body })).status).toBe(429);
  expect(await database.prisma.connection.count({ where: { hostname: "over.acme.test" } })).toBe(0);
});

it("pages by a cursor that stays what it was while rows are added", async () => {
  const key = await mint();
  const add = (name: string) =>
    callRoute(create, key, { body: { application_id: tenant.applicationId, hostname: `${name}.page.acme.test` } });
  for (const name of ["a", "b", "c", "d", "e"]) await add(name);
  const seen: string[] = [];
  let cursor = "";
  for (let page = 0; page < 5 && (page === 0 || cursor !== ""); page += 1) {
    const { json } = await callRoute(list, key, {
      query: `?limit=2&q=page.acme${cursor === "" ? "" : `&cursor=${cursor}`}`,
    });
    seen.push(...json.data.map(({ hostname }: { hostname: string }) => hostname[0]));
    cursor = json.next_cursor ?? "";
    await add(`later${page}`);
  }
  expect(seen).toEqual(["e", "d", "c", "b", "a"]);
  const foreign = await callRoute(list, key, { query: "?cursor=bm9uc2Vuc2U" });
  expect([foreign.status, foreign.json.error.param]).toEqual([400, "cursor"]);
});

it("refuses query fields that do not exist, by name", async () => {
  const { status, json } = await callRoute(list, await mint(), { query: "?hostnmae=a" });
  expect([status, json.error.param]).toEqual([400, "hostnmae"]);
});

it("answers with the envelope where no endpoint is", async () => {
  const { status, headers, json } = await callRoute(answerApi, null);
  expect([status, json.error.code, json.error.doc_url]).toEqual([
    404,
    "not_found",
    expect.stringMatching(/#not_found$/),
  ]);
  expect(json.error.message).toContain("GET /v1/x");
  expect(headers.get("x-request-id")).toBe(json.error.request_id);
});

it("takes the caller's address from our own proxy, not from what the caller wrote before it", async () => {
  let ip: string | null | undefined;
  const route = handle(listConnectionsEndpoint, async (ctx, input) => {
    ip = ctx.caller?.ip;
    return listConnections(ctx, input);
  });
  await callRoute(route, await mint(), { headers: { "x-forwarded-for": "6.6.6.6, 203.0.113.7" } });
  expect(ip).toBe("203.0.113.7");
});
