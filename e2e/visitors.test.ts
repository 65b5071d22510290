import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Server } from "node:net";
import { connect } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CaddyTool, startTestCaddy, type TestCaddy } from "@/e2e/support/caddy";
import { createTestAuthority } from "@/e2e/support/certificates";
import { type ProxyRule, type ScriptedProxyOptions, startScriptedProxy } from "@/e2e/support/scripted-proxy";
import type { ConnectionEvidence } from "@/lib/diagnosis/evidence/evidence";
import { gatherReach } from "@/lib/diagnosis/gather-reach";
import { createEdgeReach } from "@/lib/edge/edge-reach";
import { type Arrival, judgeAddress } from "@/lib/edge/judge-reach";
import { createReachProber } from "@/lib/edge/reach-prober";
import { createReachTokens } from "@/lib/edge/reach-token";
import { createAskCounter } from "@/lib/edge/responder/ask-counter";
import type { EdgeSet } from "@/lib/edge/responder/edge-set";
import { createResponderMetrics } from "@/lib/edge/responder/responder-metrics";
import { createResponderServer } from "@/lib/edge/responder/serve-responder";
import type { AddressReach, PageKind, ReachJudgement } from "@/lib/platform/ports/edge";
import { freshConnection, provenConnection } from "@/lib/runtime/testing/diagnosis";
import { testUpstreams } from "@/lib/runtime/testing/upstreams";
import { timeLimit } from "@/scripts/time-limit.mjs";

// What visitors get through servers in front of the edge, each with a script in place of its configuration: the repository's
// own Caddyfile, the real responder, and an origin.
const TOKEN = "visitors-test-token_0123456789";
const NAME = "shop.visited.test";
const UNKNOWN = "unknown.visited.test";
const now = () => new Date();
/** Nothing here takes that long: it is for a busy machine. */
const patienceMs = timeLimit(30_000);
const tokens = createReachTokens("a-secret-of-this-test-0123456789");
const certificate = createTestAuthority("visitors-test").issue({ names: [NAME] });
const asks = createAskCounter(now);
const stops: (() => Promise<unknown>)[] = [];
let responderUrl = "";
/** What the origin behind the edge answers. */
let origin: (request: IncomingMessage, response: ServerResponse) => void = page;

beforeAll(async () => {
  const upstream = `http://127.0.0.1:${await listen(createServer((request, response) => origin(request, response)))}`;
  const known = {
    connectionId: "c",
    applicationId: "a",
    tenantId: "t",
    admitted: true,
    reference: null,
    upstream,
    upstreamHost: null,
  };
  const set = {
    find: (hostname: string) => (hostname === NAME ? known : undefined),
    isAdmitted: (hostname: string) => (hostname === NAME ? true : undefined),
  } as EdgeSet;
  const upstreams = testUpstreams({ policy: { allowLoopback: true } });
  const responder = createResponderServer({
    sources: { set, upstreams, reach: tokens, assertions: null, asks, now },
    token: TOKEN,
    metrics: createResponderMetrics(),
    health: () => ({ loaded: true, hosts: 1, cursor: null, connected: true, staleSeconds: 0, problems: [] }),
    loading: () => null,
    metricsText: () => "",
    onError: (error) => console.error(error),
  });
  responderUrl = `http://127.0.0.1:${await listen(responder)}`;
});
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});

async function listen(server: Server & { closeAllConnections(): void }): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stops.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

function page(_request: IncomingMessage, response: ServerResponse): void {
  response.end("<h1>the site</h1>");
}

type Case = {
  /** Also with the oldest Caddy. */
  isForAll?: true;
  rule: ProxyRule;
  more?: Partial<ScriptedProxyOptions>;
  origin?: typeof origin;
  arrival: Arrival;
  page?: PageKind | null;
  /** By what a connection with a certificate is judged. */
  judgement: ReachJudgement;
  /** The same before it has one. Default: the same. */
  tried?: ReachJudgement;
};

