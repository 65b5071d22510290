import { beforeEach, expect, it } from "vitest";
import { onBehalfOf } from "@/lib/platform/ports/context";
import { setUpWebhookWorld } from "@/lib/runtime/testing/set-up-webhook-world";
import { addConnection, addEndpoint, deliverDue, happen, response } from "@/lib/runtime/testing/webhooks";
import { getWebhookDelivery } from "@/lib/webhooks/deliveries/get-webhook-delivery";
import { listWebhookDeliveries } from "@/lib/webhooks/deliveries/list-webhook-deliveries";
import { replayWebhookDelivery } from "@/lib/webhooks/deliveries/replay-webhook-delivery";
import { sweepDeliveries } from "@/lib/webhooks/deliveries/sweep-deliveries";
import { deleteWebhookEndpoint } from "@/lib/webhooks/endpoints/delete-webhook-endpoint";
import { updateWebhookEndpoint } from "@/lib/webhooks/endpoints/update-webhook-endpoint";
import { listWebhookDeliveriesSchema } from "@/lib/webhooks/schema";

const { database, world, service, tenant, other, receivers } = setUpWebhookWorld();
let connectionId: string;
let endpointId: string;
let count = 0;

const minute = 60_000;
const day = 86_400_000;

beforeEach(async () => {
  count += 1;
  connectionId = await addConnection(tenant, `list-${count}.acme.test`);
  endpointId = (await addEndpoint(tenant.ctx)).id;
});

const list = (filters: object = {}, ctx = tenant.ctx) =>
  listWebhookDeliveries(ctx, listWebhookDeliveriesSchema.parse(filters));

async function onlyDelivery() {
  const { data } = await list();
  const [delivery] = data;
  if (!delivery || data.length !== 1) throw new Error(`${data.length} deliveries`);
  return delivery;
}

it("lists newest first in pages, with the hostname, by endpoint, connection, status and type", async () => {
  const otherConnection = await addConnection(tenant, `list-other-${count}.acme.test`);
  const { id: otherEndpoint } = await addEndpoint(tenant.ctx, { eventTypes: ["ssl.issued"] });
  await happen(tenant.ctx, connectionId, "domain.verified", "domain.added");
  world.advance(1);
  await deliverDue(service);
  receivers.answer(() => response(500));
  await happen(tenant.ctx, otherConnection, "ssl.issued");
  await deliverDue(service);
  const types = async (filters: object) => (await list(filters)).data.map(({ type }) => type);
  expect((await list({})).data.map(({ hostname }) => hostname)).toEqual([
    ...Array(2).fill(`list-other-${count}.acme.test`),
    ...Array(2).fill(`list-${count}.acme.test`),
  ]);
  expect(await types({})).toEqual(["ssl.issued", "ssl.issued", "domain.added", "domain.verified"]);
  expect(await types({ endpointId: otherEndpoint })).toEqual(["ssl.issued"]);
  expect(await types({ connectionId })).toEqual(["domain.added", "domain.verified"]);
  expect(await types({ status: "succeeded" })).toEqual(["domain.added", "domain.verified"]);
  expect(await types({ status: "pending", endpointId })).toEqual(["ssl.issued"]);
  expect(await types({ type: "domain.added" })).toEqual(["domain.added"]);
  const first = await list({ limit: 3 });
  const second = await list({ limit: 3, cursor: first.nextCursor });
  expect([first.data.length, second.data.map(({ type }) => type), second.nextCursor]).toEqual([
    3,
    ["domain.verified"],
    null,
  ]);
});

it("is searched by id, also within a URL, and by a hostname as people paste it, of the tenant's own connections", async () => {
  const otherConnection = await addConnection(tenant, `list-found-${count}.acme.test`);
  await happen(tenant.ctx, connectionId, "domain.verified");
  await happen(tenant.ctx, otherConnection, "domain.added");
  await deliverDue(service);
  const { data } = await list();
  const wanted = data.find((delivery) => delivery.connectionId === otherConnection);
  const found = async (q: string, ctx = tenant.ctx) => (await list({ q }, ctx)).data.map(({ id }) => id);
  for (const id of [wanted?.id, wanted?.messageId, otherConnection]) {
    expect(await found(`https://app.example.net/webhooks/deliveries/${id}`)).toEqual([wanted?.id]);
    expect(await found(id ?? "", other.ctx)).toEqual([]);
  }
  expect(await found(endpointId)).toHaveLength(2);
  for (const q of [`https://LIST-FOUND-${count}.acme.test/x`, `*.list-found-${count}.acme.test.`, "list-found"]) {
    expect(await found(q)).toEqual([wanted?.id]);
    expect(await found(q, other.ctx)).toEqual([]);
  }
});

