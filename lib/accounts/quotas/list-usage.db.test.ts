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
    kind: "connect" | "cert" | "api_call" | "active_domain",
    month: string,
    used: number,
  ) => ({
    tenantId,
    kind,
    period: new Date(`${month}-01`),
    used,
  });
  await database.prisma.usageCounter.createMany({
    data: [
      counter(tenant.tenantId, "connect", "2026-02", 4),
      counter(tenant.tenantId, "api_call", "2026-02", 5_000_000_000),
      counter(tenant.tenantId, "cert", "2025-12", 7),
      counter(tenant.tenantId, "cert", "2025-11", 9),
      counter(tenant.tenantId, "active_domain", "1970-01", 3),
      counter(otherTenant.tenantId, "connect", "2026-02", 99),
    ],
  });
});

it("says what was used month by month, with nothing for months without use, and nothing of another tenant", async () => {
  const { data } = await listUsage(tenant.ctx, { months: 3 });
  expect(data.map(({ period, ...used }) => [period.start.toISOString().slice(0, 10), used])).toEqual([
    ["2025-12-01", { connect: 0, cert: 7, apiCall: 0 }],
    ["2026-01-01", { connect: 0, cert: 0, apiCall: 0 }],
    ["2026-02-01", { connect: 4, cert: 0, apiCall: 5_000_000_000 }],
  ]);
  expect(data[0]?.period.end).toEqual(data[1]?.period.start);
});
