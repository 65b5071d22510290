import Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createKey } from "@/lib/accounts/applications/create-key";
import { changePlan } from "@/lib/accounts/billing/change-plan";
import { createCheckout } from "@/lib/accounts/billing/create-checkout";
import { getSubscription } from "@/lib/accounts/billing/get-subscription";
import { createStripeBilling } from "@/lib/accounts/billing/stripe-billing";
import { setPlan } from "@/lib/accounts/quotas/set-plan";
import { answerStripe } from "@/lib/api/answer-stripe";
import { changePlanEndpoint, createCheckoutEndpoint, getSubscriptionEndpoint } from "@/lib/api/endpoints/plans";
import { handle } from "@/lib/api/handle";
import { inTransaction } from "@/lib/db/transaction";
import type { PlanName } from "@/lib/kernel/plans";
import { scopes } from "@/lib/kernel/scopes";
import { type Context, onBehalfOf } from "@/lib/platform/ports/context";
import { createTestTenant, createWorld } from "@/lib/runtime/testing/context";
import {
  type FakeStripe,
  type FakeSubscription,
  startFakeStripe,
  subscriptionObject,
} from "@/lib/runtime/testing/fake-stripe";
import { callRoute, installTestRuntime, type TestCall } from "@/lib/runtime/testing/runtime";
import { setUpDatabase } from "@/lib/runtime/testing/set-up-database";

const database = setUpDatabase();
const world = createWorld(database, { upgradeUrl: "http://localhost:3000/usage" });
let stripe: FakeStripe;
let ctx: Context;
let key: string;
let count = 0;

/** As the operator's command line does it. */
const setByHand = (to: Context, plan: PlanName) => inTransaction(to, (tx) => setPlan(to, tx, plan, { by: "operator" }));

const webhookSecret = "whsec_test";
const startedAt = new Date("2026-01-01T00:00:00Z");
const periodEnd = 1_769_904_000;
const urls = {
  success_url: "https://shop.example.com/paid?s={CHECKOUT_SESSION_ID}",
  cancel_url: "https://shop.example.com",
};

beforeAll(async () => {
  stripe = await startFakeStripe(webhookSecret);
  const priceOf = { pro: "price_pro", growth: "price_growth" };
  world.service.billing = createStripeBilling({ secretKey: "sk_test_fake", webhookSecret, priceOf }, stripe.host);
});
beforeEach(async () => {
  world.set(startedAt);
  stripe.requests.length = 0;
  stripe.state.down = false;
  installTestRuntime(world.service);
  ({ ctx, key } = await newTenant());
});
afterAll(() => stripe.close());

async function newTenant(environment: "live" | "test" = "live") {
  const tenant = await createTestTenant(world.service, { plan: "free", environment });
  const admin = onBehalfOf(tenant.ctx, tenant.tenantId, { kind: "admin" });
  const made = await createKey(admin, { id: tenant.applicationId, name: "k", scopes: [...scopes] });
  return { ctx: tenant.ctx, key: made.secret };
}

const checkout = (body: object, secret = key, call: TestCall = {}) =>
  callRoute(handle(createCheckoutEndpoint, createCheckout), secret, { body, ...call });
const change = (plan: string, secret = key) =>
  callRoute(handle(changePlanEndpoint, changePlan), secret, { body: { plan } });
const current = async (secret = key) =>
  (await callRoute(handle(getSubscriptionEndpoint, getSubscription), secret)).json;

/** A subscription at Stripe, the tenant's by default. */
function atStripe(given: Partial<FakeSubscription> = {}): FakeSubscription {
  count += 1;
  const known = { status: "active", price: "price_pro", metadata: { tenant_id: ctx.tenantId }, periodEnd };
  const subscription = { id: `sub_${count}`, customer: `cus_${ctx.tenantId}`, ...known, ...given };
  stripe.subscriptions.set(subscription.id, subscription);
  return subscription;
}

const second = (offset: number) => new Date(startedAt.getTime() + offset * 1_000);

function deliver({ payload, signature }: { payload: string; signature: string }) {
  return callRoute(answerStripe, null, {
    text: payload,
    headers: { "stripe-signature": signature },
  });
}

