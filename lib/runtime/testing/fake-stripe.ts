import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import Stripe from "stripe";

export type StripeRequest = {
  method: string;
  path: string;
  form: Record<string, string>;
  idempotencyKey: string | undefined;
  authorization: string | undefined;
};

export type FakeSubscription = {
  id: string;
  status: string;
  price: string;
  customer: string;
  metadata: Record<string, string>;
  periodEnd: number;
};

export type FakeStripe = Awaited<ReturnType<typeof startFakeStripe>>;

/** The part of Stripe's API that we call, over real HTTP on loopback, with its form encoding, errors and signatures. */
export async function startFakeStripe(webhookSecret: string) {
  const requests: StripeRequest[] = [];
  const subscriptions = new Map<string, FakeSubscription>();
  const sessions = new Map<string, string>();
  const state = { down: false };

  const server = createServer(async (request, response) => {
    const form = Object.fromEntries(new URLSearchParams(await readAll(request)));
    const { authorization } = request.headers;
    const idempotencyKey = request.headers["idempotency-key"]?.toString();
    const path = new URL(request.url ?? "/", "http://stripe.test").pathname;
    const asked = { method: request.method ?? "", path, form, idempotencyKey, authorization };
    requests.push(asked);
    const { status, body } = state.down ? failure(500, "down") : answer(asked);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });

  function answer({ method, path, form, idempotencyKey, authorization }: StripeRequest) {
    if (authorization !== "Bearer sk_test_fake") return failure(401, "Invalid API Key");
    if (method === "POST" && path === "/v1/checkout/sessions") {
      const id = sessions.get(idempotencyKey ?? "") ?? `cs_${sessions.size + 1}`;
      sessions.set(idempotencyKey ?? id, id);
      return { status: 200, body: { id, object: "checkout.session", url: `https://checkout.stripe.test/${id}` } };
    }
    const subscription = subscriptions.get(/^\/v1\/subscriptions\/(\w+)$/.exec(path)?.[1] ?? "");
    if (!subscription) return failure(404, "No such subscription");
    if (method === "POST" && form["items[0][price]"]) subscription.price = form["items[0][price]"];
    return { status: 200, body: subscriptionObject(subscription) };
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    requests,
    subscriptions,
    state,
    host: { host: "127.0.0.1", port: (server.address() as AddressInfo).port, protocol: "http" as const },
    /** A message as Stripe would send it: its raw body and its signature. */
    message(type: string, object: object, createdAt: Date) {
      const created = Math.floor(createdAt.getTime() / 1_000);
      const payload = JSON.stringify({ id: `evt_${created}`, object: "event", type, created, data: { object } });
      return { payload, signature: Stripe.webhooks.generateTestHeaderString({ payload, secret: webhookSecret }) };
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function subscriptionObject({ id, status, price, customer, metadata, periodEnd }: FakeSubscription) {
  const item = { id: `si_${id}`, object: "subscription_item", price: { id: price }, current_period_end: periodEnd };
  return { id, object: "subscription", status, customer, metadata, items: { object: "list", data: [item] } };
}

function failure(status: number, message: string) {
  return { status, body: { error: { type: "invalid_request_error", message } } };
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
