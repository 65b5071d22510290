import { beforeEach, expect, it } from "vitest";
import { createApplication } from "@/lib/accounts/applications/create-application";
import { createApplicationSchema } from "@/lib/accounts/applications/schema";
import { inTransaction } from "@/lib/db/transaction";
import { recordEvents } from "@/lib/platform/events/record-event";
import { onBehalfOf } from "@/lib/platform/ports/context";
import { createTestTenant } from "@/lib/runtime/testing/context";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";
import { addConnection, addEndpoint, happen } from "@/lib/runtime/testing/webhooks";
import { deleteWebhookEndpoint } from "@/lib/webhooks/endpoints/delete-webhook-endpoint";
import { updateWebhookEndpoint } from "@/lib/webhooks/endpoints/update-webhook-endpoint";

const { database, world, tenant, other } = setUpWorld({ tenants: { environment: "test" } });
let connectionId: string;
let count = 0;

beforeEach(async () => {
  count += 1;
  connectionId = await addConnection(tenant, `fan-${count}.acme.test`);
});

const deliveriesOf = (tenantId = tenant.tenantId) =>
  database.prisma.webhookDelivery.findMany({ where: { tenantId }, orderBy: { id: "asc" } });

const owedJobs = async () =>
  (await database.prisma.job.findMany({ where: { name: "deliver-webhooks" }, orderBy: { key: "asc" } })).filter((job) =>
    JSON.stringify(job.payload).includes(tenant.tenantId),
  );

it("makes a delivery for each product event, under the event's id and number, and one job", async () => {
  const endpoint = await addEndpoint(tenant.ctx);
  await happen(tenant.ctx, connectionId, "domain.added", "connection.issuing_cert", "ssl.issued");
  const events = await database.prisma.event.findMany({ where: { connectionId }, orderBy: { sequence: "asc" } });
  const carried = events.filter(({ type }) => type === "domain.added" || type === "ssl.issued");
  const deliveries = await deliveriesOf();
  expect(deliveries.map(({ messageId, type, sequence }) => ({ id: messageId, type, sequence }))).toEqual(
    carried.map(({ id, type, sequence }) => ({ id, type, sequence })),
  );
  expect(deliveries[0]).toMatchObject({
    endpointId: endpoint.id,
    connectionId,
    status: "pending",
    attempts: 0,
    data: { from: "verified", to: "live", hostname: `fan-${count}.acme.test`, applicationId: tenant.applicationId },
  });
  expect((await owedJobs()).map((job) => job.key)).toEqual([`deliver-webhooks:${endpoint.id}:${connectionId}`]);
});

it("gives deliveries UUIDv7 ids of their time, in the order of the events", async () => {
  await addEndpoint(tenant.ctx);
  await happen(tenant.ctx, connectionId, "domain.verified", "domain.added", "ssl.issued", "domain.flow.completed");
  const deliveries = await deliveriesOf();
  expect(deliveries.map(({ type }) => type)).toEqual([
    "domain.verified",
    "domain.added",
    "ssl.issued",
    "domain.flow.completed",
  ]);
  for (const { id } of deliveries) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(id.replace("-", "").slice(0, 12), 16)).toBe(world.service.now().getTime());
  }
});

it("leaves no delivery and no job when the transaction is rolled back", async () => {
  await addEndpoint(tenant.ctx);
  const undone = inTransaction(tenant.ctx, async (tx) => {
    await recordEvents(tenant.ctx, tx, connectionId, ["domain.verified"], {});
    expect(await tx.webhookDelivery.count({ where: { tenantId: tenant.tenantId } })).toBe(1);
    throw new Error("undone");
  });
  await expect(undone).rejects.toThrow("undone");
  expect(await deliveriesOf()).toEqual([]);
  expect(await owedJobs()).toEqual([]);
});

it("reaches no other tenant, and no endpoint of the other environment", async () => {
  await addEndpoint(other.ctx);
  const admin = onBehalfOf(world.service, tenant.tenantId, { kind: "admin" });
  const live = await addEndpoint(admin, { environment: "live" });
  const mine = await addEndpoint(admin, { environment: "test" });
  await happen(tenant.ctx, connectionId, "domain.verified");
  expect((await deliveriesOf()).map(({ endpointId }) => endpointId)).toEqual([mine.id]);
  expect(await deliveriesOf(other.tenantId)).toEqual([]);
  expect(live.environment).toBe("live");
});

it("respects an endpoint's application and event types", async () => {
  const second = await createApplication(
    tenant.ctx,
    createApplicationSchema.parse({ name: "Second", environment: "test" }),
  );
  const wanted = await Promise.all([
    addEndpoint(tenant.ctx),
    addEndpoint(tenant.ctx, { applicationId: tenant.applicationId }),
    addEndpoint(tenant.ctx, { eventTypes: ["domain.verified", "domain.drift"] }),
  ]);
  await addEndpoint(tenant.ctx, { applicationId: second.id });
  await addEndpoint(tenant.ctx, { eventTypes: ["ssl.issued"] });
  await happen(tenant.ctx, connectionId, "domain.verified");
  const reached = (await deliveriesOf()).map(({ endpointId }) => endpointId).sort();
  expect(reached).toEqual(wanted.map(({ id }) => id).sort());
});

it("makes no deliveries for endpoints that are paused, disabled or deleted", async () => {
  const [paused, disabled, deleted] = await Promise.all([1, 2, 3].map(() => addEndpoint(tenant.ctx)));
  if (!paused || !disabled || !deleted) throw new Error("three endpoints");
  await updateWebhookEndpoint(tenant.ctx, { id: paused.id, status: "paused" });
  await database.prisma.webhookEndpoint.update({ where: { id: disabled.id }, data: { status: "disabled" } });
  await deleteWebhookEndpoint(tenant.ctx, { id: deleted.id });
  await happen(tenant.ctx, connectionId, "domain.verified");
  expect(await deliveriesOf()).toEqual([]);
});

it("never carries the challenge or a secret", async () => {
  const live = await createTestTenant(world.service, { environment: "test" });
  const { signingSecret } = await addEndpoint(live.ctx);
  const id = await addConnection(live, `secret-${count}.acme.test`);
  await happen(live.ctx, id, "domain.verified");
  const { challengeValue } = await database.prisma.connection.findUniqueOrThrow({ where: { id } });
  const text = JSON.stringify(await deliveriesOf(live.tenantId));
  expect(text).toContain(`secret-${count}.acme.test`);
  expect(text).not.toContain(challengeValue);
  expect(text).not.toContain(signingSecret);
});
