import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Socket, type Server as TcpServer } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { createTestAuthority } from "@/e2e/support/certificates";
import { createOutboundHttp } from "@/lib/platform/outbound/outbound-http";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";
import { addConnection, addEndpoint, deliverDue, happen } from "@/lib/runtime/testing/webhooks";
import { getWebhookDelivery } from "@/lib/webhooks/deliveries/get-webhook-delivery";
import { listWebhookDeliveries } from "@/lib/webhooks/deliveries/list-webhook-deliveries";
import { sendTestEvent } from "@/lib/webhooks/deliveries/send-test-event";
import { rotateWebhookSecret } from "@/lib/webhooks/endpoints/rotate-webhook-secret";

// Real receivers on loopback, and the real client: tests what an integrator's own code accepts.
const authority = createTestAuthority("Receivers' CA");
const servers: Server[] = [];
const rawServers: TcpServer[] = [];
const outbound = createOutboundHttp({ allowLoopback: true, ca: authority.certPem });
const { service, tenant } = setUpWorld({
  per: "file",
  tenants: { environment: "test" },
  // The official library compares the time of a message with the real clock.
  ports: () => ({ outbound, now: () => new Date() }),
});
let connectionId: string;

beforeAll(async () => {
  connectionId = await addConnection(tenant, "receivers.acme.test");
});
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  for (const server of rawServers.splice(0)) await new Promise((resolve) => server.close(resolve));
});
afterAll(() => outbound.close());

type Received = { headers: IncomingHttpHeaders; body: string };

