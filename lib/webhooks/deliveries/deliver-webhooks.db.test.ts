import { setTimeout } from "node:timers/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { silentLog } from "@/lib/kernel/log";
import { drainJobs } from "@/lib/platform/jobs/drain-jobs";
import { type Context, onBehalfOf } from "@/lib/platform/ports/context";
import { setUpWebhookWorld } from "@/lib/runtime/testing/set-up-webhook-world";
import { addConnection, addEndpoint, deliverDue, happen, response } from "@/lib/runtime/testing/webhooks";
import { jobHandlers } from "@/lib/runtime/worker/registry";
import { deliverWebhooks } from "@/lib/webhooks/deliveries/deliver-webhooks";
import { toDeliveryResource } from "@/lib/webhooks/deliveries/delivery-row";
import { deleteWebhookEndpoint } from "@/lib/webhooks/endpoints/delete-webhook-endpoint";
import { getWebhookEndpoint } from "@/lib/webhooks/endpoints/get-webhook-endpoint";
import { updateWebhookEndpoint } from "@/lib/webhooks/endpoints/update-webhook-endpoint";

const { database, world, service, tenant, other, receivers } = setUpWebhookWorld();
let worker: Context;
let connectionId: string;
let count = 0;

beforeEach(async () => {
  worker = onBehalfOf(service, tenant.tenantId, { kind: "worker" });
  count += 1;
  connectionId = await addConnection(tenant, `deliver-${count}.acme.test`);
});

const minute = 60_000;

async function deliveries() {
  const where = { tenantId: tenant.tenantId };
  const attempts = await database.prisma.webhookAttempt.findMany({ where, orderBy: { number: "asc" } });
  const rows = await database.prisma.webhookDelivery.findMany({
    where,
    orderBy: [{ connectionId: "asc" }, { sequence: "asc" }],
  });
  return rows.map((row) => ({ ...row, tries: attempts.filter(({ deliveryId }) => deliveryId === row.id) }));
}

const received = () => receivers.sent.map(({ body }) => body.type);

it("sends exactly the documented body and headers, and keeps the attempt", async () => {
  await addEndpoint(tenant.ctx);
  receivers.answer(() => response(204, "thanks"));
  await happen(tenant.ctx, connectionId, "domain.verified");
  await deliverDue(service);
  const [event] = await database.prisma.event.findMany({ where: { connectionId, type: "domain.verified" } });
  const [message] = receivers.sent;
  const data = {
    from: "verified",
    to: "live",
    hostname: `deliver-${count}.acme.test`,
    application_id: tenant.applicationId,
  };
  expect(message?.body).toEqual({
    id: event?.id,
    type: "domain.verified",
    jobId: connectionId,
    sequence: event?.sequence,
    data,
    sent_at: service.now().toISOString(),
  });
  expect(Object.keys(message?.body ?? {})).toEqual(["id", "type", "jobId", "sequence", "data", "sent_at"]);
  const seconds = String(service.now().getTime() / 1_000);
  expect(message?.headers).toEqual({
    "content-type": "application/json",
    "user-agent": "Latchkey-Webhooks/1",
    "x-cd-timestamp": seconds,
    "x-cd-signature": expect.stringMatching(/^sha256=[0-9a-f]{64}$/),
    "webhook-id": event?.id,
    "webhook-timestamp": seconds,
    "webhook-signature": expect.stringMatching(/^v1,[A-Za-z0-9+/]{43}=$/),
  });
  const [delivery] = await deliveries();
  expect(delivery).toMatchObject({ status: "succeeded", attempts: 1, nextAttemptAt: null, settledAt: service.now() });
  expect(delivery?.tries).toMatchObject([
    { number: 1, statusCode: 204, durationMs: 12, error: null, responseExcerpt: "thanks" },
  ]);
  expect(await database.prisma.job.count()).toBe(0);
});

