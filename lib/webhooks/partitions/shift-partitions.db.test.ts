import { beforeEach, expect, it } from "vitest";
import { testEngine } from "@/lib/runtime/testing/database";
import { setUpWebhookWorld } from "@/lib/runtime/testing/set-up-webhook-world";
import { addConnection, addEndpoint, deliverDue, happen, response } from "@/lib/runtime/testing/webhooks";
import { getWebhookDelivery } from "@/lib/webhooks/deliveries/get-webhook-delivery";
import { listWebhookDeliveries } from "@/lib/webhooks/deliveries/list-webhook-deliveries";
import { replayWebhookDelivery } from "@/lib/webhooks/deliveries/replay-webhook-delivery";
import { sweepDeliveries } from "@/lib/webhooks/deliveries/sweep-deliveries";
import { updateWebhookEndpoint } from "@/lib/webhooks/endpoints/update-webhook-endpoint";
import { readBounds } from "@/lib/webhooks/partitions/read-bounds";
import { shiftPartitions } from "@/lib/webhooks/partitions/shift-partitions";
import { listWebhookDeliveriesSchema } from "@/lib/webhooks/schema";

const { database, world, service, tenant, receivers } = setUpWebhookWorld();
const day = 86_400_000;
let connectionId: string;
let endpointId: string;
let count = 0;

const list = async () =>
  (await listWebhookDeliveries(tenant.ctx, listWebhookDeliveriesSchema.parse({ endpointId }))).data;
const newest = async () => (await list())[0]?.id ?? "";
const attempts = () => database.prisma.webhookAttempt.count({ where: { tenantId: tenant.tenantId } });

/** Deliveries by the partition that has them. */
async function places(): Promise<Record<string, number>> {
  const rows = await database.prisma.$queryRaw<{ place: string; count: bigint }[]>`
    SELECT replace(tableoid::regclass::text, 'webhook_deliveries_', '') AS place, count(*) FROM webhook_deliveries GROUP BY 1`;
  return Object.fromEntries(rows.map(({ place, count }) => [place, Number(count)]));
}

/** In steps of days, as a worker that runs sees them. */
async function pass(days: number): Promise<void> {
  for (let left = days; left > 0; left -= 4) {
    world.advance(Math.min(left, 4) * day);
    await shiftPartitions(service);
  }
}

beforeEach(async () => {
  count += 1;
  await database.prisma.webhookDelivery.deleteMany();
  // Time begins after the partitions that the tests before have made.
  const bounds = await readBounds(database.prisma);
  world.set(new Date(Math.max(service.now().getTime(), ...bounds) + 40 * day));
  await shiftPartitions(service);
  connectionId = await addConnection(tenant, `part-${count}.acme.test`);
  endpointId = (await addEndpoint(tenant.ctx)).id;
});

it("drops what was settled longer ago than the retention with its partition, attempts included, and deletes no row for it", async () => {
  await happen(tenant.ctx, connectionId, "domain.verified");
  await deliverDue(service);
  const id = await newest();
  expect(await attempts()).toBe(1);
  const [place] = Object.keys(await places());
  expect(place).toMatch(/^\d{8}$/);
  await pass(30);
  expect(await sweepDeliveries(service)).toBe(0);
  expect((await getWebhookDelivery(tenant.ctx, { id })).attempts).toHaveLength(1);
  await pass(6);
  expect(await sweepDeliveries(service)).toBe(0);
  await expect(getWebhookDelivery(tenant.ctx, { id })).rejects.toMatchObject({ code: "not_found" });
  expect([await places(), await attempts()]).toEqual([{}, 0]);
});

it("keeps what is pending, and what was settled since, with its attempts, and sends it when its endpoint is enabled", async () => {
  await happen(tenant.ctx, connectionId, "domain.verified");
  await deliverDue(service);
  const replayed = await newest();
  await happen(tenant.ctx, connectionId, "domain.added");
  await updateWebhookEndpoint(tenant.ctx, { id: endpointId, status: "paused" });
  const pending = await newest();
  await pass(20);
  // Its record counts from when it was sent again.
  await updateWebhookEndpoint(tenant.ctx, { id: endpointId, status: "enabled" });
  await replayWebhookDelivery(tenant.ctx, { id: replayed });
  receivers.answer(() => response(200, "late"));
  await deliverDue(service);
  await database.prisma.webhookDelivery.update({
    where: { id: pending },
    data: { status: "pending", settledAt: null, nextAttemptAt: service.now() },
  });
  await updateWebhookEndpoint(tenant.ctx, { id: endpointId, status: "paused" });
  await pass(20);
  await sweepDeliveries(service);
  expect(await places()).toEqual({ past: 2 });
  expect((await getWebhookDelivery(tenant.ctx, { id: replayed })).attempts.map(({ number }) => number)).toEqual([2, 1]);
  await updateWebhookEndpoint(tenant.ctx, { id: endpointId, status: "enabled" });
  await deliverDue(service);
  expect((await getWebhookDelivery(tenant.ctx, { id: pending })).status).toBe("succeeded");
  await pass(31);
  await sweepDeliveries(service);
  expect([await places(), await attempts()]).toEqual([{}, 0]);
});

