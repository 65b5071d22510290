import { beforeAll, expect, it } from "vitest";
import { createKey } from "@/lib/accounts/applications/create-key";
import { createKeyEndpoint } from "@/lib/api/endpoints/applications";
import {
  createConnectionEndpoint,
  listConnectionsEndpoint,
  verifyConnectionEndpoint,
} from "@/lib/api/endpoints/connections";
import { handle } from "@/lib/api/handle";
import { createConnection } from "@/lib/connections/create-connection";
import { listConnections } from "@/lib/connections/list-connections";
import { verifyConnection } from "@/lib/diagnosis/verify-connection";
import { challenge } from "@/lib/dns/records/challenge";
import { Refusal } from "@/lib/kernel/errors";
import { scopes } from "@/lib/kernel/scopes";
import { sweepIdempotencyKeys } from "@/lib/platform/idempotency/sweep-idempotency-keys";
import { onBehalfOf } from "@/lib/platform/ports/context";
import { createTestTenant, type TestTenant } from "@/lib/runtime/testing/context";
import { callRoute, type TestRoute } from "@/lib/runtime/testing/runtime";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { database, world, tenant } = setUpWorld({ per: "file", tenants: { environment: "test" } });
let secret: string;

const routes = {
  create: handle(createConnectionEndpoint, createConnection),
  list: handle(listConnectionsEndpoint, listConnections),
  verify: handle(verifyConnectionEndpoint, verifyConnection),
  createKey: handle(createKeyEndpoint, createKey),
};

beforeAll(async () => {
  secret = await mint(tenant);
});

async function mint({ ctx, tenantId, applicationId }: TestTenant): Promise<string> {
  const admin = onBehalfOf(ctx, tenantId, { kind: "admin" });
  return (await createKey(admin, { id: applicationId, name: "k", scopes: [...scopes] })).secret;
}

const post = (route: TestRoute, key: string, body: unknown, params: Record<string, string> = {}, bearer = secret) =>
  callRoute(route, bearer, { method: "POST", body, params, headers: { "idempotency-key": key } });
const named = (hostname: string) => ({ application_id: tenant.applicationId, hostname });
const countOf = (hostname: string) => database.prisma.connection.count({ where: { hostname } });

it("does the work once and returns the same response again, whatever the order of the fields", async () => {
  const first = await post(routes.create, "once", named("once.acme.test"));
  const again = await post(routes.create, "once", {
    hostname: "once.acme.test",
    application_id: tenant.applicationId,
  });
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.json).toEqual(first.json);
  expect([first, again].map(({ headers }) => headers.get("idempotency-replayed"))).toEqual([null, "true"]);
  expect(await countOf("once.acme.test")).toBe(1);
});

it("refuses the key for another input, and for another endpoint", async () => {
  await post(routes.create, "other", named("other.acme.test"));
  const otherInput = await post(routes.create, "other", named("another.acme.test"));
  const otherEndpoint = await post(
    routes.createKey,
    "other",
    { name: "x", scopes: ["usage:read"] },
    { id: tenant.applicationId },
  );
  expect([otherInput, otherEndpoint].map(({ status, json }) => [status, json.error.code])).toEqual([
    [409, "idempotency_conflict"],
    [409, "idempotency_conflict"],
  ]);
  expect(await countOf("another.acme.test")).toBe(0);
});

it("lets one of many concurrent requests do the work, and gives all of them its response", async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => post(routes.create, "duplicates", named("duplicates.acme.test"))),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 201));
  expect(new Set(answers.map(({ json }) => json.id)).size).toBe(1);
  expect(answers.filter(({ headers }) => headers.get("idempotency-replayed") === null)).toHaveLength(1);
  expect(await countOf("duplicates.acme.test")).toBe(1);
});

it("stores no refusal: a retry may succeed", async () => {
  const before = await post(routes.create, "retry", named("once.acme.test"));
  expect(before.json.error.code).toBe("HostnameConflict");
  await database.prisma.connection.updateMany({ where: { hostname: "once.acme.test" }, data: { state: "archived" } });
  const after = await post(routes.create, "retry", named("once.acme.test"));
  expect(after.status).toBe(201);
});

it("commits the key with the work or not at all", async () => {
  const broken = handle(createConnectionEndpoint, async (ctx, input) => {
    const made = await createConnection(
      {
        ...ctx,
        idempotency: {
          claim: async (tx) => ctx.idempotency?.claim(tx),
          save: async () => {
            throw new Refusal("unavailable", "the response could not be stored");
          },
        },
      },
      input,
    );
    return made;
  });
  expect((await post(broken, "atomic", named("atomic.acme.test"))).status).toBe(503);
  expect(await countOf("atomic.acme.test")).toBe(0);
  expect((await post(routes.create, "atomic", named("atomic.acme.test"))).status).toBe(201);
});

it("replays verbs that do not work in one transaction, too", async () => {
  const made = await post(routes.create, "to verify", named("x.acme.test"));
  expect([made.status, made.json.error.param]).toEqual([400, "Idempotency-Key"]);
  const connection = (await post(routes.create, "to-verify", named("verify.acme.test"))).json;
  world.publish(challenge.name("verify.acme.test"), "TXT", [connection.ownership_challenge.value]);
  const first = await post(routes.verify, "verify", {}, { id: connection.id });
  const again = await post(routes.verify, "verify", {}, { id: connection.id });
  expect([first.status, first.json.ownership]).toEqual([200, "ok"]);
  expect([again.json, again.headers.get("idempotency-replayed")]).toEqual([first.json, "true"]);
});

it("never stores a secret in clear, and shows it again to the same caller", async () => {
  const body = { name: "sealed", scopes: ["usage:read"] };
  const first = await post(routes.createKey, "sealed", body, { id: tenant.applicationId });
  const again = await post(routes.createKey, "sealed", body, { id: tenant.applicationId });
  expect(again.json.secret).toBe(first.json.secret);
  const row = await database.prisma.idempotencyKey.findFirstOrThrow({ where: { key: "sealed" } });
  expect(Buffer.from(row.answer ?? []).includes(first.json.secret)).toBe(false);
});

it("is the caller's own: another key of the tenant and another tenant have keys of their own", async () => {
  await post(routes.create, "mine", named("mine.acme.test"));
  const otherKey = await post(routes.create, "mine", named("mine.acme.test"), {}, await mint(tenant));
  expect(otherKey.json.error.code).toBe("HostnameConflict");
  const other = await createTestTenant(world.service, { environment: "test" });
  const body = { application_id: other.applicationId, hostname: "mine.acme.test" };
  const theirs = await post(routes.create, "mine", body, {}, await mint(other));
  expect(theirs.status).toBe(201);
  expect(theirs.headers.get("idempotency-replayed")).toBeNull();
});

it("drops a response after 24 hours, and sweeps it", async () => {
  await post(routes.create, "old", named("old.acme.test"));
  world.advance(24 * 3_600_000 - 1);
  expect((await post(routes.create, "old", named("old.acme.test"))).status).toBe(201);
  world.advance(1);
  expect((await post(routes.create, "old", named("old.acme.test"))).json.error.code).toBe("HostnameConflict");
  expect(await sweepIdempotencyKeys(world.service)).toBeGreaterThan(0);
  expect(await database.prisma.idempotencyKey.count({ where: { key: "old" } })).toBe(0);
});

it("reads the header of POST only", async () => {
  const read = () => callRoute(routes.list, secret, { headers: { "idempotency-key": "list" } });
  expect([(await read()).status, (await read()).headers.get("idempotency-replayed")]).toEqual([200, null]);
});