it.each([200, 201, 204, 299])("takes %i for success", async (status) => {
  await addEndpoint(tenant.ctx);
  receivers.answer(() => response(status));
  await happen(tenant.ctx, connectionId, "domain.verified");
  await deliverDue(service);
  expect((await deliveries()).map((delivery) => delivery.status)).toEqual(["succeeded"]);
});

it("tries again after 1, 2, 4, 8, 16 and 32 minutes and not a millisecond earlier, then gives up and goes on", async () => {
  await addEndpoint(tenant.ctx);
  const startedAt = service.now().getTime();
  receivers.answer(({ body }) => response(body.type === "domain.verified" ? 500 : 200));
  await happen(tenant.ctx, connectionId, "domain.verified", "domain.added");
  await deliverDue(service);
  const triedAtMinutes = [0];
  for (const wait of [1, 2, 4, 8, 16, 32]) {
    const before = receivers.sent.length;
    world.advance(wait * minute - 1);
    await deliverDue(service);
    expect(receivers.sent.length).toBe(before);
    world.advance(1);
    await deliverDue(service);
    triedAtMinutes.push((service.now().getTime() - startedAt) / minute);
  }
  const [first, second] = await deliveries();
  expect(first).toMatchObject({ type: "domain.verified", status: "failed", attempts: 7, settledAt: service.now() });
  expect(first?.tries.map((attempt) => (attempt.startedAt.getTime() - startedAt) / minute)).toEqual(triedAtMinutes);
  expect(triedAtMinutes).toEqual([0, 1, 3, 7, 15, 31, 63]);
  expect(second).toMatchObject({ type: "domain.added", status: "succeeded", attempts: 1 });
  expect(received()).toEqual([...Array.from({ length: 7 }, () => "domain.verified"), "domain.added"]);
});