const isReachPath = (path: string) => path.startsWith("/.well-known/latchkey/");
const full: ProxyRule = ({ secure }) => ({ pass: secure ? "https" : "http" });
const html = { "content-type": "text/html" };

const cases: Record<string, Case> = {
  "HTTPS towards us (Full)": { isForAll: true, rule: full, arrival: "arrives", judgement: "arrives" },
  "plain HTTP towards us (Flexible)": {
    isForAll: true,
    rule: () => ({ pass: "http" }),
    arrival: "loop",
    judgement: "fails",
  },
  "plain HTTP towards us, and its own redirect to HTTPS": {
    rule: ({ secure, url }) =>
      secure ? { pass: "http" } : { status: 301, headers: { location: url.replace("http:", "https:") } },
    arrival: "loop",
    judgement: "fails",
  },
  "plain HTTP towards us, except for the reach path": {
    rule: ({ path }) => ({ pass: isReachPath(path) ? "https" : "http" }),
    arrival: "loop",
    judgement: "fails",
  },
  "its own redirect to HTTP": {
    rule: ({ secure, url }) =>
      secure ? { status: 302, headers: { location: url.replace("https:", "http:") } } : { pass: "http" },
    arrival: "loop",
    judgement: "fails",
  },
  "pages in place of 403 and 404": {
    isForAll: true,
    rule: ({ secure }) => ({
      pass: secure ? "https" : "http",
      onAnswer: ({ status }) => (status === 403 || status === 404 ? { status: 200, body: "<h1>my app</h1>" } : null),
    }),
    arrival: "arrives",
    judgement: "arrives",
  },
  "nothing but the reach path": {
    rule: ({ path, secure }) =>
      isReachPath(path)
        ? { pass: secure ? "https" : "http" }
        : { status: 200, headers: html, body: "<h1>Another site</h1>" },
    arrival: "other_page",
    page: null,
    judgement: "fails",
  },
  "a redirect to another host for all but the reach path": {
    rule: ({ path, secure }) =>
      isReachPath(path)
        ? { pass: secure ? "https" : "http" }
        : { status: 302, headers: { location: "https://other.example/" } },
    arrival: "other_page",
    page: null,
    judgement: "fails",
  },
  "a page to sign in": {
    rule: ({ path, secure }) =>
      isReachPath(path) || !secure
        ? { pass: secure ? "https" : "http" }
        : { status: 302, headers: { location: "https://team.cloudflareaccess.com/cdn-cgi/access/login" } },
    arrival: "other_page",
    page: "login",
    judgement: "fails",
  },
  "a password": {
    rule: ({ path, secure }) =>
      isReachPath(path)
        ? { pass: secure ? "https" : "http" }
        : { status: 401, headers: { "www-authenticate": "Basic" } },
    arrival: "other_page",
    page: "login",
    judgement: "fails",
  },
  "a maintenance page": {
    rule: ({ path, secure }) =>
      isReachPath(path)
        ? { pass: secure ? "https" : "http" }
        : { status: 503, headers: html, body: "<title>Down for maintenance</title>" },
    arrival: "other_page",
    page: "maintenance",
    judgement: "fails",
  },
  "a challenge for browsers": {
    rule: ({ path, secure }) =>
      isReachPath(path)
        ? { pass: secure ? "https" : "http" }
        : { status: 403, headers: { ...html, "cf-mitigated": "challenge" }, body: "<title>Just a moment...</title>" },
    arrival: "unseen",
    page: "challenge",
    judgement: "arrives",
  },
  "everything but /.well-known/": {
    rule: ({ path, secure }) =>
      path.startsWith("/.well-known/") ? { status: 404 } : { pass: secure ? "https" : "http" },
    arrival: "arrives",
    judgement: "arrives",
  },
  "our header removed": {
    rule: ({ secure }) => ({
      pass: secure ? "https" : "http",
      onAnswer: ({ headers }) => {
        delete headers["latchkey-reach"];
        return null;
      },
    }),
    arrival: "unseen",
    judgement: "arrives",
  },
  "an error over HTTPS": {
    rule: ({ secure }) => (secure ? { status: 525, body: "SSL handshake failed" } : { pass: "http" }),
    arrival: "proxy_error",
    page: "proxy_error",
    judgement: "silent",
    tried: "arrives",
  },
  "no HTTPS": {
    rule: full,
    more: { withoutHttps: true },
    arrival: "https_broken",
    judgement: "fails",
    tried: "arrives",
  },
  "a site that redirects to a path of its own": {
    rule: full,
    origin: (request, response) =>
      request.url === "/" ? response.writeHead(302, { location: "/en/" }).end() : page(request, response),
    arrival: "arrives",
    judgement: "arrives",
  },
  "a site that sets a cookie and redirects to itself once": {
    rule: full,
    origin: (request, response) =>
      request.headers.cookie?.includes("seen=1")
        ? page(request, response)
        : response.writeHead(302, { location: "/", "set-cookie": "seen=1; Path=/; Secure" }).end(),
    arrival: "arrives",
    judgement: "arrives",
  },
  "a site that redirects to another host": {
    rule: full,
    origin: (_request, response) => response.writeHead(301, { location: "https://www.visited.test/" }).end(),
    arrival: "arrives",
    judgement: "arrives",
  },
  "a site that redirects every request to itself": {
    rule: full,
    origin: (request, response) => response.writeHead(301, { location: request.url ?? "/" }).end(),
    arrival: "loop",
    judgement: "fails",
  },
  "a site whose redirects never end": {
    rule: full,
    origin: (request, response) => response.writeHead(302, { location: `${request.url}x` }).end(),
    arrival: "loop",
    judgement: "fails",
  },
  "a cache that has the page": {
    rule: ({ path, secure }) =>
      path === "/" && secure
        ? { status: 200, headers: { ...html, age: "120", "x-cache": "Hit from cloudfront" }, body: "<h1>the site</h1>" }
        : { pass: secure ? "https" : "http" },
    arrival: "arrives",
    judgement: "arrives",
  },
  "a body that never ends": {
    rule: full,
    origin: (_request, response) => {
      response.writeHead(200, html);
      const timer = setInterval(() => response.write("x".repeat(1_000)), 5);
      response.on("close", () => clearInterval(timer));
    },
    arrival: "arrives",
    judgement: "arrives",
  },
};

