import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, get, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type CaddyTool, startTestCaddy, type TestCaddy } from "@/e2e/support/caddy";
import { createTestAuthority } from "@/e2e/support/certificates";
import { type EdgeRequest, requestThroughEdge, upgradeThroughEdge } from "@/e2e/support/edge-request";
import { getFreePort } from "@/e2e/support/free-port";
import { type Knot, startKnot } from "@/e2e/support/knot";
import { type Pebble, startPebble } from "@/e2e/support/pebble";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { startUnbound, type Unbound } from "@/e2e/support/unbound";
import { type Echo, startUpstream, type Upstream } from "@/e2e/support/upstream";
import { createTlsProber } from "@/lib/edge/tls-prober";
import { dialAddress } from "@/lib/edge/upstreams";
import type { ProbeResult } from "@/lib/platform/ports/edge";

// Tests the Caddyfile: real DNS, a real CA, a real Caddy, and a control plane that is only a table.
const TOKEN = "edge-test-token_0123456789";
const NOT_CONNECTED = "<p>This domain is not connected.</p>";
const APP = "app.platform.test";
const ONE = "one.customer.test";
const TWO = "two.customer.test";
const SECURE = "secure.customer.test";
const UNROUTED = "unrouted.customer.test";
const BROKEN = "broken.customer.test";
const DEAD = "dead.customer.test";

type ControlPlane = { server: Server; url: string; asked: URL[]; routed: IncomingMessage[] };

const routes = new Map<string, Record<string, string>>();
const originAuthority = createTestAuthority("Origin test CA");
const scratch = createScratchDirectory("edge-test");
const stopAll: (() => unknown)[] = [];
let controlPlane: ControlPlane;
let knot: Knot;
let unbound: Unbound;
let origins: { one: Upstream; two: Upstream; secure: Upstream };

beforeAll(async () => {
  stopAll.push(scratch.remove);
  controlPlane = await startControlPlane();
  const [one, two, secure] = await Promise.all([
    startUpstream("one"),
    startUpstream("two"),
    startUpstream("secure", { tls: originAuthority.issue({ names: ["localhost"] }) }),
  ]);
  origins = { one, two, secure };
  stopAll.push(one.stop, two.stop, secure.stop);
  routes.set(ONE, routeTo(one.port));
  routes.set(TWO, routeTo(two.port));
  routes.set(SECURE, routeTo(secure.port, "https", "localhost"));
  routes.set(DEAD, routeTo(await getFreePort()));

  const address = "60 A 127.0.0.1";
  knot = await startKnot({
    zones: [
      { name: "customer.test", records: [`* 60 CNAME edge.platform.test.`] },
      { name: "platform.test", records: [`edge ${address}`, `app ${address}`] },
    ],
  });
  stopAll.push(knot.stop);
  unbound = await startUnbound({ stubs: { ".": { address: "127.0.0.1", port: knot.port } } });
  stopAll.push(unbound.stop);
});

afterAll(async () => {
  for (const stop of stopAll.reverse()) await stop();
});

beforeEach(() => {
  controlPlane.asked.length = 0;
  controlPlane.routed.length = 0;
});

