import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createKey } from "@/lib/accounts/applications/create-key";
import { revokeKey } from "@/lib/accounts/applications/revoke-key";
import { createToken } from "@/lib/accounts/tokens/create-token";
import { createKeyEndpoint } from "@/lib/api/endpoints/applications";
import {
  createConnectionEndpoint,
  createConnectionsEndpoint,
  listConnectionsEndpoint,
  verifyConnectionEndpoint,
} from "@/lib/api/endpoints/connections";
import { createShareLinkEndpoint } from "@/lib/api/endpoints/diagnosis";
import { endpoints } from "@/lib/api/endpoints/registry";
import { createTokenEndpoint } from "@/lib/api/endpoints/tokens";
import { createWebhookEndpointEndpoint, rotateWebhookSecretEndpoint } from "@/lib/api/endpoints/webhooks";
import { handle } from "@/lib/api/handle";
import { storedSecrets } from "@/lib/api/stored-secrets";
import { createConnection } from "@/lib/connections/create-connection";
import { createConnections } from "@/lib/connections/create-connections";
import { listConnections } from "@/lib/connections/list-connections";
import { createShareLink } from "@/lib/diagnosis/create-share-link";
import { revokeShareLink } from "@/lib/diagnosis/revoke-share-link";
import { verifyConnection } from "@/lib/diagnosis/verify-connection";
import { challenge } from "@/lib/dns/records/challenge";
import { Refusal } from "@/lib/kernel/errors";
import { scopes } from "@/lib/kernel/scopes";
import { hasEffect } from "@/lib/platform/idempotency/has-effect";
import { maxStoredBytes } from "@/lib/platform/idempotency/run-once";
import { sweepIdempotencyKeys } from "@/lib/platform/idempotency/sweep-idempotency-keys";
import { onBehalfOf } from "@/lib/platform/ports/context";
import { createTestTenant, type TestTenant } from "@/lib/runtime/testing/context";
import { callRoute, type TestRoute } from "@/lib/runtime/testing/runtime";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";
import { createWebhookEndpoint } from "@/lib/webhooks/endpoints/create-webhook-endpoint";
import { deleteWebhookEndpoint } from "@/lib/webhooks/endpoints/delete-webhook-endpoint";
import { rotateWebhookSecret } from "@/lib/webhooks/endpoints/rotate-webhook-secret";

const { database, world, tenant } = setUpWorld({ per: "file", tenants: { environment: "test" } });
let secret: string;

const routes = {
  create: handle(createConnectionEndpoint, createConnection),
  list: handle(listConnectionsEndpoint, listConnections),
  verify: handle(verifyConnectionEndpoint, verifyConnection),
  createKey: handle(createKeyEndpoint, createKey),
  createMany: handle(createConnectionsEndpoint, createConnections),
  createHook: handle(createWebhookEndpointEndpoint, createWebhookEndpoint),
  rotate: handle(rotateWebhookSecretEndpoint, rotateWebhookSecret),
  createToken: handle(createTokenEndpoint, createToken),
  createShare: handle(createShareLinkEndpoint, createShareLink),
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
          key: "atomic",
          claim: async (tx) => (await ctx.idempotency?.claim(tx)) ?? null,
          release: async (tx) => ctx.idempotency?.release(tx),
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

const usage = async (tenantId = tenant.tenantId) =>
  Number((await database.prisma.idempotencyUsage.findUnique({ where: { tenantId } }))?.bytes ?? 0);
const rowsOf = async (tenantId = tenant.tenantId) =>
  (await database.prisma.idempotencyKey.findMany({ where: { tenantId } })).reduce((sum, { bytes }) => sum + bytes, 0);
const batch = (hostnames: string[]) => ({
  application_id: tenant.applicationId,
  items: hostnames.map((hostname) => ({ hostname })),
});

it("stores nothing for an answer without effect, and does the work again under the same key", async () => {
  const refused = Array.from({ length: 480 }, (_, index) => `not a name ${index}`);
  const before = await usage();
  for (let round = 0; round < 2; round += 1) {
    const answer = await post(routes.createMany, "all-refused", batch(refused));
    expect([answer.status, answer.json.refused, answer.headers.get("idempotency-replayed")]).toEqual([200, 480, null]);
  }
  expect(await database.prisma.idempotencyKey.count({ where: { key: "all-refused" } })).toBe(0);
  expect(await usage()).toBe(before);
  const some = await post(routes.createMany, "all-refused", batch([...refused.slice(1), "some.acme.test"]));
  expect(some.json.created).toBe(1);
  const again = await post(routes.createMany, "all-refused", batch([...refused.slice(1), "some.acme.test"]));
  expect([again.headers.get("idempotency-replayed"), again.json]).toEqual(["true", some.json]);
});

it("lets concurrent requests whose answers have no effect each do the work", async () => {
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => post(routes.createMany, "refused-at-once", batch(["not a name"]))),
  );
  expect(answers.map(({ json }) => json.refused)).toEqual(Array(8).fill(1));
  expect(await database.prisma.idempotencyKey.count({ where: { key: "refused-at-once" } })).toBe(0);
});