describe.each<CaddyTool>(["caddy", "caddy-2.6"])("%s: through a server in front of the edge with", (tool) => {
  let edge: TestCaddy;

  beforeAll(async () => {
    const appUrl = "https://app.platform.test";
    edge = await startTestCaddy({ tool, responderUrl, appUrl, issuer: "internal", internalToken: TOKEN });
    // The first handshake orders the certificate.
    await visit(edge, NAME);
  });
  afterAll(() => edge.stop());

  const casesHere = Object.entries(cases).filter(([, { isForAll }]) => tool === "caddy" || isForAll);

  it.each(casesHere)("%s", async (_name, { rule, more, judgement, tried, ...expected }) => {
    origin = expected.origin ?? page;
    const proxy = await startScriptedProxy({ rule, to: edge, certificate, ...more });
    try {
      const reach = await proberAt(proxy).probe(NAME, "127.0.0.1", { handshake: true, budgetMs: patienceMs });
      expect([judgeAddress(reach), reach]).toEqual([expected.arrival, expect.anything()]);
      if (expected.page !== undefined) expect(reach.visits.https?.page).toBe(expected.page);
      expect(await judgementsOf(reach)).toEqual([judgement, tried ?? judgement]);
      expect(proxy.requests.length).toBeLessThanOrEqual(30);
    } finally {
      await proxy.stop();
    }
  });

  it("own handshakes that the edge would refuse: none is made, and a visitor is counted once", async () => {
    const proxy = await startScriptedProxy({ rule: full, to: edge, certificate });
    const before = asks.totals();
    const diagnose = async (ports: { httpPort: number; httpsPort: number }, connection: ConnectionEvidence) => {
      const addresses = { path: [], end: "addresses" as const, addresses: ["127.0.0.1"] };
      const facts = { about: { hostname: UNKNOWN }, chain: addresses, deadlineMs: performance.now() + patienceMs };
      const ours = { hostname: "edge.platform.test", addresses: ports === edge ? ["127.0.0.1"] : [] };
      return gatherReach(proberAt(ports), facts, ours, connection, now());
    };
    const queued = { since: now().toISOString(), until: null, limit: "orders" };
    for (const connection of [freshConnection, { ...provenConnection, queued }])
      for (const ports of [edge, proxy, edge, proxy])
        expect(await diagnose(ports, connection)).toMatchObject([{ proven: true, https: { kind: "skipped" } }]);
    expect(asks.totals()).toEqual(before);
    await visit(edge, UNKNOWN);
    expect(asks.totals()).toEqual({ ...before, refused: before.refused + 1 });
    await proxy.stop();
  });
});