function report(subscription: FakeSubscription, at: number, type = "updated") {
  return deliver(stripe.message(`customer.subscription.${type}`, subscriptionObject(subscription), second(at)));
}

const planChanges = async () =>
  (await database.prisma.auditEntry.findMany({ where: { tenantId: ctx.tenantId, action: "plan.changed" } })).map(
    (entry) => entry.data,
  );

it("opens a checkout for the plan's price that knows the tenant, once for two clicks", async () => {
  const { status, json } = await checkout({ plan: "pro", ...urls });
  expect([status, Object.keys(json)]).toEqual([201, ["url"]]);
  expect(json.url).toMatch(/^https:\/\/checkout\.stripe\.test\/cs_\d+$/);
  expect(stripe.requests).toHaveLength(1);
  expect(stripe.requests[0]?.form).toMatchObject({
    mode: "subscription",
    client_reference_id: ctx.tenantId,
    "line_items[0][price]": "price_pro",
    "line_items[0][quantity]": "1",
    "metadata[tenant_id]": ctx.tenantId,
    "metadata[plan]": "pro",
    "subscription_data[metadata][tenant_id]": ctx.tenantId,
    success_url: "https://shop.example.com/paid?s={CHECKOUT_SESSION_ID}",
    cancel_url: "https://shop.example.com",
  });
  expect((await checkout({ plan: "pro", ...urls })).json.url).toBe(json.url);
  expect((await checkout({ plan: "growth", ...urls })).json.url).not.toBe(json.url);
  world.advance(600_000);
  expect((await checkout({ plan: "pro", ...urls })).json.url).not.toBe(json.url);
  expect(await current()).toEqual({ plan: "free", status: null, provider: null, current_period_end: null });
});

it("replays a checkout under its Idempotency-Key without asking Stripe again", async () => {
  const headers = { "idempotency-key": "k1" };
  const first = await checkout({ plan: "pro", ...urls }, key, { headers });
  world.advance(3_600_000);
  const again = await checkout({ plan: "pro", ...urls }, key, { headers });
  expect([again.status, again.json]).toEqual([201, first.json]);
  expect(stripe.requests).toHaveLength(1);
});

it.each([
  ["another site without TLS", { success_url: "http://shop.example.com/" }, "success_url"],
  ["no web page", { cancel_url: "javascript:alert(1)" }, "cancel_url"],
  ["what only begins like the app", { success_url: "http://localhost:3000.evil.test/" }, "success_url"],
  ["the free plan", { plan: "free" }, "plan"],
  ["a plan that does not exist", { plan: "gold" }, "plan"],
])("refuses a checkout for %s before it asks Stripe", async (_, wrong, param) => {
  const { status, json } = await checkout({ plan: "pro", ...urls, ...wrong });
  expect([status, json.error.code, json.error.param]).toEqual([400, "invalid", param]);
  expect(stripe.requests).toEqual([]);
});

it("takes the app's own pages without TLS", async () => {
  const body = { plan: "pro", success_url: "http://localhost:3000/usage", cancel_url: "http://localhost:3000/usage" };
  expect((await checkout(body)).status).toBe(201);
});

it("lets no test key move money, and no key without apps:admin", async () => {
  const test = await newTenant("test");
  expect((await checkout({ plan: "pro", ...urls }, test.key)).status).toBe(403);
  expect((await change("free", test.key)).status).toBe(403);
  expect(stripe.requests).toEqual([]);
});

it("answers 502 for a plan that has no price, and while Stripe is away", async () => {
  expect((await checkout({ plan: "enterprise", ...urls })).json.error.code).toBe("billing_unavailable");
  expect(stripe.requests).toEqual([]);
  stripe.state.down = true;
  const { status, json } = await checkout({ plan: "pro", ...urls });
  expect([status, json.error.code]).toEqual([502, "billing_unavailable"]);
});