it("stores a large answer compressed: less than a tenth", async () => {
  const names = Array.from({ length: 479 }, (_, index) => `not a name ${index}`);
  const answer = await post(routes.createMany, "large", batch([...names, "large.acme.test"]));
  const text = JSON.stringify(answer.json);
  const row = await database.prisma.idempotencyKey.findFirstOrThrow({ where: { key: "large" } });
  console.info(`a response of ${text.length} bytes is stored in ${row.bytes}`);
  expect(row.bytes).toBeLessThan(text.length / 10);
  expect(row.bytes).toBeGreaterThan(row.answer?.byteLength ?? 0);
});

it("counts what a tenant's responses take, also of concurrent requests, until they are swept", async () => {
  await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      post(routes.create, `counted-${index}`, named(`counted${index}.acme.test`)),
    ),
  );
  expect(await usage()).toBe(await rowsOf());
  world.advance(24 * 3_600_000);
  // A key that is used again after its day replaces what it counted for.
  const [connection] = await database.prisma.connection.findMany({ where: { hostname: "counted0.acme.test" } });
  const verified = await post(routes.verify, "counted-0", {}, { id: connection?.id ?? "" });
  expect(verified.json.error?.code).toBe("ownership_not_found");
  await post(routes.create, "counted-1", named("counted-again.acme.test"));
  expect(await usage()).toBe(await rowsOf());
  await sweepIdempotencyKeys(world.service);
  expect(await usage()).toBe(await rowsOf());
  world.advance(24 * 3_600_000);
  await sweepIdempotencyKeys(world.service);
  expect([await usage(), await rowsOf()]).toEqual([0, 0]);
});

it("refuses a key before any work where a tenant's responses take too much, and still replays; others are not affected", async () => {
  const first = await post(routes.create, "full-0", named("full0.acme.test"));
  const { tenantId } = tenant;
  await database.prisma.idempotencyUsage.update({ where: { tenantId }, data: { bytes: maxStoredBytes } });
  const over = await post(routes.create, "full-1", named("full1.acme.test"));
  expect([over.status, over.json.error.code, over.json.error.details.retry_after_seconds]).toEqual([
    429,
    "rate_limited",
    3_600,
  ]);
  expect(over.json.error.message).toContain("take 64 MB");
  expect(await countOf("full1.acme.test")).toBe(0);
  expect((await post(routes.create, "full-0", named("full0.acme.test"))).json).toEqual(first.json);
  const unkeyed = await callRoute(routes.create, secret, { method: "POST", body: named("full1.acme.test") });
  expect(unkeyed.status).toBe(201);
  const other = await createTestTenant(world.service, { environment: "test" });
  const theirs = { application_id: other.applicationId, hostname: "full2.acme.test" };
  expect((await post(routes.create, "full-2", theirs, {}, await mint(other))).status).toBe(201);
  await database.prisma.idempotencyUsage.update({ where: { tenantId }, data: { bytes: await rowsOf() } });
});

it("reads responses of before they were compressed", async () => {
  const made = await post(routes.create, "plain", named("plain.acme.test"));
  const answer = world.service.encryptor.encrypt(JSON.stringify(made.json));
  await database.prisma.idempotencyKey.updateMany({ where: { key: "plain" }, data: { answer } });
  expect((await post(routes.create, "plain", named("plain.acme.test"))).json).toEqual(made.json);
});