describe("the probe", () => {
  const nowhere = { httpPort: 1, httpsPort: 1 };

  it("a server that shows what it is sent: that is no proof", async () => {
    const echo: ProxyRule = ({ url }) => ({ status: 200, body: url, headers: { "latchkey-reach": url } });
    const proxy = await startScriptedProxy({ rule: echo, to: nowhere, certificate });
    const reach = await proberAt(proxy).probe(NAME, "127.0.0.1", { handshake: true, budgetMs: patienceMs });
    await proxy.stop();
    expect([reach.proven, judgeAddress(reach)]).toEqual([false, "foreign"]);
  });

  it("another server that redirects endlessly: few requests", async () => {
    const forever: ProxyRule = ({ path }) => ({ status: 302, headers: { location: `${path}x` } });
    const proxy = await startScriptedProxy({ rule: forever, to: nowhere, certificate });
    const reach = await proberAt(proxy).probe(NAME, "127.0.0.1", { handshake: true, budgetMs: patienceMs });
    await proxy.stop();
    expect([reach.proven, judgeAddress(reach)]).toEqual([false, "foreign"]);
    expect(proxy.requests.length).toBeLessThanOrEqual(12);
  });

  it("no handshake asked for: HTTPS is not spoken, and whether its port is open is seen", async () => {
    const proxy = await startScriptedProxy({ rule: () => ({ status: 200 }), to: nowhere, certificate });
    const reach = await proberAt(proxy).probe(NAME, "127.0.0.1", { handshake: false, budgetMs: patienceMs });
    const without = await startScriptedProxy({
      rule: () => ({ status: 200 }),
      to: nowhere,
      certificate,
      withoutHttps: true,
    });
    const closed = await proberAt(without).probe(NAME, "127.0.0.1", { handshake: false, budgetMs: patienceMs });
    await proxy.stop();
    await without.stop();
    expect(proxy.requests.filter((request) => request.includes("https://"))).toEqual([]);
    expect([reach.https.kind, closed.https.kind]).toEqual(["skipped", "refused"]);
  });
});

/** A visitor's handshake with the edge, whatever comes of it. */
function visit({ httpsPort }: { httpsPort: number }, servername: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port: httpsPort, servername, rejectUnauthorized: false });
    socket.on("secureConnect", () => socket.destroy());
    socket.on("error", () => socket.destroy());
    socket.on("close", () => resolve());
  });
}

function proberAt({ httpPort, httpsPort }: { httpPort: number; httpsPort: number }) {
  return createReachProber({ httpPort, httpsPort, allowPrivate: true, caFile: null, tokens, now });
}

/** For a connection with a certificate, and for one before it has any. */
function judgementsOf(reach: AddressReach): Promise<ReachJudgement[]> {
  const edgeReach = createEdgeReach({ prober: { probe: async () => reach }, ownAddresses: [], now });
  return Promise.all((["required", "tried"] as const).map((secure) => edgeReach.judge(NAME, ["127.0.0.1"], secure)));
}