describe("Retry-After", () => {
  it.each([
    [429, "600"],
    [503, "600"],
    [503, "Sat, 28 Nov 2026 00:10:00 GMT"],
    [500, "600"],
    [413, "600"],
    [302, "600"],
  ])("of a %i is waited for: %s", async (status, retryAfter) => {
    const { id } = await addEndpoint(tenant.ctx);
    const date = "Sat, 28 Nov 2026 00:00:00 GMT";
    receivers.answer(() => response(status, "", { "retry-after": retryAfter, date }));
    await happen(tenant.ctx, connectionId, "domain.verified", "domain.added");
    await deliverDue(service);
    const until = new Date(service.now().getTime() + 10 * minute);
    expect((await deliveries())[0]).toMatchObject({ status: "pending", attempts: 1, nextAttemptAt: until });
    expect(await getWebhookEndpoint(tenant.ctx, { id })).toMatchObject({ status: "enabled", waitUntil: until });
    receivers.answer(() => response(200));
    world.advance(10 * minute - 1);
    await deliverDue(service);
    expect(received()).toEqual(["domain.verified"]);
    world.advance(1);
    await deliverDue(service);
    expect(received()).toEqual(["domain.verified", "domain.verified", "domain.added"]);
    expect(await getWebhookEndpoint(tenant.ctx, { id })).toMatchObject({ waitUntil: null, failingSince: null });
  });

  it("holds all messages to the endpoint, and none to another", async () => {
    await addEndpoint(tenant.ctx, { url: "https://busy.example.com/in" });
    await addEndpoint(tenant.ctx, { url: "https://idle.example.com/in" });
    receivers.answer(({ url }) => response(url.includes("busy") ? 429 : 200, "", { "retry-after": "1800" }));
    await happen(tenant.ctx, connectionId, "domain.verified");
    await deliverDue(service);
    const otherId = await addConnection(tenant, `held-${count}.acme.test`);
    await happen(tenant.ctx, otherId, "domain.verified");
    await deliverDue(service);
    const hosts = () => receivers.sent.map(({ url, body }) => [new URL(url).hostname.split(".")[0], body.jobId]);
    expect(hosts().sort()).toEqual(
      [
        ["busy", connectionId],
        ["idle", connectionId],
        ["idle", otherId],
      ].sort(),
    );
    receivers.answer(() => response(200));
    world.advance(30 * minute);
    await deliverDue(service);
    expect(hosts().slice(3).sort()).toEqual(
      [
        ["busy", connectionId],
        ["busy", otherId],
      ].sort(),
    );
  });

  it("never shortens our own wait, and lengthens it to an hour at most", async () => {
    await addEndpoint(tenant.ctx);
    receivers.answer(() => response(429, "", { "retry-after": receivers.sent.length === 1 ? "1" : "999999" }));
    await happen(tenant.ctx, connectionId, "domain.verified");
    await deliverDue(service);
    const waits = async () => ((await deliveries())[0]?.nextAttemptAt?.getTime() ?? 0) - service.now().getTime();
    expect(await waits()).toBe(minute);
    world.advance(minute);
    await deliverDue(service);
    expect(await waits()).toBe(60 * minute);
  });

  it("is ignored in a success", async () => {
    const { id } = await addEndpoint(tenant.ctx);
    receivers.answer(() => response(200, "", { "retry-after": "1800" }));
    await happen(tenant.ctx, connectionId, "domain.verified", "domain.added");
    await deliverDue(service);
    expect(received()).toEqual(["domain.verified", "domain.added"]);
    expect(await getWebhookEndpoint(tenant.ctx, { id })).toMatchObject({ waitUntil: null });
  });

  it("of a clock that was ahead delays nothing once the clock is right again", async () => {
    const endpoint = await addEndpoint(tenant.ctx);
    const right = service.now();
    receivers.answer(() => response(429, "", { "retry-after": "3600" }));
    await happen(tenant.ctx, connectionId, "domain.verified");
    world.advance(48 * 60 * minute);
    await deliverDue(service);
    world.set(right);
    receivers.answer(() => response(200));
    expect(await deliverWebhooks(worker, { endpointId: endpoint.id, connectionId })).toEqual({ runAgainAt: null });
    expect(received()).toEqual(["domain.verified", "domain.verified"]);
  });

  it("is forgotten when somebody enables the endpoint or gives it a new URL", async () => {
    const { id } = await addEndpoint(tenant.ctx);
    receivers.answer(() => response(429, "", { "retry-after": "3600" }));
    await happen(tenant.ctx, connectionId, "domain.verified");
    await deliverDue(service);
    receivers.answer(() => response(200));
    await updateWebhookEndpoint(tenant.ctx, { id, status: "paused" });
    expect(await updateWebhookEndpoint(tenant.ctx, { id, status: "enabled" })).toMatchObject({ waitUntil: null });
    await deliverDue(service);
    expect(received()).toEqual(["domain.verified", "domain.verified"]);
  });
});

it("signs each attempt anew under the same id", async () => {
  await addEndpoint(tenant.ctx);
  receivers.answer(() => response(503));
  await happen(tenant.ctx, connectionId, "domain.verified");
  await deliverDue(service);
  world.advance(minute);
  await deliverDue(service);
  const [first, second] = receivers.sent;
  expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
  expect(second?.body.id).toBe(first?.body.id);
  expect(second?.headers["webhook-timestamp"]).not.toBe(first?.headers["webhook-timestamp"]);
  expect(second?.headers["webhook-signature"]).not.toBe(first?.headers["webhook-signature"]);
  expect(second?.body.sent_at).toBe(service.now().toISOString());
});

it("holds later events of a connection back while its oldest one fails, and no other connection's", async () => {
  await addEndpoint(tenant.ctx);
  const otherId = await addConnection(tenant, `beside-${count}.acme.test`);
  receivers.answer(({ body }) => response(body.jobId === connectionId ? 500 : 200));
  await happen(tenant.ctx, connectionId, "domain.verified", "domain.added");
  await happen(tenant.ctx, otherId, "domain.verified", "domain.added");
  await deliverDue(service);
  await happen(tenant.ctx, connectionId, "ssl.issued");
  await deliverDue(service);
  const of = (id: string) => receivers.sent.filter(({ body }) => body.jobId === id).map(({ body }) => body.type);
  expect(of(connectionId)).toEqual(["domain.verified"]);
  expect(of(otherId)).toEqual(["domain.verified", "domain.added"]);
  receivers.answer(() => response(200));
  world.advance(minute);
  await deliverDue(service);
  expect(of(connectionId)).toEqual(["domain.verified", "domain.verified", "domain.added", "ssl.issued"]);
});