describe("a response with a secret", () => {
  const app = () => ({ id: tenant.applicationId });
  const keyBody = { name: "k", scopes: ["usage:read"] };
  const hookBody = { url: "https://hooks.example.net/x", environment: "test" };
  const gone = (answer: { status: number; json: { error?: { code: string; message: string } } }) => {
    expect([answer.status, answer.json.error?.code]).toEqual([409, "idempotency_conflict"]);
    expect(answer.json.error?.message).toContain("no longer valid");
    expect(JSON.stringify(answer.json)).not.toMatch(/sk_test_|whsec_|eyJ/);
  };

  it("is not shown again after its key was revoked, and no other key is created", async () => {
    const make = () => post(routes.createKey, "revoked", keyBody, app());
    const made = (await make()).json;
    expect((await make()).json.secret).toBe(made.secret);
    const count = () => database.prisma.apiKey.count({ where: { tenantId: tenant.tenantId } });
    const before = await count();
    await revokeKey(tenant.ctx, { id: tenant.applicationId, keyId: made.id });
    gone(await make());
    expect(await count()).toBe(before);
  });

  it("is not shown again after its signing secret was replaced and no longer signs, nor after the endpoint was deleted", async () => {
    const make = () => post(routes.createHook, "hook", hookBody);
    const made = (await make()).json;
    const rotate = (key: string, overlap_hours: number) => post(routes.rotate, key, { overlap_hours }, { id: made.id });
    const first = (await rotate("rotate-1", 1)).json;
    expect((await make()).json.signing_secret).toBe(made.signing_secret);
    world.advance(3_600_001);
    gone(await make());
    expect((await rotate("rotate-1", 1)).json.signing_secret).toBe(first.signing_secret);
    await rotate("rotate-2", 0);
    gone(await rotate("rotate-1", 1));
    await deleteWebhookEndpoint(tenant.ctx, { id: made.id });
    gone(await rotate("rotate-2", 0));
  });

  it("is not shown again after its widget token has expired, nor after its share link was revoked", async () => {
    const token = () => post(routes.createToken, "token", { application_id: tenant.applicationId });
    expect((await token()).json.auth_token).toBe((await token()).json.auth_token);
    world.advance(3_600_001);
    gone(await token());
    const connection = (await post(routes.create, "shared", named("shared.acme.test"))).json;
    const share = () => post(routes.createShare, "share", {}, { id: connection.id });
    const link = (await share()).json;
    expect((await share()).json).toEqual(link);
    await revokeShareLink(tenant.ctx, { id: connection.id, linkId: link.id });
    gone(await share());
  });

  it("is of an endpoint that knows whether its secret is still valid", () => {
    const secretive = endpoints.filter(({ method, output }) => {
      const names = JSON.stringify(z.toJSONSchema(output, { unrepresentable: "any", io: "input" }));
      // The URL of a share link is a secret: where there is one, there is when it was opened.
      return method === "POST" && /"(?:secret|token|applyUrl|firstOpenedAt|[a-z]+(?:Secret|Token))":\{/.test(names);
    });
    expect(secretive.map(({ id }) => id).sort()).toEqual(Object.keys(storedSecrets).sort());
  });
});

it("knows the results of every bulk endpoint: each item has a status, and one of them is refused", () => {
  const bulk = endpoints.filter(
    ({ method, output }) => method === "POST" && output instanceof z.ZodObject && "results" in output.shape,
  );
  expect(bulk.length).toBeGreaterThan(2);
  for (const { output } of bulk) {
    expect(JSON.stringify(z.toJSONSchema(output, { unrepresentable: "any" }))).toMatch(
      /"status":\{"type":"string","enum":\[[^\]]*"refused"/,
    );
  }
  expect(hasEffect({ results: [{ status: "refused" }, { status: "refused" }] })).toBe(false);
  expect(hasEffect({ results: [{ status: "refused" }, { status: "queued" }] })).toBe(true);
  expect([hasEffect({ id: "x" }), hasEffect([]), hasEffect(null), hasEffect("refused")]).toEqual([
    true,
    true,
    true,
    true,
  ]);
});