it("a clock that was months ahead stops no delivery, then or afterwards, and nothing of it is lost", async () => {
  const before = service.now();
  world.advance(100 * day);
  await happen(tenant.ctx, connectionId, "domain.verified");
  await deliverDue(service);
  expect(await places()).toEqual({ future: 1 });
  const early = await newest();
  world.set(before);
  await happen(tenant.ctx, connectionId, "domain.added");
  await deliverDue(service);
  expect(Object.values(await places())).toEqual([1, 1]);
  await pass(101);
  expect(Object.keys(await places())).not.toContain("future");
  expect((await getWebhookDelivery(tenant.ctx, { id: early })).attempts).toHaveLength(1);
  await pass(36);
  expect([await places(), await attempts()]).toEqual([{}, 0]);
});

it("a worker whose clock is a year ahead leaves a few partitions, and the others go on", async () => {
  const before = service.now();
  world.advance(365 * day);
  await shiftPartitions(service);
  world.set(before);
  const bounds = await readBounds(database.prisma);
  expect(bounds.length).toBeLessThan(8);
  await happen(tenant.ctx, connectionId, "domain.verified");
  await deliverDue(service);
  expect(await attempts()).toBe(1);
  // What that worker took for old is in the first partition, and is kept: its rows are swept one by one, in their time.
  await pass(31);
  expect(await sweepDeliveries(service)).toBe(1);
  expect([await places(), await attempts()]).toEqual([{}, 0]);
});

it("two workers at once leave what one leaves, and a second run has nothing to do", async () => {
  await happen(tenant.ctx, connectionId, "domain.verified");
  world.advance(12 * day);
  const [one, other] = await Promise.all([shiftPartitions(service), shiftPartitions(service)]);
  expect(one + other).toBeGreaterThan(0);
  expect(await shiftPartitions(service)).toBe(0);
  await deliverDue(service);
  expect(await attempts()).toBe(1);
});

it("a run that ends in between leaves everything as it was", async () => {
  await happen(tenant.ctx, connectionId, "domain.verified");
  await deliverDue(service);
  world.advance(40 * day);
  const before = [await readBounds(database.prisma), await places()];
  // The name that the last statement of the next partition needs is taken.
  const bounds = await readBounds(database.prisma);
  await database.prisma.$executeRawUnsafe("CREATE TABLE webhook_attempts_past_replaced ()");
  await expect(shiftPartitions(service)).rejects.toThrow("already exists");
  expect([await readBounds(database.prisma), await places()]).toEqual(before);
  await database.prisma.$executeRawUnsafe("DROP TABLE webhook_attempts_past_replaced");
  expect(await shiftPartitions(service)).toBeGreaterThan(0);
  expect(await readBounds(database.prisma)).not.toEqual(bounds);
});

it.runIf(testEngine() === "postgres")(
  "while somebody holds a delivery, it waits for a moment and not until that ends, and the holder is not disturbed",
  async () => {
    await happen(tenant.ctx, connectionId, "domain.verified");
    world.advance(12 * day);
    const id = await newest();
    await database.prisma.$transaction(async (tx) => {
      await tx.webhookDelivery.updateMany({ where: { id }, data: { attempts: 1 } });
      await expect(shiftPartitions(service)).rejects.toThrow("lock timeout");
      await tx.webhookEndpoint.updateMany({ where: { id: endpointId }, data: { failingSince: null } });
    });
    expect(await shiftPartitions(service)).toBeGreaterThan(0);
  },
);

it("the newest page of a tenant reads the newest partitions alone", async () => {
  await pass(3);
  for (let round = 0; round < 8; round += 1) {
    await happen(tenant.ctx, connectionId, "domain.verified", "domain.added");
    await deliverDue(service);
    await pass(5);
  }
  expect(Object.keys(await places()).length).toBeGreaterThan(4);
  const [plan] = await database.prisma.$queryRawUnsafe<{ "QUERY PLAN": [{ Plan: Plan }] }[]>(
    `EXPLAIN (ANALYZE, FORMAT JSON) SELECT * FROM webhook_deliveries WHERE tenant_id = '${tenant.tenantId}'
     AND type <> 'ssl.issued' ORDER BY id DESC LIMIT 3`,
  );
  const read = scans(plan?.["QUERY PLAN"][0].Plan).filter((scan) => scan["Actual Loops"] > 0);
  expect(read.reduce((sum, scan) => sum + scan["Actual Rows"], 0)).toBe(3);
});

type Plan = { "Relation Name"?: string; "Actual Rows": number; "Actual Loops": number; Plans?: Plan[] };

function scans(plan: Plan | undefined): Plan[] {
  if (plan === undefined) return [];
  return plan["Relation Name"] === undefined ? (plan.Plans ?? []).flatMap(scans) : [plan];
}