it("keeps redirects, time-outs and refused addresses as failed attempts that say what happened", async () => {
  await addEndpoint(tenant.ctx);
  await happen(tenant.ctx, connectionId, "domain.verified");
  receivers.answer(() => response(302, "moved"));
  await deliverDue(service);
  receivers.answer(() => ({ kind: "failed", reason: "timeout", message: "No answer within 5 s.", durationMs: 5_001 }));
  world.advance(minute);
  await deliverDue(service);
  receivers.answer(() => ({ kind: "refused", reason: "address_not_allowed", message: "This address is not public." }));
  world.advance(2 * minute);
  await deliverDue(service);
  const [delivery] = await deliveries();
  expect(delivery?.status).toBe("pending");
  expect(delivery?.tries).toMatchObject([
    {
      statusCode: 302,
      responseExcerpt: "moved",
      error: expect.stringContaining("Redirects are not followed"),
      errorCode: "redirect",
    },
    {
      statusCode: null,
      durationMs: 5_001,
      error: "No answer within 5 s.",
      errorCode: "timeout",
      responseExcerpt: null,
    },
    {
      statusCode: null,
      durationMs: 0,
      error: "This address is not public.",
      errorCode: "address_not_allowed",
      responseExcerpt: null,
    },
  ]);
  const resource = delivery && toDeliveryResource(delivery);
  expect(resource?.attempts[1]).not.toHaveProperty("errorCode");
});

it("a worker that lost its lease cannot settle what another has settled", async () => {
  const endpoint = await addEndpoint(tenant.ctx);
  await happen(tenant.ctx, connectionId, "domain.verified", "domain.added");
  const input = { endpointId: endpoint.id, connectionId };
  let overtaken = false;
  receivers.answer(async () => {
    if (overtaken) return response(200);
    overtaken = true;
    // While this message is under way, another worker sends and settles both.
    await deliverWebhooks(worker, input);
    return response(500);
  });
  expect(await deliverWebhooks(worker, input)).toEqual({ runAgainAt: null });
  expect(received()).toEqual(["domain.verified", "domain.verified", "domain.added"]);
  const all = await deliveries();
  expect(all.map(({ status, attempts, tries }) => [status, attempts, tries.length])).toEqual([
    ["succeeded", 1, 1],
    ["succeeded", 1, 1],
  ]);
});

it("counts an attempt once that two workers made, and keeps what was given up meanwhile", async () => {
  const endpoint = await addEndpoint(tenant.ctx);
  await happen(tenant.ctx, connectionId, "domain.verified");
  const input = { endpointId: endpoint.id, connectionId };
  let calls = 0;
  receivers.answer(async () => {
    calls += 1;
    if (calls === 1) await deliverWebhooks(worker, input);
    return response(500);
  });
  const retryAt = new Date(service.now().getTime() + minute);
  expect(await deliverWebhooks(worker, input)).toEqual({ runAgainAt: retryAt });
  expect(calls).toBe(2);
  expect((await deliveries()).map(({ attempts, tries }) => [attempts, tries.length])).toEqual([[1, 1]]);

  receivers.answer(async () => {
    await deleteWebhookEndpoint(tenant.ctx, { id: endpoint.id });
    return response(200);
  });
  world.advance(minute);
  expect(await deliverWebhooks(worker, input)).toEqual({ runAgainAt: null });
  expect((await deliveries()).map(({ status, attempts }) => [status, attempts])).toEqual([["failed", 1]]);
});