it("shows a delivery with its attempts, the newest first", async () => {
  receivers.answer(() => response(500, "down"));
  await happen(tenant.ctx, connectionId, "domain.verified");
  await deliverDue(service);
  receivers.answer(() => response(200, "ok"));
  world.advance(minute);
  await deliverDue(service);
  const delivery = await getWebhookDelivery(tenant.ctx, { id: (await onlyDelivery()).id });
  expect(delivery).toMatchObject({
    status: "succeeded",
    attemptCount: 2,
    data: { hostname: `list-${count}.acme.test` },
  });
  expect(
    delivery.attempts.map(({ number, statusCode, responseExcerpt }) => [number, statusCode, responseExcerpt]),
  ).toEqual([
    [2, 200, "ok"],
    [1, 500, "down"],
  ]);
});

it("hides deliveries from other tenants and from keys of the other environment", async () => {
  await happen(tenant.ctx, connectionId, "domain.verified");
  await deliverDue(service);
  const { id } = await onlyDelivery();
  const liveKey = onBehalfOf(service, tenant.tenantId, {
    kind: "key",
    keyId: tenant.tenantId,
    applicationId: tenant.applicationId,
    environment: "live",
    scopes: ["webhooks:write"],
  });
  for (const ctx of [other.ctx, liveKey]) {
    await expect(getWebhookDelivery(ctx, { id })).rejects.toMatchObject({ code: "not_found" });
    await expect(replayWebhookDelivery(ctx, { id })).rejects.toMatchObject({ code: "not_found" });
    expect((await list({}, ctx)).data).toEqual([]);
    expect((await list({ endpointId }, ctx)).data).toEqual([]);
  }
});

it("replays a settled delivery under its old message id, keeps both attempts, and says who asked", async () => {
  await happen(tenant.ctx, connectionId, "domain.verified");
  await deliverDue(service);
  const { id, messageId } = await onlyDelivery();
  const replayed = await replayWebhookDelivery(tenant.ctx, { id });
  expect(replayed).toMatchObject({ id, messageId, status: "pending", settledAt: null, nextAttemptAt: service.now() });
  await deliverDue(service);
  expect(receivers.sent.map(({ headers }) => headers["webhook-id"])).toEqual([messageId, messageId]);
  expect(receivers.sent[1]?.body.id).toBe(messageId);
  const after = await getWebhookDelivery(tenant.ctx, { id });
  expect([after.status, after.attempts.map(({ number }) => number)]).toEqual(["succeeded", [2, 1]]);
  const entries = await database.prisma.auditEntry.findMany({ where: { targetId: id } });
  expect(entries).toMatchObject([{ action: "webhook_delivery.replayed", actor: expect.stringMatching(/^key:/) }]);
});

it("tries a replayed delivery once whose retries are used up", async () => {
  receivers.answer(() => response(500));
  await happen(tenant.ctx, connectionId, "domain.verified");
  for (const wait of [0, 1, 2, 4, 8, 16, 32]) {
    world.advance(wait * minute);
    await deliverDue(service);
  }
  const { id } = await onlyDelivery();
  expect((await getWebhookDelivery(tenant.ctx, { id })).status).toBe("failed");
  await replayWebhookDelivery(tenant.ctx, { id });
  await deliverDue(service);
  expect(await getWebhookDelivery(tenant.ctx, { id })).toMatchObject({ status: "failed", attemptCount: 8 });
});

it("refuses a replay of what is pending, and to an endpoint that is not enabled or is gone", async () => {
  await happen(tenant.ctx, connectionId, "domain.verified");
  const { id } = await onlyDelivery();
  await expect(replayWebhookDelivery(tenant.ctx, { id })).rejects.toMatchObject({ code: "invalid_state" });
  await deliverDue(service);
  await updateWebhookEndpoint(tenant.ctx, { id: endpointId, status: "paused" });
  await expect(replayWebhookDelivery(tenant.ctx, { id })).rejects.toMatchObject({ code: "invalid_state" });
  await deleteWebhookEndpoint(tenant.ctx, { id: endpointId });
  await expect(replayWebhookDelivery(tenant.ctx, { id })).rejects.toMatchObject({ code: "not_found" });
  expect((await getWebhookDelivery(tenant.ctx, { id })).status).toBe("succeeded");
});

it("sweeps what was settled more than 30 days ago, with its attempts, and nothing else", async () => {
  await database.prisma.webhookDelivery.deleteMany();
  await happen(tenant.ctx, connectionId, "domain.verified", "domain.added");
  await deliverDue(service);
  const settledAt = service.now();
  world.advance(1);
  receivers.answer(() => response(500));
  await happen(tenant.ctx, connectionId, "ssl.issued");
  await deliverDue(service);
  const replayedId = (await list({ type: "domain.added" })).data[0]?.id ?? "";
  world.set(new Date(settledAt.getTime() + 30 * day));
  expect(await sweepDeliveries(service)).toBe(0);
  // Settled anew: it counts from there.
  await database.prisma.webhookDelivery.update({ where: { id: replayedId }, data: { settledAt: service.now() } });
  world.advance(1);
  expect(await sweepDeliveries(service)).toBe(1);
  expect((await list()).data.map(({ type }) => type)).toEqual(["ssl.issued", "domain.added"]);
  expect(await database.prisma.webhookAttempt.count({ where: { tenantId: tenant.tenantId } })).toBe(2);
  expect(await sweepDeliveries(service)).toBe(0);
});
