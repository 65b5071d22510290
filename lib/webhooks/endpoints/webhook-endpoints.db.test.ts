import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createKey } from "@/lib/accounts/applications/create-key";
import { type Context, onBehalfOf } from "@/lib/platform/ports/context";
import {
  createTestService,
  createTestTenant,
  createWorld,
  type TestTenant,
  type TestWorld,
} from "@/lib/runtime/testing/context";
import { openTestDatabase } from "@/lib/runtime/testing/database";
import { installTestRuntime } from "@/lib/runtime/testing/runtime";
import {
  addConnection,
  addEndpoint,
  createReceivers,
  createWebhookTenant,
  deliverDue,
  happen,
  response,
  type TestReceivers,
} from "@/lib/runtime/testing/webhooks";
import { sendTestEvent } from "@/lib/webhooks/deliveries/send-test-event";
import { deleteWebhookEndpoint } from "@/lib/webhooks/endpoints/delete-webhook-endpoint";
import { getWebhookEndpoint } from "@/lib/webhooks/endpoints/get-webhook-endpoint";
import { listWebhookEndpoints } from "@/lib/webhooks/endpoints/list-webhook-endpoints";
import { rotateWebhookSecret } from "@/lib/webhooks/endpoints/rotate-webhook-secret";
import { updateWebhookEndpoint } from "@/lib/webhooks/endpoints/update-webhook-endpoint";

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let world: TestWorld;
let receivers: TestReceivers;
let service: TestWorld["service"];
let tenant: TestTenant;
let admin: Context;
let count = 0;

const hour = 3_600_000;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.prisma.job.deleteMany();
  count += 1;
  world = createWorld(database);
  receivers = createReceivers();
  service = createTestService(database, { ...world.service, outbound: receivers.outbound });
  tenant = await createWebhookTenant(service);
  admin = onBehalfOf(service, tenant.tenantId, { kind: "admin" });
});

const auditOf = async (targetId: string) =>
  (await database.prisma.auditEntry.findMany({ where: { targetId }, orderBy: { createdAt: "asc" } })).map(
    ({ action }) => action,
  );

