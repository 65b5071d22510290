import Stripe from "stripe";
import { errorText, Refusal } from "@/lib/kernel/errors";
import { planNames } from "@/lib/kernel/plans";
import type { Billing, Checkout, SubscriptionChange, SubscriptionReport } from "@/lib/platform/ports/billing";

/** `priceOf`: the Stripe price of each plan on sale. */
export type StripeOptions = { secretKey: string; webhookSecret: string; priceOf: Record<string, string> };

/** Where Stripe's API is; for tests. */
export type StripeHost = { host: string; port: number; protocol: "http" | "https" };

const timeoutMs = 10_000;
const maxNetworkRetries = 2;

/** What each status of a Stripe subscription entitles to. https://docs.stripe.com/billing/subscriptions/overview */
const entitlements: Record<string, "plan" | "free"> = {
  active: "plan",
  trialing: "plan",
  // Stripe is still retrying the payment, for as long as its settings say.
  past_due: "plan",
  unpaid: "free",
  paused: "free",
  canceled: "free",
  incomplete_expired: "free",
};

/** Stripe Billing with Checkout: a subscription of one price, which is the plan. */
export function createStripeBilling(options: StripeOptions, host?: StripeHost): Billing {
  const stripe = new Stripe(options.secretKey, { timeout: timeoutMs, maxNetworkRetries, telemetry: false, ...host });
  const planOfPrice = new Map(Object.entries(options.priceOf).map(([plan, price]) => [price, plan]));

  async function createCheckout(checkout: Checkout): Promise<{ url: string }> {
    const { tenantId, plan, customerId } = checkout;
    const metadata = { tenant_id: tenantId, plan };
    const price = getPrice(plan);
    const session = await ask(() =>
      stripe.checkout.sessions.create(
        {
          mode: "subscription",
          line_items: [{ price, quantity: 1 }],
          client_reference_id: tenantId,
          metadata,
          // Later messages are about the subscription, which does not inherit the session's metadata.
          subscription_data: { metadata, description: checkout.tenantName },
          success_url: checkout.successUrl,
          cancel_url: checkout.cancelUrl,
          ...(customerId === null ? {} : { customer: customerId }),
        },
        { idempotencyKey: checkout.idempotencyKey },
      ),
    );
    if (!session.url) throw unavailable(new Error(`checkout session ${session.id} has no URL`));
    return { url: session.url };
  }

  async function changeSubscription({ subscriptionId, plan }: SubscriptionChange): Promise<void> {
    if (plan === "free") {
      await ask(() => stripe.subscriptions.update(subscriptionId, { cancel_at_period_end: true }));
      return;
    }
    const price = getPrice(plan);
    const subscription = await ask(() => stripe.subscriptions.retrieve(subscriptionId));
    const item = subscription.items.data[0];
    if (!item) throw unavailable(new Error(`subscription ${subscriptionId} has no items`));
    await ask(() =>
      stripe.subscriptions.update(subscriptionId, {
        items: [{ id: item.id, price }],
        cancel_at_period_end: false,
        proration_behavior: "create_prorations",
      }),
    );
  }

  async function readMessage(rawBody: string, signature: string): Promise<SubscriptionReport | null> {
    const event = verify(rawBody, signature);
    const about = subscriptionOf(event);
    if (about === null) return null;
    // Messages arrive in any order, and more than once: read the present state instead of trusting this one.
    const subscription = await ask(() => stripe.subscriptions.retrieve(about.subscriptionId));
    const item = subscription.items.data[0];
    const price = item?.price.id ?? "none";
    const entitlement = entitlements[subscription.status] ?? null;
    return {
      tenantId: subscription.metadata.tenant_id ?? about.tenantId,
      plan: entitlement === "plan" ? (planOfPrice.get(price) ?? price) : entitlement,
      customerId: idOf(subscription.customer),
      subscriptionId: subscription.id,
      status: subscription.status,
      currentPeriodEnd: item ? new Date(item.current_period_end * 1_000) : null,
      reportedAt: new Date(event.created * 1_000),
    };
  }

  function verify(rawBody: string, signature: string): Stripe.Event {
    try {
      return stripe.webhooks.constructEvent(rawBody, signature, options.webhookSecret);
    } catch (cause) {
      throw new Refusal("invalid", "This message is not signed by Stripe, or its signature is too old.", {
        privateText: errorText(cause),
        cause,
      });
    }
  }

  function getPrice(plan: string): string {
    const price = options.priceOf[plan];
    if (price) return price;
    throw new Refusal("billing_unavailable", `The ${plan} plan is not on sale here. Ask the operator for it.`);
  }

  const plans = planNames.filter((plan) => plan in options.priceOf);
  return { provider: "stripe", plans, createCheckout, changeSubscription, readMessage };
}

function subscriptionOf(event: Stripe.Event): { subscriptionId: string; tenantId: string | null } | null {
  switch (event.type) {
    case "checkout.session.completed": {
      const { subscription, client_reference_id: tenantId } = event.data.object;
      return subscription ? { subscriptionId: idOf(subscription), tenantId } : null;
    }
    case "customer.subscription.created":
    case "customer.subscription.updated":
    case "customer.subscription.deleted":
      return { subscriptionId: event.data.object.id, tenantId: null };
    default:
      return null;
  }
}

function idOf(reference: string | { id: string }): string {
  return typeof reference === "string" ? reference : reference.id;
}

async function ask<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    throw unavailable(cause);
  }
}

function unavailable(cause: unknown): Refusal {
  const text =
    "The billing provider could not complete the request, and nothing was changed. Try again in a few minutes.";
  return new Refusal("billing_unavailable", text, { privateText: errorText(cause), cause });
}
