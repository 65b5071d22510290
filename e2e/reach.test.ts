import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CaddyTool, startTestCaddy, type TestCaddy } from "@/e2e/support/caddy";
import { getFreePort } from "@/e2e/support/free-port";
import { startProxy } from "@/e2e/support/proxy";
import { createEdgeReach } from "@/lib/edge/edge-reach";
import { createReachProber } from "@/lib/edge/reach-prober";
import { createReachTokens } from "@/lib/edge/reach-token";
import { answerAsk, answerRoute } from "@/lib/edge/responder/answer-internal";
import { createAskCounter } from "@/lib/edge/responder/ask-counter";
import type { EdgeSet } from "@/lib/edge/responder/edge-set";
import { testUpstreams } from "@/lib/runtime/testing/upstreams";

// The one-time request to a public name, through a real Caddy with the repository's own Caddyfile.
const TOKEN = "reach-test-token_0123456789";
const CLAIMED = "claimed.customer.test";
const UNCLAIMED = "unclaimed.customer.test";
const now = () => new Date();
const tokens = createReachTokens("a-secret-of-this-test-0123456789");
const opened: (() => Promise<unknown>)[] = [];
let controlPlaneUrl = "";

beforeAll(async () => {
  const known = {
    connectionId: "c",
    applicationId: "a",
    tenantId: "t",
    admitted: true,
    reference: null,
    upstreamHost: null,
  };
  const set = {
    find: (hostname: string) => (hostname === CLAIMED ? { ...known, upstream: "http://127.0.0.1:1" } : undefined),
    isAdmitted: (hostname: string) => (hostname === CLAIMED ? true : undefined),
  } as EdgeSet;
  const upstreams = testUpstreams({ policy: { allowLoopback: true } });
  const sources = { set, upstreams, asks: createAskCounter(now), reach: tokens, assertions: null, now };
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://inside");
    if (url.searchParams.get("token") !== TOKEN) return response.writeHead(401).end();
    const answer =
      url.pathname === "/internal/ask"
        ? answerAsk(sources, url.searchParams.get("domain") ?? "")
        : await answerRoute(sources, {
            host: url.searchParams.get("host") ?? "",
            path: url.searchParams.get("path") ?? "",
            token: url.searchParams.get("reach") ?? "",
          });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  controlPlaneUrl = `http://127.0.0.1:${await listen(server)}`;
});
afterAll(async () => {
  for (const close of opened.reverse()) await close();
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  opened.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

function proberOf(httpPort: number, httpsPort: number) {
  return createReachProber({ httpPort, httpsPort, allowPrivate: true, caFile: null, tokens, now });
}

describe.each<CaddyTool>(["caddy", "caddy-2.6"])("%s", (tool) => {
  let caddy: TestCaddy;

  beforeAll(async () => {
    const appUrl = "https://app.platform.test";
    caddy = await startTestCaddy({
      tool,
      responderUrl: controlPlaneUrl,
      appUrl,
      issuer: "internal",
      internalToken: TOKEN,
    });
  });
  afterAll(() => caddy.stop());

  it.each([CLAIMED, UNCLAIMED])(
    "proves over plain HTTP that %s reaches it, without contacting a CA",
    async (hostname) => {
      const options = { handshake: false, budgetMs: 8_000 };
      const reach = await proberOf(caddy.httpPort, caddy.httpsPort).probe(hostname, "127.0.0.1", options);
      expect(reach).toMatchObject({ proven: true, http: { kind: "open", status: 200 }, tls: { kind: "skipped" } });
    },
  );

  it("serves its certificate for a claimed name, and proves itself over TLS too", async () => {
    const closed = await getFreePort();
    const options = { handshake: true, budgetMs: 15_000 };
    const reach = await proberOf(closed, caddy.httpsPort).probe(CLAIMED, "127.0.0.1", options);
    expect(reach).toMatchObject({
      proven: true,
      http: { kind: "refused" },
      tls: { kind: "certificate", matchesName: true },
    });
  });

  it("is found behind a proxy that forwards the host, and not behind one that replaces it", async () => {
    const proxy = await startProxy({ to: caddy.httpPort });
    const other = await startProxy({ to: caddy.httpPort, givesHost: "edge.platform.test" });
    opened.push(proxy.stop, other.stop);
    const judge = (port: number) =>
      createEdgeReach({ prober: proberOf(port, port), ownAddresses: [], now }).judge(CLAIMED, ["127.0.0.1"], "skipped");
    expect(await judge(proxy.port)).toBe("arrives");
    expect(await judge(other.port)).toBe("fails");
  });

  it("redirects every other request to HTTPS", async () => {
    const response = await fetch(`http://127.0.0.1:${caddy.httpPort}/.well-known/latchkey/made-up`, {
      redirect: "manual",
    });
    expect(response.status).not.toBe(200);
    const other = await fetch(`http://127.0.0.1:${caddy.httpPort}/shop?x=1`, { redirect: "manual" });
    expect([other.status, other.headers.get("location")]).toEqual([
      308,
      `https://127.0.0.1:${caddy.httpsPort}/shop?x=1`,
    ]);
  });
});

it("does not mistake another server for the edge, even one that echoes the request", async () => {
  const server = createServer((request, response) => response.end(`latchkey ${request.url}`));
  const port = await listen(server);
  const reach = await proberOf(port, port).probe(CLAIMED, "127.0.0.1", { handshake: false, budgetMs: 5_000 });
  expect(reach).toMatchObject({ proven: false, http: { kind: "open", status: 200 } });
});

it("contacts only public addresses, unless it is configured otherwise", async () => {
  const prober = createReachProber({ httpPort: 80, httpsPort: 443, allowPrivate: false, caFile: null, tokens, now });
  for (const address of ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00::1"]) {
    const reach = await prober.probe(CLAIMED, address, { handshake: true, budgetMs: 1_000 });
    expect(reach).toMatchObject({ proven: false, http: { kind: "blocked" }, https: { kind: "blocked" } });
  }
});

it("does not answer its own request once it has expired, for another name, or changed", () => {
  const at = new Date("2026-01-01T00:00:00Z");
  const { path, proof } = tokens.issue(CLAIMED, at);
  expect(tokens.answer(path, CLAIMED, at)).toBe(proof);
  expect(tokens.answer(path, UNCLAIMED, at)).toBeNull();
  expect(tokens.answer(`${path}x`, CLAIMED, at)).toBeNull();
  expect(tokens.answer(path, CLAIMED, new Date(at.getTime() + 60_001))).toBeNull();
  expect(createReachTokens("another secret").answer(path, CLAIMED, at)).toBeNull();
});