it("shows the signing secret once: it is sealed in the database and absent from every later answer", async () => {
  const { signingSecret, ...created } = await addEndpoint(tenant.ctx, { eventTypes: ["ssl.issued", "ssl.issued"] });
  expect(signingSecret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(Buffer.from(signingSecret.slice(6), "base64")).toHaveLength(32);
  expect(created).toMatchObject({
    environment: "test",
    status: "enabled",
    eventTypes: ["ssl.issued"],
    description: "",
  });

  const row = await database.prisma.webhookEndpoint.findUniqueOrThrow({ where: { id: created.id } });
  expect(Buffer.from(row.secretSealed).includes(signingSecret)).toBe(false);
  expect(Buffer.from(row.secretSealed).includes(Buffer.from(signingSecret.slice(6), "base64"))).toBe(false);
  expect(service.encryptor.decrypt(row.secretSealed)).toBe(signingSecret);

  const later = [
    await getWebhookEndpoint(tenant.ctx, { id: created.id }),
    await listWebhookEndpoints(tenant.ctx, { limit: 20 }),
    await updateWebhookEndpoint(tenant.ctx, { id: created.id, description: "x" }),
    await sendTestEvent(tenant.ctx, { id: created.id }),
    (await rotateWebhookSecret(tenant.ctx, { id: created.id, overlapHours: 24 })).previousSecretExpiresAt,
    await deleteWebhookEndpoint(tenant.ctx, { id: created.id }),
    await database.prisma.auditEntry.findMany({ where: { tenantId: tenant.tenantId } }),
  ];
  expect(JSON.stringify(later)).not.toContain(signingSecret.slice(6));
  expect(await auditOf(created.id)).toEqual(
    expect.arrayContaining([
      "webhook_endpoint.created",
      "webhook_endpoint.updated",
      "webhook_endpoint.tested",
      "webhook_endpoint.secret_rotated",
      "webhook_endpoint.deleted",
    ]),
  );
});

it.each([
  ["http outside the sandbox", "http://hooks.example.com/in"],
  ["a loopback address", "https://127.0.0.1/in"],
  ["the metadata address", "https://169.254.169.254/latest"],
  ["credentials", "https://user:pass@hooks.example.com/"],
  ["what is no URL", "hooks.example.com"],
])("refuses %s, when it is made and when it is changed", async (_, url) => {
  const strict = { ...tenant.ctx, policy: { ...tenant.ctx.policy, sandbox: false } };
  const { id } = await addEndpoint(strict);
  const refusal = { code: "invalid", param: "url" };
  await expect(addEndpoint(strict, { url })).rejects.toMatchObject(refusal);
  await expect(updateWebhookEndpoint(strict, { id, url })).rejects.toMatchObject(refusal);
  expect((await getWebhookEndpoint(strict, { id })).url).toBe("https://hooks.example.com/in");
});

it("takes the environment from the key, the application, or the caller's word, and they must agree", async () => {
  const live = await createTestTenant(service, { environment: "live" });
  expect((await addEndpoint(live.ctx)).environment).toBe("live");
  expect((await addEndpoint(admin, { applicationId: tenant.applicationId })).environment).toBe("test");
  expect((await addEndpoint(admin, { environment: "live" })).environment).toBe("live");
  await expect(addEndpoint(admin)).rejects.toMatchObject({ code: "invalid", param: "environment" });
  await expect(addEndpoint(tenant.ctx, { environment: "live" })).rejects.toMatchObject({ code: "forbidden" });
  await expect(addEndpoint(admin, { environment: "live", applicationId: tenant.applicationId })).rejects.toMatchObject({
    code: "invalid",
    param: "environment",
  });
  await expect(addEndpoint(tenant.ctx, { applicationId: live.applicationId })).rejects.toMatchObject({
    code: "not_found",
  });
});

it("never lets a tenant have more than 20 in an environment, however many are made at once", async () => {
  const tries = await Promise.allSettled(Array.from({ length: 30 }, () => addEndpoint(tenant.ctx)));
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(20);
  const refused = tries.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
  expect(refused.every((reason) => reason.code === "invalid_state")).toBe(true);
  expect((await addEndpoint(admin, { environment: "live" })).environment).toBe("live");
});

it("hides an endpoint from other tenants and from keys of the other environment", async () => {
  const { id } = await addEndpoint(tenant.ctx);
  const outsider = await createWebhookTenant(service);
  const liveKey = onBehalfOf(service, tenant.tenantId, {
    kind: "key",
    keyId: tenant.tenantId,
    applicationId: tenant.applicationId,
    environment: "live",
    scopes: ["webhooks:write"],
  });
  for (const ctx of [outsider.ctx, liveKey]) {
    const calls = [
      () => getWebhookEndpoint(ctx, { id }),
      () => updateWebhookEndpoint(ctx, { id, status: "paused" }),
      () => rotateWebhookSecret(ctx, { id, overlapHours: 0 }),
      () => sendTestEvent(ctx, { id }),
      () => deleteWebhookEndpoint(ctx, { id }),
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject({ code: "not_found" });
    expect(await listWebhookEndpoints(ctx, { limit: 20 })).toEqual({ data: [], nextCursor: null });
  }
  expect((await getWebhookEndpoint(tenant.ctx, { id })).status).toBe("enabled");
  expect(receivers.sent).toEqual([]);
});

it("lists newest first in pages", async () => {
  const ids: string[] = [];
  for (let index = 0; index < 3; index += 1) {
    world.advance(1);
    ids.unshift((await addEndpoint(tenant.ctx)).id);
  }
  const first = await listWebhookEndpoints(tenant.ctx, { limit: 2 });
  const second = await listWebhookEndpoints(tenant.ctx, { limit: 2, cursor: first.nextCursor ?? "" });
  expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(ids);
  expect(second.nextCursor).toBeNull();
});

it("is gone after it was deleted", async () => {
  const { id } = await addEndpoint(tenant.ctx);
  await deleteWebhookEndpoint(tenant.ctx, { id });
  await expect(getWebhookEndpoint(tenant.ctx, { id })).rejects.toMatchObject({ code: "not_found" });
  await expect(deleteWebhookEndpoint(tenant.ctx, { id })).rejects.toMatchObject({ code: "not_found" });
  expect((await listWebhookEndpoints(tenant.ctx, { limit: 20 })).data).toEqual([]);
});

it("signs with both secrets while a rotation overlaps, and with the new one alone afterwards", async () => {
  const { id, signingSecret: old } = await addEndpoint(tenant.ctx);
  const connectionId = await addConnection(tenant, `rotate-${count}.acme.test`);
  const rotated = await rotateWebhookSecret(tenant.ctx, { id, overlapHours: 24 });
  expect(rotated.signingSecret).not.toBe(old);
  expect(rotated.previousSecretExpiresAt).toEqual(new Date(service.now().getTime() + 24 * hour));

  world.advance(24 * hour - 1);
  await happen(tenant.ctx, connectionId, "domain.verified");
  await deliverDue(service);
  world.advance(1);
  await happen(tenant.ctx, connectionId, "domain.added");
  await deliverDue(service);
  const signatures = receivers.sent.map(({ headers, text }) => ({
    ...headers,
    standard: headers["webhook-signature"]?.split(" ").length,
    own: headers["x-cd-signature"]?.split(",").length,
    text,
  }));
  expect(signatures.map(({ standard, own }) => [standard, own])).toEqual([
    [2, 2],
    [1, 1],
  ]);
  expect((await getWebhookEndpoint(tenant.ctx, { id })).previousSecretExpiresAt).toBeNull();
});

it("without an overlap the old secret ends at once", async () => {
  const { id } = await addEndpoint(tenant.ctx);
  await rotateWebhookSecret(tenant.ctx, { id, overlapHours: 24 });
  const rotated = await rotateWebhookSecret(tenant.ctx, { id, overlapHours: 0 });
  expect(rotated.previousSecretExpiresAt).toBeNull();
  await sendTestEvent(tenant.ctx, { id });
  expect(receivers.sent[0]?.headers["webhook-signature"]?.split(" ")).toHaveLength(1);
});

it("tests an endpoint once, paused too, and says what happened", async () => {
  const { id } = await addEndpoint(tenant.ctx);
  await updateWebhookEndpoint(tenant.ctx, { id, status: "paused" });
  receivers.answer(() => response(404, "no such page"));
  const delivery = await sendTestEvent(tenant.ctx, { id });
  expect(delivery).toMatchObject({
    endpointId: id,
    connectionId: null,
    type: "webhook_endpoint.test",
    status: "failed",
    attemptCount: 1,
    nextAttemptAt: null,
    attempts: [{ number: 1, statusCode: 404, responseExcerpt: "no such page" }],
  });
  expect(receivers.sent[0]?.body).toMatchObject({ id: delivery.messageId, jobId: null, data: { endpoint_id: id } });
  await deliverDue(service);
  expect(receivers.sent).toHaveLength(1);
  expect((await getWebhookEndpoint(tenant.ctx, { id })).failingSince).toBeNull();
});

it("over HTTP: an Idempotency-Key gives the same secret again, and PATCH and DELETE do what they say", async () => {
  installTestRuntime(service);
  const { secret } = await createKey(admin, { id: tenant.applicationId, name: "k", scopes: ["webhooks:write"] });
  const { POST } = await import("@/app/v1/webhook-endpoints/route");
  const { PATCH, DELETE } = await import("@/app/v1/webhook-endpoints/[id]/route");
  const { POST: rotate } = await import("@/app/v1/webhook-endpoints/[id]/secret:rotate/route");
  const { callRoute } = await import("@/lib/runtime/testing/runtime");
  const body = { url: "https://hooks.example.com/in", event_types: ["domain.drift"] };
  const headers = { "idempotency-key": `make-${count}` };
  const [first, again] = [
    await callRoute(POST, secret, { body, headers }),
    await callRoute(POST, secret, { body, headers }),
  ];
  expect([first.status, first.json.signing_secret]).toEqual([201, expect.stringMatching(/^whsec_/)]);
  expect(again.json).toEqual(first.json);
  expect(await database.prisma.webhookEndpoint.count({ where: { tenantId: tenant.tenantId } })).toBe(1);

  const params = { id: first.json.id };
  const patched = await callRoute(PATCH, secret, { method: "PATCH", body: { status: "paused" }, params });
  expect(patched.json).toMatchObject({ status: "paused", event_types: ["domain.drift"], failing_since: null });
  expect(patched.json).not.toHaveProperty("signing_secret");
  const rotated = await callRoute(rotate, secret, { body: { overlap_hours: 169 }, params });
  expect([rotated.status, rotated.json.error.param]).toEqual([400, "overlap_hours"]);
  const unknown = await callRoute(POST, secret, { body: { ...body, event_types: ["domain.exploded"] } });
  expect([unknown.status, unknown.json.error.param]).toEqual([400, "event_types.0"]);
  expect((await callRoute(DELETE, secret, { method: "DELETE", params })).status).toBe(200);
});
