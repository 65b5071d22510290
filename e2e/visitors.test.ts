import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestAuthority } from "@/e2e/support/certificates";
import { type ProxyRule, type ScriptedProxyOptions, startScriptedProxy } from "@/e2e/support/scripted-proxy";
import { createEdgeReach } from "@/lib/edge/edge-reach";
import { type Arrival, judgeAddress } from "@/lib/edge/judge-reach";
import { createReachProber } from "@/lib/edge/reach-prober";
import { createReachTokens } from "@/lib/edge/reach-token";
import type { AddressReach, PageKind, ReachJudgement } from "@/lib/platform/ports/edge";

// What visitors get through servers in front of the edge, each with a script in place of its configuration.
const NAME = "shop.visited.test";
const now = () => new Date();
const tokens = createReachTokens("a-secret-of-this-test-0123456789");
const certificate = createTestAuthority("visitors-test").issue({ names: [NAME] });
const opened: (() => Promise<unknown>)[] = [];
let edge = { httpPort: 0, httpsPort: 0 };
/** What the origin behind the edge answers. */
let origin: (request: IncomingMessage, response: ServerResponse) => void = page;

beforeAll(async () => {
  edge = await startStandIn();
});
afterAll(async () => {
  for (const close of opened.reverse()) await close();
});

function page(_request: IncomingMessage, response: ServerResponse): void {
  response.end("<h1>the site</h1>");
}

/** Answers as the edge does: see the Caddyfile. */
async function startStandIn(): Promise<typeof edge> {
  const listener = (secure: boolean) => (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? "/";
    const host = (request.headers.host ?? "").replace(/:\d+$/, "");
    const proof = tokens.answer(path, host, now());
    if (proof !== null)
      return response.writeHead(200, { "latchkey-reach": proof, "cache-control": "no-store" }).end(proof);
    const token = request.headers["latchkey-reach"];
    const shown = token === undefined ? null : tokens.answer(`/.well-known/latchkey/${token}`, host, now());
    if (shown !== null) response.setHeader("latchkey-reach", shown);
    if (secure) return origin(request, response);
    response.writeHead(308, { location: `https://${host}${path}` }).end();
  };
  const listen = async (server: Server) => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    opened.push(async () => server.close());
    return (server.address() as AddressInfo).port;
  };
  const tls = { cert: certificate.certPem, key: certificate.keyPem };
  return {
    httpPort: await listen(createServer(listener(false))),
    httpsPort: await listen(createSecureServer(tls, listener(true))),
  };
}

type Case = {
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
  "HTTPS towards us (Full)": { rule: full, arrival: "arrives", judgement: "arrives" },
  "plain HTTP towards us (Flexible)": { rule: () => ({ pass: "http" }), arrival: "loop", judgement: "fails" },
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

describe("through a server in front of the edge with", () => {
  it.each(Object.entries(cases))("%s", async (_name, { rule, more, judgement, tried, ...expected }) => {
    origin = expected.origin ?? page;
    const proxy = await startScriptedProxy({ rule, to: edge, certificate, ...more });
    try {
      const reach = await proberAt(proxy).probe(NAME, "127.0.0.1", { handshake: true, budgetMs: 5_000 });
      expect([judgeAddress(reach), reach]).toEqual([expected.arrival, expect.anything()]);
      if (expected.page !== undefined) expect(reach.visits.https?.page).toBe(expected.page);
      expect(await judgementsOf(reach)).toEqual([judgement, tried ?? judgement]);
      expect(proxy.requests.length).toBeLessThanOrEqual(30);
    } finally {
      await proxy.stop();
    }
  });

  it("a slow site: our edge is known to be behind, and the page was not seen", async () => {
    origin = () => undefined;
    const proxy = await startScriptedProxy({ rule: full, to: edge, certificate });
    const reach = await proberAt(proxy).probe(NAME, "127.0.0.1", { handshake: true, budgetMs: 700 });
    await proxy.stop();
    expect(judgeAddress(reach)).toBe("unseen");
  });

  it("a server that shows what it is sent: that is no proof", async () => {
    const echo: ProxyRule = ({ url }) => ({ status: 200, body: url, headers: { "latchkey-reach": url } });
    const proxy = await startScriptedProxy({ rule: echo, to: edge, certificate });
    const reach = await proberAt(proxy).probe(NAME, "127.0.0.1", { handshake: true, budgetMs: 5_000 });
    await proxy.stop();
    expect([reach.proven, judgeAddress(reach)]).toEqual([false, "foreign"]);
  });

  it("another server that redirects for ever: few requests", async () => {
    const forever: ProxyRule = ({ path }) => ({ status: 302, headers: { location: `${path}x` } });
    const proxy = await startScriptedProxy({ rule: forever, to: edge, certificate });
    const reach = await proberAt(proxy).probe(NAME, "127.0.0.1", { handshake: true, budgetMs: 5_000 });
    await proxy.stop();
    expect([reach.proven, judgeAddress(reach)]).toEqual([false, "foreign"]);
    expect(proxy.requests.length).toBeLessThanOrEqual(12);
  });

  it("no handshake asked for: HTTPS is not spoken, and whether its port is open is seen", async () => {
    origin = page;
    const proxy = await startScriptedProxy({ rule: full, to: edge, certificate });
    const reach = await proberAt(proxy).probe(NAME, "127.0.0.1", { handshake: false, budgetMs: 5_000 });
    const without = await startScriptedProxy({ rule: full, to: edge, certificate, withoutHttps: true });
    const closed = await proberAt(without).probe(NAME, "127.0.0.1", { handshake: false, budgetMs: 5_000 });
    await proxy.stop();
    await without.stop();
    expect(proxy.requests.filter((request) => request.includes("https://"))).toEqual([]);
    expect([judgeAddress(reach), reach.https.kind, closed.https.kind]).toEqual(["unasked", "skipped", "refused"]);
  });
});

function proberAt({ httpPort, httpsPort }: { httpPort: number; httpsPort: number }) {
  return createReachProber({ httpPort, httpsPort, allowPrivate: true, caFile: null, tokens, now });
}

/** For a connection with a certificate, and for one before it has any. */
function judgementsOf(reach: AddressReach): Promise<ReachJudgement[]> {
  const edgeReach = createEdgeReach({ prober: { probe: async () => reach }, ownAddresses: [], now });
  return Promise.all((["required", "tried"] as const).map((secure) => edgeReach.judge(NAME, ["127.0.0.1"], secure)));
}
