import { beforeEach, expect, it } from "vitest";
import { setUpWebhookWorld } from "@/lib/runtime/testing/set-up-webhook-world";
import { addConnection, addEndpoint, deliverDue, happen, response } from "@/lib/runtime/testing/webhooks";
import { sendTestEvent } from "@/lib/webhooks/deliveries/send-test-event";
import { getWebhookEndpoint } from "@/lib/webhooks/endpoints/get-webhook-endpoint";
import { updateWebhookEndpoint } from "@/lib/webhooks/endpoints/update-webhook-endpoint";

const { database, world, service, tenant, other, receivers } = setUpWebhookWorld();
let connectionId: string;
let count = 0;

const hour = 3_600_000;
const broken = "https://broken.example.com/in";
const healthy = "https://healthy.example.com/in";

beforeEach(async () => {
  receivers.answer(({ url }) => response(url === broken ? 500 : 200));
  count += 1;
  connectionId = await addConnection(tenant, `health-${count}.acme.test`);
});

const read = (id: string) => database.prisma.webhookEndpoint.findUniqueOrThrow({ where: { id } });

async function event(): Promise<void> {
  await happen(tenant.ctx, connectionId, "ssl.renewed");
  await deliverDue(service);
}

/** Advances until the oldest delivery was attempted once more. */
async function untilTriedAgain(): Promise<void> {
  const job = await database.prisma.job.findFirstOrThrow({ where: { name: "deliver-webhooks" } });
  world.set(job.runAt);
  await deliverDue(service);
}

it("remembers since when it fails, and forgets with the first success", async () => {
  const { id } = await addEndpoint(tenant.ctx, { url: broken });
  const failedAt = service.now();
  await event();
  expect((await read(id)).failingSince).toEqual(failedAt);
  await untilTriedAgain();
  expect((await read(id)).failingSince).toEqual(failedAt);
  receivers.answer(() => response(200));
  await untilTriedAgain();
  expect(await read(id)).toMatchObject({ failingSince: null, status: "enabled" });
});

it("is disabled by the attempt that fails after three days of failure, with an audit entry by the system", async () => {
  const { id } = await addEndpoint(tenant.ctx, { url: broken });
  const failingSince = service.now();
  await event();
  world.set(new Date(failingSince.getTime() + 72 * hour - 1));
  await deliverDue(service);
  expect((await read(id)).status).toBe("enabled");
  await untilTriedAgain();
  expect(await read(id)).toMatchObject({
    status: "disabled",
    disabledReason: "failing",
    failingSince,
    disabledAt: service.now(),
  });
  const entries = await database.prisma.auditEntry.findMany({
    where: { tenantId: tenant.tenantId, action: "webhook_endpoint.disabled" },
  });
  expect(entries).toMatchObject([{ actor: "worker", targetType: "webhook_endpoint", targetId: id }]);

  // Nothing is sent, and no new delivery is created.
  const before = receivers.sent.length;
  world.advance(100 * hour);
  await event();
  expect(receivers.sent.length).toBe(before);
  expect(await database.prisma.webhookDelivery.count({ where: { endpointId: id } })).toBe(1);
});

it("notifies the tenant's other endpoints of the environment, and nobody else", async () => {
  const { id } = await addEndpoint(tenant.ctx, { url: broken });
  await event();
  await addEndpoint(tenant.ctx, { url: healthy });
  await addEndpoint(tenant.ctx, { url: "https://picky.example.com/in", eventTypes: ["ssl.issued"] });
  await addEndpoint(other.ctx, { url: "https://other.example.com/in" });
  const failingSince = service.now();
  world.advance(73 * hour);
  await deliverDue(service);
  await deliverDue(service);
  const notified = receivers.sent.filter(({ body }) => body.type === "webhook_endpoint.disabled");
  expect(notified.map(({ url }) => url)).toEqual([healthy]);
  expect(notified[0]?.body).toMatchObject({
    jobId: null,
    sequence: 0,
    data: {
      endpoint_id: id,
      reason: "failing",
      failing_since: failingSince.toISOString(),
      disabled_at: service.now().toISOString(),
    },
  });
});

