import { expect, it } from "vitest";
import { createKey } from "@/lib/accounts/applications/create-key";
import { reserveConnections } from "@/lib/accounts/quotas/reserve-connections";
import { answerStripe } from "@/lib/api/answer-stripe";
import { routes } from "@/lib/api/routes";
import { inTransaction } from "@/lib/db/transaction";
import { plans } from "@/lib/kernel/plans";
import type { Scope } from "@/lib/kernel/scopes";
import { onBehalfOf } from "@/lib/platform/ports/context";
import { callRoute } from "@/lib/runtime/testing/runtime";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { tenant, other } = setUpWorld({ per: "file", tenants: { plan: "free" } });

async function mint(...scopes: Scope[]): Promise<string> {
  const admin = onBehalfOf(tenant.ctx, tenant.tenantId, { kind: "admin" });
  return (await createKey(admin, { id: tenant.applicationId, name: "k", scopes })).secret;
}

it("lists the plans as pages that end", async () => {
  const key = await mint("usage:read");
  const whole = await callRoute(routes.listPlans, key);
  expect(whole.status).toBe(200);
  expect(whole.json.data.map((plan: { name: string }) => plan.name)).toEqual(Object.keys(plans));
  expect(whole.json.data[0]).toEqual({
    name: "free",
    title: "Free",
    limits: {
      connect: 3,
      active_domain: 3,
      cert: 10,
      api_call: 10_000,
      test_connect: 20,
      test_active_domain: 10,
      test_cert: 10,
      test_api_call: 10_000,
      test_check: 200,
    },
    features: { hide_powered_by: false },
    price: null,
    available: true,
    contact: null,
  });
  expect(whole.json.data[3].limits.connect).toBeNull();
  const first = await callRoute(routes.listPlans, key, { query: "?limit=3" });
  const rest = await callRoute(routes.listPlans, key, { query: `?limit=3&cursor=${first.json.next_cursor}` });
  expect([...first.json.data, ...rest.json.data]).toEqual(whole.json.data);
  expect(rest.json.next_cursor).toBeNull();
  const broken = await callRoute(routes.listPlans, key, { query: "?cursor=Z29sZA" });
  expect([broken.status, broken.json.error.param]).toEqual([400, "cursor"]);
});

it("says what was used of each kind and what is left, of the caller's own account", async () => {
  for (const { ctx } of [tenant, tenant, other])
    await inTransaction(ctx, (tx) => reserveConnections(ctx, tx, "live", 1));
  await inTransaction(tenant.ctx, (tx) => reserveConnections(tenant.ctx, tx, "test", 1));
  const { status, json } = await callRoute(routes.getUsage, await mint("usage:read"));
  expect(status).toBe(200);
  const [day, month] = ["2026-01-02T00:00:00.000Z", "2026-02-01T00:00:00.000Z"];
  expect(json).toEqual({
    plan: "free",
    period: { start: "2026-01-01T00:00:00.000Z", end: "2026-02-01T00:00:00.000Z" },
    connect: { used: 2, limit: 3, remaining: 1, period_end: month },
    active_domain: { used: 2, limit: 3, remaining: 1, period_end: null },
    cert: { used: 0, limit: 10, remaining: 10, period_end: month },
    api_call: { used: 0, limit: 10_000, remaining: 10_000, period_end: month },
    test_connect: { used: 1, limit: 20, remaining: 19, period_end: day },
    test_active_domain: { used: 1, limit: 10, remaining: 9, period_end: null },
    test_cert: { used: 0, limit: 10, remaining: 10, period_end: day },
    test_api_call: { used: 0, limit: 10_000, remaining: 10_000, period_end: month },
    test_check: { used: 0, limit: 200, remaining: 200, period_end: day },
  });
});

it("answers 502 to every way to pay, and changes nothing", async () => {
  const key = await mint("apps:admin", "usage:read");
  const page = "https://shop.example.com";
  const answers = [
    await callRoute(routes.createCheckout, key, { body: { plan: "pro", success_url: page, cancel_url: page } }),
    await callRoute(routes.changePlan, key, { body: { plan: "pro" } }),
    await callRoute(answerStripe, null, { text: "{}" }),
  ];
  for (const { status, json } of answers) {
    expect([status, json.error.code]).toEqual([502, "billing_unavailable"]);
    expect(json.error.doc_url).toMatch(/\/docs\/errors#billing_unavailable$/);
  }
  const free = { plan: "free", status: null, provider: null, current_period_end: null };
  expect((await callRoute(routes.getSubscription, key)).json).toEqual(free);
  expect((await callRoute(routes.changePlan, key, { body: { plan: "free" } })).json).toEqual({
    ...free,
    checkout_url: null,
  });
});

it("requires usage:read to view and apps:admin to change", async () => {
  const [looker, changer] = [await mint("usage:read"), await mint("apps:admin")];
  for (const route of [routes.listPlans, routes.getSubscription, routes.getUsage]) {
    expect((await callRoute(route, changer)).status).toBe(403);
    expect((await callRoute(route, null)).status).toBe(401);
  }
  for (const route of [routes.changePlan, routes.createCheckout]) {
    expect((await callRoute(route, looker, { body: {} })).status).toBe(403);
    expect((await callRoute(route, null, { body: {} })).status).toBe(401);
  }
});