it("switches the plan when the checkout is completed, and back to free when the subscription ends", async () => {
  const subscription = atStripe();
  const session = { id: "cs_x", object: "checkout.session", mode: "subscription", subscription: subscription.id };
  const completed = stripe.message(
    "checkout.session.completed",
    { ...session, client_reference_id: ctx.tenantId },
    second(1),
  );
  expect((await deliver(completed)).status).toBe(200);
  const active = { plan: "pro", status: "active", provider: "stripe", current_period_end: "2026-02-01T00:00:00.000Z" };
  expect(await current()).toEqual(active);
  expect((await deliver(completed)).status).toBe(200);
  expect(await current()).toEqual(active);

  subscription.status = "canceled";
  await report(subscription, 2, "deleted");
  expect(await current()).toEqual({ ...active, plan: "free", status: "canceled", current_period_end: null });
  expect((await deliver(completed)).status).toBe(200);
  expect((await current()).plan).toBe("free");
  expect(await planChanges()).toEqual([
    { from: "free", to: "pro", by: "billing", provider: "stripe", status: "active" },
    { from: "pro", to: "free", by: "billing", provider: "stripe", status: "canceled" },
  ]);
});

it.each([
  ["trialing", "pro"],
  ["past_due", "pro"],
  ["unpaid", "free"],
  ["paused", "free"],
  ["incomplete_expired", "free"],
])("a subscription that is %s means the plan %s", async (status, plan) => {
  const subscription = atStripe();
  await report(subscription, 1, "created");
  subscription.status = status;
  await report(subscription, 2);
  expect(await current()).toMatchObject({ plan, status });
});

it("takes a plan from nobody because of a subscription that is not paid for the first time yet", async () => {
  await setByHand(ctx, "growth");
  const subscription = atStripe({ status: "incomplete" });
  await report(subscription, 1, "created");
  expect(await current()).toMatchObject({ plan: "growth", status: "incomplete" });
  subscription.status = "active";
  await report(subscription, 1);
  expect(await current()).toMatchObject({ plan: "pro", status: "active" });
});

it("ignores what is older than what it knows", async () => {
  const subscription = atStripe();
  await report(subscription, 10);
  // As if Stripe's answer of then came only now.
  subscription.status = "unpaid";
  expect((await report(subscription, 9)).status).toBe(200);
  expect(await current()).toMatchObject({ plan: "pro", status: "active" });
});

it("does not end the subscription that runs because another one of the tenant ended", async () => {
  const old = atStripe();
  await report(old, 1);
  await report(atStripe({ price: "price_growth" }), 2, "created");
  old.status = "canceled";
  await report(old, 3, "deleted");
  expect(await current()).toMatchObject({ plan: "growth", status: "active" });
});

it("takes one of 20 reports at once as well as all of them", async () => {
  const subscription = atStripe();
  const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => report(subscription, index % 4)));
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
  expect(await current()).toMatchObject({ plan: "pro" });
  expect(await planChanges()).toHaveLength(1);
});

it("refuses a message that is not signed, not by Stripe, changed on its way, or old", async () => {
  const body = subscriptionObject(atStripe());
  const { payload, signature } = stripe.message("customer.subscription.created", body, second(1));
  const old = Math.floor(Date.now() / 1_000) - 3_600;
  const forged = [
    { payload, signature: "" },
    { payload, signature: Stripe.webhooks.generateTestHeaderString({ payload, secret: "whsec_other" }) },
    { payload: payload.replace("active", "trialing"), signature },
    {
      payload,
      signature: Stripe.webhooks.generateTestHeaderString({ payload, secret: webhookSecret, timestamp: old }),
    },
  ];
  for (const message of forged) {
    const { status, json } = await deliver(message);
    expect([status, json.error.code]).toEqual([400, "invalid"]);
  }
  expect(stripe.requests).toEqual([]);
  expect((await current()).plan).toBe("free");
  expect((await deliver({ payload: "x".repeat(257 * 1_024), signature })).status).toBe(413);
});