it("is disabled at once by 410 Gone, with the reason, and keeps what is pending", async () => {
  const { id } = await addEndpoint(tenant.ctx, { url: broken });
  await addEndpoint(tenant.ctx, { url: healthy });
  receivers.answer(({ url }) => response(url === broken ? 410 : 200));
  await happen(tenant.ctx, connectionId, "ssl.renewed", "domain.drift");
  await deliverDue(service);
  await deliverDue(service);
  const now = service.now();
  expect(await getWebhookEndpoint(tenant.ctx, { id })).toMatchObject({
    status: "disabled",
    disabledReason: "gone",
    disabledAt: now,
    failingSince: now,
  });
  const ofBroken = () => receivers.sent.filter(({ url }) => url === broken).map(({ body }) => body.type);
  expect(ofBroken()).toEqual(["ssl.renewed"]);
  const pending = await database.prisma.webhookDelivery.findMany({ where: { endpointId: id }, orderBy: { id: "asc" } });
  expect(pending.map(({ status, attempts }) => [status, attempts])).toEqual([
    ["pending", 1],
    ["pending", 0],
  ]);
  const notified = receivers.sent.filter(({ body }) => body.type === "webhook_endpoint.disabled");
  expect(notified).toMatchObject([{ url: healthy, body: { data: { endpoint_id: id, reason: "gone" } } }]);
  const [entry] = await database.prisma.auditEntry.findMany({
    where: { tenantId: tenant.tenantId, action: "webhook_endpoint.disabled" },
  });
  expect(entry).toMatchObject({ targetId: id, data: { reason: "gone" } });

  // Days later nothing has been sent; enabled again, it gets what was pending.
  world.advance(100 * hour);
  await deliverDue(service);
  expect(ofBroken()).toEqual(["ssl.renewed"]);
  receivers.answer(() => response(200));
  const enabled = await updateWebhookEndpoint(tenant.ctx, { id, status: "enabled" });
  expect(enabled).toMatchObject({ status: "enabled", disabledReason: null, disabledAt: null, failingSince: null });
  await deliverDue(service);
  expect(ofBroken()).toEqual(["ssl.renewed", "ssl.renewed", "domain.drift"]);
});

it("is not disabled by 410 to a test event, nor by one that the former URL answers", async () => {
  const { id } = await addEndpoint(tenant.ctx, { url: broken });
  receivers.answer(() => response(410));
  await sendTestEvent(tenant.ctx, { id });
  expect((await read(id)).status).toBe("enabled");
  receivers.answer(async ({ url }) => {
    if (url !== broken) return response(200);
    await updateWebhookEndpoint(tenant.ctx, { id, url: healthy });
    return response(410);
  });
  await event();
  expect(await read(id)).toMatchObject({ status: "enabled", failingSince: null, disabledReason: null });
});

it.each([400, 401, 404, 405, 409, 411, 451, 500])("is not disabled by %i", async (status) => {
  const { id } = await addEndpoint(tenant.ctx, { url: broken });
  receivers.answer(() => response(status));
  await event();
  expect(await read(id)).toMatchObject({ status: "enabled", disabledReason: null, failingSince: service.now() });
});

it("comes back when it is enabled: what was pending is sent at once, and the count of days begins anew", async () => {
  const { id } = await addEndpoint(tenant.ctx, { url: broken });
  await event();
  await happen(tenant.ctx, connectionId, "domain.drift");
  world.advance(73 * hour);
  await deliverDue(service);
  expect((await read(id)).status).toBe("disabled");
  await database.prisma.job.deleteMany();
  receivers.sent.length = 0;
  receivers.answer(() => response(200));
  const enabled = await updateWebhookEndpoint(tenant.ctx, { id, status: "enabled" });
  expect(enabled).toMatchObject({ status: "enabled", failingSince: null, disabledAt: null });
  await deliverDue(service);
  expect(receivers.sent.map(({ body }) => body.type)).toEqual(["ssl.renewed", "domain.drift"]);
  await event();
  expect(receivers.sent.map(({ body }) => body.type)).toEqual(["ssl.renewed", "domain.drift", "ssl.renewed"]);
});

it("starts afresh with a new URL", async () => {
  const { id } = await addEndpoint(tenant.ctx, { url: broken });
  await event();
  const updated = await updateWebhookEndpoint(tenant.ctx, { id, url: healthy });
  expect(updated).toMatchObject({ url: healthy, failingSince: null });
  await untilTriedAgain();
  expect(receivers.sent.at(-1)?.url).toBe(healthy);
});