describe.each<CaddyTool>(["caddy", "caddy-2.6"])("the Caddyfile under %s", (tool) => {
  let pebble: Pebble;
  let caddy: TestCaddy;
  let ca: string;
  const visit = (hostname: string, options: Partial<EdgeRequest> = {}) =>
    requestThroughEdge({ port: caddy.httpsPort, hostname, ca, ...options });
  const echo = async (hostname: string, options: Partial<EdgeRequest> = {}): Promise<Echo> => {
    const { status, body } = await visit(hostname, options);
    expect(status, body).toBe(200);
    return JSON.parse(body);
  };

  beforeAll(async () => {
    ({ pebble, caddy } = await startEdge(tool));
    ca = readFileSync(pebble.issuingRootFile, "utf8");
  });

  const probe = (hostname: string) => probeEdge({ pebble, caddy }, hostname);

  it("gets a certificate at the first handshake, after an ask request with the name and the token", async () => {
    const startedAt = performance.now();
    const first = await probe(ONE);
    const issuedMs = performance.now() - startedAt;
    expect(first, whatTheyWrote({ pebble, caddy })).toMatchObject({
      kind: "certificate",
      trusted: true,
      matchesName: true,
      reason: null,
    });
    expect(
      controlPlane.asked.map((url) => [url.searchParams.get("domain"), url.searchParams.get("token")]),
    ).toContainEqual([ONE, TOKEN]);
    const againAt = performance.now();
    expect(await probe(ONE)).toMatchObject({ reason: null });
    console.info(
      `${tool}: issued in ${issuedMs.toFixed(0)} ms, again in ${(performance.now() - againAt).toFixed(0)} ms`,
    );
  });

  it("refuses the handshake for a name that the control plane does not allow", async () => {
    expect(await probe("unknown.customer.test")).toMatchObject({ kind: "refused", reason: "internal_error" });
    expect(controlPlane.asked.map((url) => url.searchParams.get("domain"))).toEqual(["unknown.customer.test"]);
  });

  it("never writes the token to its log, not even when the app does not answer", async () => {
    expect(await probe(BROKEN)).toMatchObject({ kind: "refused" });
    await expect.poll(() => readFileSync(caddy.logPath, "utf8")).toMatch(/token=REDACTED.*broken\.customer\.test/);
    expect(readFileSync(caddy.logPath, "utf8")).not.toContain(TOKEN);
  });

  it("sends each hostname to its own origin, with the visitor's host, method, path and body", async () => {
    const body = "x".repeat(200_000);
    const one = await echo(ONE, { method: "POST", path: "/a/../b%2Fc?d=e&f", body });
    expect(one).toMatchObject({ origin: "one", method: "POST", url: "/a/../b%2Fc?d=e&f", body });
    expect(one.headers).toMatchObject({
      host: ONE,
      "x-forwarded-host": ONE,
      "x-forwarded-proto": "https",
      "x-forwarded-for": "127.0.0.1",
    });
    expect(await echo(TWO)).toMatchObject({ origin: "two" });
  });

  it("passes requests of the app's host to the instance that is there", async () => {
    await expect.poll(() => readFileSync(caddy.logPath, "utf8")).toContain("health_checker.active");
    for (let turn = 0; turn < 12; turn += 1) {
      const { status, body } = await visit(APP, {
        method: turn % 2 ? "POST" : "GET",
        path: `/v1/x?${turn}`,
        body: "b",
      });
      expect([status, body]).toEqual([200, `app ${APP} /v1/x?${turn}`]);
    }
  });

  it("answers load balancers on port 80 from the responder, with nothing that could pass for a token", async () => {
    const ask = (host: string) =>
      new Promise<{ status: number; body: string }>((resolve, reject) => {
        const headers = { host, authorization: "Bearer guess", "x-latchkey-token": "guess" };
        const options = { host: "127.0.0.1", port: caddy.httpPort, path: "/healthz/edge?token=guess", headers };
        get(options, async (response) => {
          let body = "";
          for await (const chunk of response) body += chunk;
          resolve({ status: response.statusCode ?? 0, body });
        }).on("error", reject);
      });
    for (const host of ["edge.platform.test", "127.0.0.1", `127.0.0.1:${caddy.httpPort}`, "[::1]:80"]) {
      const { status, body } = await ask(host);
      expect([host, status, JSON.parse(body)]).toEqual([host, 200, { url: "/healthz/edge" }]);
    }
    for (const host of [ONE, APP, "127.0.0.1.nip.test"]) expect([host, (await ask(host)).status]).toEqual([host, 308]);
  });

  it("requests the route with a GET that has the host and the token, and nothing else of the visitor's request", async () => {
    await echo(ONE, { method: "PUT", path: "/thing?x=1", body: "content", headers: { cookie: "a=1" } });
    const [question] = controlPlane.routed;
    expect(question).toMatchObject({ method: "GET", url: `/internal/route?token=${TOKEN}&host=${ONE}&path=&reach=` });
    expect(question?.headers.host).toBe(new URL(controlPlane.url).host);
    expect(question?.headers).not.toHaveProperty("cookie");
    expect(question?.headers["content-length"] ?? "0").toBe("0");
  });

  it("strips a client's own X-Latchkey headers before the route, the proxy and the origin", async () => {
    const spoofed = {
      "x-latchkey-upstream": `127.0.0.1:${origins.two.port}`,
      "X-LATCHKEY-UPSTREAM-SCHEME": "https",
      "x-latchkey-token": "mine",
    };
    const answer = await echo(ONE, { headers: spoofed });
    expect(answer.origin).toBe("one");
    expect(Object.keys(answer.headers).filter((name) => name.startsWith("x-latchkey"))).toEqual([]);
    expect(controlPlane.routed[0]?.url).toContain(`token=${TOKEN}&`);
    expect(JSON.stringify(controlPlane.routed[0]?.headers)).not.toMatch(/latchkey/i);
    expect((await visit(UNROUTED, { headers: spoofed })).status).toBe(404);
  });

  it("returns the control plane's page if there is no route, without our headers", async () => {
    const { status, headers, body } = await visit(UNROUTED);
    expect({ status, body, type: headers["content-type"] }).toEqual({
      status: 404,
      body: NOT_CONNECTED,
      type: "text/html; charset=utf-8",
    });
    expect(Object.keys(headers).filter((name) => name.startsWith("x-latchkey"))).toEqual([]);
  });

  it("speaks TLS to an https origin: the origin's name in the handshake, the visitor's name as the host", async () => {
    const answer = await echo(SECURE);
    expect(answer).toMatchObject({ origin: "secure", serverName: "localhost" });
    expect(answer.headers).toMatchObject({ host: SECURE, "x-forwarded-host": SECURE });
    expect(Object.keys(answer.headers).filter((name) => name.startsWith("x-latchkey"))).toEqual([]);
  });

  it("proxies WebSockets, and requests their route with an ordinary request", async () => {
    for (const hostname of [ONE, SECURE]) {
      const socket = await upgradeThroughEdge({ port: caddy.httpsPort, hostname, ca });
      const answer = new Promise((resolve) => socket.once("data", resolve));
      socket.write("ping");
      expect(String(await answer)).toBe("ping");
      socket.destroy();
    }
    expect(controlPlane.routed.map(({ headers }) => headers.upgrade)).toEqual([undefined, undefined]);
  });

  it("explains that the origin does not answer", async () => {
    const { status, body } = await visit(DEAD);
    expect(status).toBe(502);
    expect(body).toContain("did not answer");
  });

  it("redirects plain HTTP to HTTPS, on the port that the visitor can reach", async () => {
    const plain = { port: caddy.httpPort, path: "/a?b=c" };
    const unusual = await requestThroughEdge({ ...plain, hostname: `${ONE}:${caddy.httpPort}` });
    expect([unusual.status, unusual.headers.location]).toEqual([308, `https://${ONE}:${caddy.httpsPort}/a?b=c`]);
    const usual = await requestThroughEdge({ ...plain, hostname: APP });
    expect([usual.status, usual.headers.location]).toEqual([308, `https://${APP}/a?b=c`]);
  });

  it("serves the app at its own host", async () => {
    const { status, body } = await visit(APP, { path: "/v1/connections?x=1" });
    expect([status, body]).toEqual([200, `app ${APP} /v1/connections?x=1`]);
  });

  it.each([
    "/internal",
    "/internal/ask?domain=one.customer.test",
    "/internal/route",
    "/internal/work",
    "/metrics",
    "/healthz",
    "/healthz/",
    "//internal/ask",
    "/./internal/ask",
    "/x/../internal/ask",
    "/x/%2e%2e/internal/ask",
    "/x//..//internal/ask",
    "/%69nternal/ask",
    "/%69%6e%74%65%72%6e%61%6c/ask",
    "/internal%2Fask",
    "/%2Finternal/ask",
    "/INTERNAL/ask",
    "//metrics",
    "/%6Detrics",
    "/x/..//healthz",
    "http://app.platform.test/internal/ask",
  ])("does not expose %s of the app", async (path) => {
    expect((await visit(APP, { path })).status).toBe(404);
    expect(controlPlane.routed).toEqual([]);
    expect(controlPlane.asked).toEqual([]);
  });

  it("does not reserve a customer's own paths of the same names", async () => {
    expect(await echo(ONE, { path: "/internal/ask" })).toMatchObject({ origin: "one", url: "/internal/ask" });
  });
});