it("sends a long queue in several runs, so that others have their turn", async () => {
  const endpoint = await addEndpoint(tenant.ctx);
  await happen(tenant.ctx, connectionId, ...Array.from({ length: 60 }, () => "ssl.renewed" as const));
  const input = { endpointId: endpoint.id, connectionId };
  expect(await deliverWebhooks(worker, input)).toEqual({ runAgainAt: service.now() });
  expect(receivers.sent).toHaveLength(50);
  expect(await deliverWebhooks(worker, input)).toEqual({ runAgainAt: null });
  const sequences = receivers.sent.map(({ body }) => Number(body.sequence));
  expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b));
  expect(sequences).toHaveLength(60);
});

it("stops in the middle of a run when the endpoint is paused, and goes on when it is enabled", async () => {
  const { id } = await addEndpoint(tenant.ctx);
  await happen(tenant.ctx, connectionId, "domain.verified", "domain.added");
  receivers.answer(async () => {
    await updateWebhookEndpoint(tenant.ctx, { id, status: "paused" });
    return response(200);
  });
  await deliverDue(service);
  await happen(tenant.ctx, connectionId, "ssl.issued");
  await deliverDue(service);
  expect(received()).toEqual(["domain.verified"]);
  expect((await deliveries()).map(({ status }) => status)).toEqual(["succeeded", "pending"]);
  receivers.answer(() => response(200));
  await updateWebhookEndpoint(tenant.ctx, { id, status: "enabled" });
  await deliverDue(service);
  expect(received()).toEqual(["domain.verified", "domain.added"]);
});

it("fails the pending deliveries of a deleted endpoint, also those inserted while it was deleted", async () => {
  const endpoint = await addEndpoint(tenant.ctx);
  await happen(tenant.ctx, connectionId, "domain.verified");
  await deleteWebhookEndpoint(tenant.ctx, { id: endpoint.id });
  expect((await deliveries()).map(({ status, settledAt }) => [status, settledAt])).toEqual([["failed", service.now()]]);
  await database.prisma.webhookDelivery.updateMany({
    where: { endpointId: endpoint.id },
    data: { status: "pending", settledAt: null },
  });
  await deliverDue(service);
  expect(receivers.sent).toEqual([]);
  expect((await deliveries()).map(({ status }) => status)).toEqual(["failed"]);
});

it("sends nothing on behalf of another tenant", async () => {
  const endpoint = await addEndpoint(tenant.ctx);
  await happen(tenant.ctx, connectionId, "domain.verified");
  const otherWorker = onBehalfOf(service, other.tenantId, { kind: "worker" });
  expect(await deliverWebhooks(otherWorker, { endpointId: endpoint.id, connectionId })).toEqual({ runAgainAt: null });
  expect(receivers.sent).toEqual([]);
  expect((await deliveries()).map(({ status }) => status)).toEqual(["pending"]);
});

it("a failing endpoint holds at most two lanes of the worker at once, and its other deliveries follow", async () => {
  const endpoint = await addEndpoint(tenant.ctx);
  await database.prisma.webhookEndpoint.update({
    where: { id: endpoint.id },
    data: { failingSince: service.now() },
  });
  const connectionIds = await Promise.all([1, 2, 3].map((n) => addConnection(tenant, `lane-${n}-${count}.acme.test`)));
  for (const id of connectionIds) await happen(tenant.ctx, id, "domain.verified");
  let atOnce = 0;
  let most = 0;
  receivers.answer(async () => {
    atOnce += 1;
    most = Math.max(most, atOnce);
    // Longer than the worker takes to look for more.
    await setTimeout(200);
    atOnce -= 1;
    return response(500);
  });
  await database.prisma.job.deleteMany({ where: { name: { not: "deliver-webhooks" } } });
  // Eight lanes of deliveries: four for a tenant, half of them for one endpoint.
  const options = { handlers: jobHandlers(service), log: silentLog, concurrency: 50, budgetMs: 20_000 };
  await drainJobs(database, { now: service.now, ...options });
  expect(most).toBe(2);
  expect(receivers.sent).toHaveLength(3);
});
