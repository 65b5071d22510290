import { afterAll, beforeAll, expect, it } from "vitest";
import { POST as stripeRoute } from "@/app/billing/stripe/route";
import { POST as createCheckoutRoute } from "@/app/v1/billing/checkout/route";
import { GET as listPlansRoute } from "@/app/v1/plans/route";
import { GET as getSubscriptionRoute } from "@/app/v1/subscription/route";
import { POST as changePlanRoute } from "@/app/v1/subscriptions/route";
import { GET as getUsageRoute } from "@/app/v1/usage/route";
import { createKey } from "@/lib/accounts/applications/create-key";
import { reserveConnections } from "@/lib/accounts/quotas/reserve-connections";
import { inTransaction } from "@/lib/db/transaction";
import { plans } from "@/lib/kernel/plans";
import type { Scope } from "@/lib/kernel/scopes";
import { onBehalfOf } from "@/lib/platform/ports/context";
import { createTestTenant, createWorld, type TestTenant } from "@/lib/runtime/testing/context";
import { openTestDatabase } from "@/lib/runtime/testing/database";
import { callRoute, installTestRuntime } from "@/lib/runtime/testing/runtime";

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let tenant: TestTenant;
let other: TestTenant;

beforeAll(async () => {
  database = await openTestDatabase();
  const { service } = createWorld(database);
  tenant = await createTestTenant(service, { plan: "free" });
  other = await createTestTenant(service, { plan: "free" });
  installTestRuntime(service);
});
afterAll(() => database.close());

async function mint(...scopes: Scope[]): Promise<string> {
  const admin = onBehalfOf(tenant.ctx, tenant.tenantId, { kind: "admin" });
  return (await createKey(admin, { id: tenant.applicationId, name: "k", scopes })).secret;
}

it("lists the plans as pages that end", async () => {
  const key = await mint("usage:read");
  const whole = await callRoute(listPlansRoute, key);
  expect(whole.status).toBe(200);
  expect(whole.json.data.map((plan: { name: string }) => plan.name)).toEqual(Object.keys(plans));
  expect(whole.json.data[0]).toEqual({
    name: "free",
    title: "Free",
    limits: { connect: 3, active_domain: 3, cert: 10, api_call: 10_000 },
  });
  expect(whole.json.data[3].limits.connect).toBeNull();
  const first = await callRoute(listPlansRoute, key, { query: "?limit=3" });
  const rest = await callRoute(listPlansRoute, key, { query: `?limit=3&cursor=${first.json.next_cursor}` });
  expect([...first.json.data, ...rest.json.data]).toEqual(whole.json.data);
  expect(rest.json.next_cursor).toBeNull();
  const broken = await callRoute(listPlansRoute, key, { query: "?cursor=Z29sZA" });
  expect([broken.status, broken.json.error.param]).toEqual([400, "cursor"]);
});

it("says what was used of each kind and what is left, of the caller's own account", async () => {
  for (const { ctx } of [tenant, tenant, other]) await inTransaction(ctx, (tx) => reserveConnections(ctx, tx, 1));
  const { status, json } = await callRoute(getUsageRoute, await mint("usage:read"));
  expect(status).toBe(200);
  expect(json).toEqual({
    plan: "free",
    period: { start: "2026-01-01T00:00:00.000Z", end: "2026-02-01T00:00:00.000Z" },
    connect: { used: 2, limit: 3, remaining: 1 },
    active_domain: { used: 2, limit: 3, remaining: 1 },
    cert: { used: 0, limit: 10, remaining: 10 },
    api_call: { used: 0, limit: 10_000, remaining: 10_000 },
  });
});

it("answers 502 to every way to pay, and changes nothing", async () => {
  const key = await mint("apps:admin", "usage:read");
  const page = "https://shop.example.com";
  const answers = [
    await callRoute(createCheckoutRoute, key, { body: { plan: "pro", success_url: page, cancel_url: page } }),
    await callRoute(changePlanRoute, key, { body: { plan: "pro" } }),
    await callRoute((request) => stripeRoute(request), null, { text: "{}" }),
  ];
  for (const { status, json } of answers) {
    expect([status, json.error.code]).toEqual([502, "billing_unavailable"]);
    expect(json.error.doc_url).toMatch(/\/docs\/errors#billing_unavailable$/);
  }
  const free = { plan: "free", status: null, provider: null, current_period_end: null };
  expect((await callRoute(getSubscriptionRoute, key)).json).toEqual(free);
  expect((await callRoute(changePlanRoute, key, { body: { plan: "free" } })).json).toEqual({
    ...free,
    checkout_url: null,
  });
});

it("requires usage:read to view and apps:admin to change", async () => {
  const [looker, changer] = [await mint("usage:read"), await mint("apps:admin")];
  for (const route of [listPlansRoute, getSubscriptionRoute, getUsageRoute]) {
    expect((await callRoute(route, changer)).status).toBe(403);
    expect((await callRoute(route, null)).status).toBe(401);
  }
  for (const route of [changePlanRoute, createCheckoutRoute]) {
    expect((await callRoute(route, looker, { body: {} })).status).toBe(403);
    expect((await callRoute(route, null, { body: {} })).status).toBe(401);
  }
});