// Seen in practice when the first visitor arrives while Caddy saves its account: the folder exists, the account does not.
it.each<CaddyTool>(["caddy", "caddy-2.6"])("%s issues although its CA account is still being saved", async (tool) => {
  let accountDir = "";
  const edge = await startEdge(tool, (storageDir, directoryUrl) => {
    const { hostname, port } = new URL(directoryUrl);
    accountDir = join(storageDir, `acme/${hostname}-${port}-dir/users/default`);
    mkdirSync(accountDir, { recursive: true });
  });
  expect(await probeEdge(edge, ONE), whatTheyWrote(edge)).toMatchObject({ kind: "certificate", reason: null });
  expect(readdirSync(accountDir)).toContain("default.json");
});

/** The app's response for an origin on loopback. */
function routeTo(port: number, scheme = "http", name = "127.0.0.1"): Record<string, string> {
  const dial = dialAddress({ address: "127.0.0.1", port, name });
  return {
    "x-latchkey-upstream": dial,
    "x-latchkey-upstream-fallback": dial,
    "x-latchkey-upstream-scheme": scheme,
    "x-latchkey-upstream-name": name,
  };
}

type Edge = { pebble: Pebble; caddy: TestCaddy };

async function startEdge(
  tool: CaddyTool,
  prepareStorage?: (storageDir: string, directoryUrl: string) => void,
): Promise<Edge> {
  const [httpPort, httpsPort] = [await getFreePort(), await getFreePort()];
  const pebble = await startPebble({ httpPort, tlsPort: httpsPort, dnsServer: unbound.address });
  stopAll.push(pebble.stop);
  const { directoryUrl } = pebble;
  const trustedRootsFile = join(scratch.path, `${tool}-${httpsPort}-roots.pem`);
  writeFileSync(trustedRootsFile, originAuthority.certPem);
  appendFileSync(trustedRootsFile, readFileSync(pebble.httpsRootFile));
  const caddy = await startTestCaddy({
    tool,
    httpPort,
    httpsPort,
    trustedRootsFile,
    responderUrl: controlPlane.url,
    // One of the app's two instances is not there.
    controlplaneUrl: [`http://127.0.0.1:${await getFreePort()}`, controlPlane.url],
    internalToken: TOKEN,
    appUrl: `https://${APP}`,
    issuer: directoryUrl,
    ...(prepareStorage ? { prepareStorage: (storageDir: string) => prepareStorage(storageDir, directoryUrl) } : {}),
  });
  stopAll.push(caddy.stop);
  return { pebble, caddy };
}