it("answers 200 to what is about nothing of ours, and changes nothing", async () => {
  const other = await newTenant();
  await report(atStripe({ metadata: {} }), 1);
  await report(atStripe({ metadata: { tenant_id: "none" } }), 1);
  await report(atStripe({ metadata: { tenant_id: "00000000-0000-7000-8000-000000000000" } }), 1);
  await report(atStripe({ price: "price_of_something_else" }), 1);
  expect((await deliver(stripe.message("invoice.paid", { id: "in_1" }, second(1)))).status).toBe(200);
  const payment = { id: "cs_1", object: "checkout.session", mode: "payment", subscription: null };
  expect((await deliver(stripe.message("checkout.session.completed", payment, second(1)))).status).toBe(200);
  const free = { plan: "free", status: null, provider: null, current_period_end: null };
  expect([await current(), await current(other.key)]).toEqual([free, free]);

  // A customer who is another tenant's already.
  await report(atStripe(), 1);
  const stolen = await report(atStripe({ metadata: { tenant_id: other.ctx.tenantId } }), 2);
  expect([stolen.status, await current(other.key)]).toEqual([200, free]);
  expect(await current()).toMatchObject({ plan: "pro" });
});

it("asks Stripe to send its message again while Stripe's API is away", async () => {
  const message = stripe.message("customer.subscription.created", subscriptionObject(atStripe()), second(1));
  stripe.state.down = true;
  expect((await deliver(message)).status).toBe(502);
  stripe.state.down = false;
  expect((await deliver(message)).status).toBe(200);
  expect((await current()).plan).toBe("pro");
});

it("answers a paid plan with the page where it is paid, and changes nothing before that", async () => {
  const { status, json } = await change("pro");
  expect(status).toBe(200);
  expect(json).toMatchObject({ plan: "free", checkout_url: expect.stringContaining("https://checkout.stripe.test/") });
  expect(stripe.requests[0]?.form).toMatchObject({ success_url: "http://localhost:3000/usage" });
  expect((await current()).plan).toBe("free");
});

it("changes a subscription that runs at Stripe, in place, and opens no second one", async () => {
  const subscription = atStripe();
  await report(subscription, 1);
  stripe.requests.length = 0;
  expect((await checkout({ plan: "growth", ...urls })).json.error.code).toBe("invalid_state");
  expect(await change("growth")).toMatchObject({ status: 200, json: { plan: "pro", checkout_url: null } });
  expect(stripe.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    `GET /v1/subscriptions/${subscription.id}`,
    `POST /v1/subscriptions/${subscription.id}`,
  ]);
  expect(stripe.requests[1]?.form).toMatchObject({
    "items[0][id]": `si_${subscription.id}`,
    "items[0][price]": "price_growth",
    cancel_at_period_end: "false",
  });
  await report(subscription, 2);
  expect((await current()).plan).toBe("growth");
});

it("ends a subscription with what is paid for, and the plan only then", async () => {
  const subscription = atStripe();
  await report(subscription, 1);
  stripe.requests.length = 0;
  expect(await change("free")).toMatchObject({ status: 200, json: { plan: "pro", checkout_url: null } });
  expect(stripe.requests.map(({ form }) => form)).toEqual([{ cancel_at_period_end: "true" }]);
  subscription.status = "canceled";
  await report(subscription, 2, "deleted");
  expect((await current()).plan).toBe("free");
  // A returning tenant is the same customer at Stripe.
  stripe.requests.length = 0;
  expect((await change("pro")).json.checkout_url).toContain("https://");
  expect(stripe.requests[0]?.form).toMatchObject({ customer: `cus_${ctx.tenantId}` });
});

it("drops a plan that the operator gave at once, and only the caller's own", async () => {
  const other = await newTenant();
  for (const tenant of [ctx, other.ctx]) await setByHand(tenant, "growth");
  expect(await change("growth")).toMatchObject({ status: 200, json: { plan: "growth", checkout_url: null } });
  expect(await change("free")).toMatchObject({ status: 200, json: { plan: "free", status: null, checkout_url: null } });
  expect([(await current()).plan, (await current(other.key)).plan]).toEqual(["free", "growth"]);
  expect(stripe.requests).toEqual([]);
  expect(await planChanges()).toEqual([
    { from: "free", to: "growth", by: "operator" },
    { from: "growth", to: "free", by: "tenant" },
  ]);
  await expect(setByHand({ ...ctx, tenantId: "00000000-0000-7000-8000-000000000000" }, "pro")).rejects.toThrow(
    "There is no tenant",
  );
});
