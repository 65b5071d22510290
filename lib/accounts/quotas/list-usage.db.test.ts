import { beforeAll, expect, it } from "vitest";
import { listUsage } from "@/lib/accounts/quotas/list-usage";
import { createTestTenant, createWorld, type TestTenant } from "@/lib/runtime/testing/context";
import { setUpDatabase } from "@/lib/runtime/testing/set-up-database";

const database = setUpDatabase();
const world = createWorld(database);
let tenant: TestTenant;

beforeAll(async () => {
  world.set(new Date("2026-02-28T23:59:59.999Z"));
  tenant = await createTestTenant(world.service);
  const otherTenant = await createTestTenant(world.service);
  const counter = (
    tenantId: string,
    kind: "connect" | "cert" | "api_call" | "active_domain" | "test_connect" | "test_active_domain",
    day: string,
    used: number,
  ) => ({
    tenantId,
    kind,
    period: new Date(day),
    used,
  });
  await database.prisma.usageCounter.createMany({
    data: [
      counter(tenant.tenantId, "connect", "2026-02-01", 4),
      counter(tenant.tenantId, "api_call", "2026-02-01", 5_000_000_000),
      counter(tenant.tenantId, "cert", "2025-12-01", 7),
      counter(tenant.tenantId, "cert", "2025-11-01", 9),
      counter(tenant.tenantId, "active_domain", "1970-01-01", 3),
      counter(tenant.tenantId, "test_active_domain", "1970-01-01", 6),
      counter(tenant.tenantId, "test_connect", "2026-01-01", 20),
      counter(tenant.tenantId, "test_connect", "2026-01-31", 2),
      counter(tenant.tenantId, "test_connect", "2026-02-28", 1),
      counter(otherTenant.tenantId, "connect", "2026-02-01", 99),
    ],
  });
});

it("says what was used month by month, days added up, with nothing for months without use, and nothing of another tenant", async () => {
  const none = { connect: 0, cert: 0, apiCall: 0, testConnect: 0, testCert: 0, testApiCall: 0, testCheck: 0 };
  const { data } = await listUsage(tenant.ctx, { months: 3 });
  expect(data.map(({ period, ...used }) => [period.start.toISOString().slice(0, 10), used])).toEqual([
    ["2025-12-01", { ...none, cert: 7 }],
    ["2026-01-01", { ...none, testConnect: 22 }],
    ["2026-02-01", { ...none, connect: 4, apiCall: 5_000_000_000, testConnect: 1 }],
  ]);
  expect(data[0]?.period.end).toEqual(data[1]?.period.start);
});