function probeEdge({ pebble, caddy }: Edge, hostname: string): Promise<ProbeResult> {
  const address = { host: "127.0.0.1", port: caddy.httpsPort };
  return createTlsProber({ address, caFile: pebble.issuingRootFile, now: () => new Date() }).probe(hostname);
}

/** For an assertion's message: only the log says why there is no certificate. */
function whatTheyWrote({ pebble, caddy }: Edge): string {
  return ["Caddy's last lines:", ...caddy.tail(), "Pebble's last lines:", ...pebble.tail().slice(-30)].join("\n");
}

async function startControlPlane(): Promise<ControlPlane> {
  const asked: URL[] = [];
  const routed: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://inside");
    const host =
      url.searchParams.get("host") ?? String(request.headers["x-forwarded-host"] ?? request.headers.host ?? "");
    if (url.pathname === "/healthz/live") return response.end();
    if (url.pathname === "/healthz/edge") {
      const { authorization, "x-latchkey-token": token } = request.headers;
      return response.end(JSON.stringify({ url: request.url, authorization, token }));
    }
    if (host === APP) return response.end(`app ${host} ${request.url}`);
    if (url.pathname === "/internal/ask") {
      asked.push(url);
      const domain = url.searchParams.get("domain") ?? "";
      if (domain === BROKEN) return request.destroy();
      const isAllowed = url.searchParams.get("token") === TOKEN && (routes.has(domain) || domain === UNROUTED);
      return response.writeHead(isAllowed ? 200 : 403).end(JSON.stringify({ allow: isAllowed }));
    }
    routed.push(request);
    const route = routes.get(host);
    if (route) return response.writeHead(200, route).end();
    const type = { "content-type": "text/html; charset=utf-8", "x-latchkey-reason": "unknown" };
    return response.writeHead(404, type).end(NOT_CONNECTED);
  });
  // An app with its own WebSockets would intercept the edge's request here.
  server.on("upgrade", (_request, socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stopAll.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, routed };
}