/** Responds with the result of `respond`. Returns the URL. */
async function listen(
  scheme: "http" | "https",
  respond: (received: Received) => { status: number; headers?: Record<string, string> } | "never",
): Promise<string> {
  const tls = authority.issue({ names: ["localhost"] });
  const server =
    scheme === "http" ? createServer() : (createHttpsServer({ cert: tls.certPem, key: tls.keyPem }) as Server);
  server.on("request", async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const result = respond({ headers: request.headers, body: Buffer.concat(chunks).toString("utf8") });
    if (result === "never") return;
    response.writeHead(result.status, result.headers).end("x".repeat(5_000));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  servers.push(server);
  return `${scheme}://localhost:${(server.address() as AddressInfo).port}/hook`;
}

/** Verifies as docs/webhooks.md describes. */
function isSignedByXcd({ headers, body }: Received, secret: string): boolean {
  const timestamp = String(headers["x-cd-timestamp"]);
  if (Math.abs(Date.now() / 1_000 - Number(timestamp)) > 300) return false;
  const expected = Buffer.from(`sha256=${createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex")}`);
  return String(headers["x-cd-signature"])
    .split(",")
    .map((signature) => Buffer.from(signature))
    .some((signature) => signature.length === expected.length && timingSafeEqual(signature, expected));
}

it("is verified over HTTPS by the official Standard Webhooks library", async () => {
  let secret = "";
  const verified: unknown[] = [];
  const url = await listen("https", ({ headers, body }) => {
    verified.push(new Webhook(secret).verify(body, headers as Record<string, string>));
    return { status: 204 };
  });
  const endpoint = await addEndpoint(tenant.ctx, { url, eventTypes: ["domain.verified"] });
  secret = endpoint.signingSecret;
  await happen(tenant.ctx, connectionId, "domain.verified");
  await deliverDue(service);
  expect(verified).toMatchObject([
    { type: "domain.verified", jobId: connectionId, data: { hostname: "receivers.acme.test" } },
  ]);
  const { data } = await listWebhookDeliveries(tenant.ctx, { limit: 5, endpointId: endpoint.id });
  expect(data.map(({ status }) => status)).toEqual(["succeeded"]);
});

it("is verified over HTTP by a receiver that checks X-CD-Signature by hand, during a rotation with either secret", async () => {
  const secrets: string[] = [];
  const outcomes: boolean[][] = [];
  const url = await listen("http", (received) => {
    outcomes.push(secrets.map((secret) => isSignedByXcd(received, secret)));
    return { status: 200 };
  });
  const { id, signingSecret } = await addEndpoint(tenant.ctx, { url, eventTypes: ["ssl.failing"] });
  secrets.push(signingSecret);
  await sendTestEvent(tenant.ctx, { id });
  secrets.push((await rotateWebhookSecret(tenant.ctx, { id, overlapHours: 1 })).signingSecret);
  await sendTestEvent(tenant.ctx, { id });
  await rotateWebhookSecret(tenant.ctx, { id, overlapHours: 0 });
  await sendTestEvent(tenant.ctx, { id });
  expect(outcomes).toEqual([[true], [true, true], [false, false]]);
});

it("is verified by the official library with either secret while a rotation overlaps", async () => {
  const secrets: string[] = [];
  const outcomes: boolean[][] = [];
  const url = await listen("https", ({ headers, body }) => {
    const accepts = (secret: string) => {
      try {
        return Boolean(new Webhook(secret).verify(body, headers as Record<string, string>));
      } catch {
        return false;
      }
    };
    outcomes.push(secrets.map(accepts));
    return { status: 200 };
  });
  const { id, signingSecret } = await addEndpoint(tenant.ctx, { url, eventTypes: ["ssl.failing"] });
  secrets.push(signingSecret, (await rotateWebhookSecret(tenant.ctx, { id, overlapHours: 1 })).signingSecret);
  await sendTestEvent(tenant.ctx, { id });
  await rotateWebhookSecret(tenant.ctx, { id, overlapHours: 0 });
  await sendTestEvent(tenant.ctx, { id });
  expect(outcomes).toEqual([
    [true, true],
    [false, false],
  ]);
});

it("follows no redirect, waits 5 seconds and no longer, and keeps one KiB of the answer", async () => {
  let followed = 0;
  const target = await listen("http", () => {
    followed += 1;
    return { status: 200 };
  });
  const redirecting = await listen("http", () => ({ status: 307, headers: { location: target } }));
  const silent = await listen("http", () => "never");
  const trial = async (url: string) => {
    const { id } = await addEndpoint(tenant.ctx, { url, eventTypes: ["ssl.failing"] });
    const delivery = await sendTestEvent(tenant.ctx, { id });
    expect((await getWebhookDelivery(tenant.ctx, { id: delivery.id })).attempts).toEqual(delivery.attempts);
    return delivery;
  };
  const [redirected, timedOut] = await Promise.all([trial(redirecting), trial(silent)]);
  expect(redirected).toMatchObject({ status: "failed", attempts: [{ statusCode: 307 }] });
  expect(redirected.attempts[0]?.responseExcerpt).toBe("x".repeat(1_024));
  expect(followed).toBe(0);
  expect(timedOut).toMatchObject({ status: "failed", attempts: [{ statusCode: null, responseExcerpt: null }] });
  expect(timedOut.attempts[0]?.error).toMatch(/5 s|5 seconds|5,?000|time/i);
});

it("goes by the status line within 5 seconds, whatever becomes of the body", async () => {
  const raw = async (answer: (socket: Socket) => void): Promise<string> => {
    const server = createTcpServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", () => answer(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    rawServers.push(server);
    return `http://localhost:${(server.address() as AddressInfo).port}/hook`;
  };
  const head = (status: string) => `HTTP/1.1 ${status}\r\ncontent-length: 100\r\n\r\n`;
  const never = await raw((socket) => socket.write(`${head("200 OK")}so far`));
  const endless = await raw((socket) => {
    socket.write("HTTP/1.1 200 OK\r\n\r\n");
    const timer = setInterval(() => socket.write("."), 100);
    socket.on("close", () => clearInterval(timer));
  });
  const reset = await raw((socket) => socket.write(head("202 Accepted"), () => setTimeout(() => socket.destroy(), 50)));
  const interim = await raw((socket) => socket.write(`HTTP/1.1 100 Continue\r\n\r\n${head("204 No Content")}`));
  const failing = await raw((socket) => socket.write(`${head("500 Oops")}half`));
  const outcomes = await Promise.all(
    [never, endless, reset, interim, failing].map(async (url) => {
      const { id } = await addEndpoint(tenant.ctx, { url, eventTypes: ["ssl.failing"] });
      const { status, attempts } = await sendTestEvent(tenant.ctx, { id });
      return [status, attempts[0]?.statusCode, attempts[0]?.responseExcerpt?.slice(0, 6) ?? null, attempts[0]?.error];
    }),
  );
  expect(outcomes).toEqual([
    ["succeeded", 200, "so far", null],
    ["succeeded", 200, "......", null],
    ["succeeded", 202, null, null],
    ["succeeded", 204, null, null],
    ["failed", 500, "half", null],
  ]);
});

it("keeps a certificate that nobody trusts and a closed port as failed attempts", async () => {
  const untrusting = createOutboundHttp({ allowLoopback: true });
  const url = await listen("https", () => ({ status: 200 }));
  const { id } = await addEndpoint(tenant.ctx, { url, eventTypes: ["ssl.failing"] });
  const untrusted = await sendTestEvent({ ...tenant.ctx, outbound: untrusting }, { id });
  await untrusting.close();
  expect(untrusted).toMatchObject({ status: "failed", attempts: [{ statusCode: null }] });
  expect(untrusted.attempts[0]?.error).toMatch(/certificate/i);

  const closed = await addEndpoint(tenant.ctx, {
    url: await listen("http", () => "never"),
    eventTypes: ["ssl.failing"],
  });
  await new Promise((resolve) => servers.pop()?.close(resolve));
  const refused = await sendTestEvent(tenant.ctx, { id: closed.id });
  expect(refused).toMatchObject({ status: "failed", attempts: [{ statusCode: null }] });
  expect(refused.attempts[0]?.error).toBeTruthy();
});
