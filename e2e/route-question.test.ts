import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { connect as connectHttp2 } from "node:http2";
import type { AddressInfo, Socket } from "node:net";
import { text } from "node:stream/consumers";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type CaddyTool, startTestCaddy, type TestCaddy } from "@/e2e/support/caddy";
import { type EdgeRequest, type EdgeResponse, requestThroughEdge } from "@/e2e/support/edge-request";
import { getFreePort } from "@/e2e/support/free-port";
import { exchange } from "@/e2e/support/raw-http";
import { createReachTokens } from "@/lib/edge/reach-token";
import { createAskCounter } from "@/lib/edge/responder/ask-counter";
import type { EdgeSet, KnownHost } from "@/lib/edge/responder/edge-set";
import { createResponderMetrics } from "@/lib/edge/responder/responder-metrics";
import { createResponderServer } from "@/lib/edge/responder/serve-responder";
import { lookupOf, testUpstreams } from "@/lib/runtime/testing/upstreams";

// What Caddy asks the responder about a visitor's request, and what visitors and our own probes are answered: the repository's
// Caddyfile, the real responder, and an origin that takes as much as Caddy does.
const token = "route-question-test_0123456789";
const shop = "shop.customer.test";
const renamed = "renamed.customer.test";
const sentinel = "visitor-secret-value";
const now = () => new Date();
const tokens = createReachTokens("a-secret-of-the-route-question-test");
const stops: (() => unknown)[] = [];
const upstreamOf = new Map<string, string | null>();
let asked: IncomingMessage[] = [];
let askedBytes = 0;
let received: IncomingMessage[] = [];
let answerOf: Record<string, string> = {};
let responderUrl = "";
let brokenUrl = "";
const lookup = "cannot be looked up";

beforeAll(async () => {
  const origin = createServer({ maxHeaderSize: 4 * 1024 * 1024 }, (request, response) => {
    received.push(request);
    const size = request.rawHeaders.join("").length + (request.url ?? "").length;
    response
      .writeHead(200, { "x-origin": "yes", ...answerOf })
      .end(request.method === "GET" ? String(size) : undefined);
  });
  origin.on("upgrade", (request, socket: Socket) => {
    received.push(request);
    socket.on("error", () => undefined);
    socket.end("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  });
  const url = `http://127.0.0.1:${await listen(origin)}`;
  upstreamOf.set(shop, url);
  upstreamOf.set(renamed, url);
  upstreamOf.set("empty.customer.test", null);
  upstreamOf.set("dead.customer.test", `http://127.0.0.1:${await getFreePort()}`);
  upstreamOf.set("lost.customer.test", "http://lost.origin-of-customer.com");
  upstreamOf.set("refused.customer.test", "http://10.0.0.1");
  upstreamOf.set("circle.customer.test", "https://edge.latchkey.test");

  const find = (hostname: string): KnownHost | undefined => {
    const upstream = upstreamOf.get(hostname);
    const known = { connectionId: "c", applicationId: "a", tenantId: "t", admitted: true, reference: null };
    return upstream === undefined ? undefined : { ...known, upstream, upstreamHost: null };
  };
  const set = { find, isAdmitted: (hostname: string) => find(hostname)?.admitted } as EdgeSet;
  const upstreams = testUpstreams({ policy: { allowLoopback: true }, lookup: lookupOf({}) });
  const responder = createResponderServer({
    sources: { set, upstreams, reach: tokens, assertions: null, asks: createAskCounter(now), now },
    token,
    metrics: createResponderMetrics(),
    health: () => ({ loaded: true, hosts: 1, cursor: null, connected: true, staleSeconds: 0, problems: [] }),
    loading: () => null,
    metricsText: () => "",
    onError: (error) => console.error(error),
  });
  responder.prependListener("request", (request: IncomingMessage) => {
    if (!request.url?.startsWith("/internal/route")) return;
    asked.push(request);
    request.on("data", (chunk: Buffer) => {
      askedBytes += chunk.length;
    });
  });
  responderUrl = `http://127.0.0.1:${await listen(responder)}`;
  const silentPort = await listen(createServer(() => undefined));
  const broken = createServer(({ url = "" }, response) => {
    if (url.startsWith("/internal/ask")) return response.writeHead(200).end();
    if (url.includes("host=gone.")) return response.destroy();
    if (url.includes("host=slow.")) {
      const silent = `[::ffff:127.0.0.1%name=127.0.0.1]:${silentPort}`;
      const dial = { "x-latchkey-upstream": silent, "x-latchkey-upstream-fallback": silent };
      const to = { "x-latchkey-upstream-scheme": "http", "x-latchkey-upstream-name": "127.0.0.1" };
      return response.writeHead(200, { ...dial, ...to }).end();
    }
    response.writeHead(url.includes("host=confused.") ? 401 : 500).end("Send INTERNAL_TOKEN: secret");
  });
  brokenUrl = `http://127.0.0.1:${await listen(broken)}`;
});
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});
beforeEach(() => {
  asked = [];
  askedBytes = 0;
  received = [];
  answerOf = {};
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stops.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

/** The question's headers, and no others: those that Go gives to any request. */
const allowed = ["accept-encoding", "host", "user-agent"];

const headerName = fc.oneof(
  fc.constantFrom(
    "Cookie",
    "Authorization",
    "Proxy-Authorization",
    "X-Api-Key",
    "X-Forwarded-Uri",
    "X-Forwarded-Method",
  ),
  fc.constantFrom(
    "Referer",
    "Origin",
    "Accept",
    "User-Agent",
    "Via",
    "Range",
    "If-Match",
    "Content-Type",
    "TE",
    "Expect-CT",
  ),
  fc.constantFrom(
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "Forwarded",
    "X-Latchkey-Token",
    "Latchkey_Reach",
    "Latchkey.Reach",
  ),
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9!#$%&'*+.^_`|~-]{0,30}$/).filter((name) => !hopByHop.test(name)),
);
/** Node's client gives these a meaning of their own. */
const hopByHop = /^(connection|transfer-encoding|content-length|host|upgrade|expect|trailer|keep-alive)$/i;

describe.each<CaddyTool>(["caddy", "caddy-2.6"])("behind %s", (tool) => {
  let caddy: TestCaddy;
  let ca: string;
  const visit = (hostname: string, options: Partial<EdgeRequest> = {}) =>
    requestThroughEdge({ port: caddy.httpsPort, hostname, ca, ...options });
  const plainly = (hostname: string, options: Partial<EdgeRequest> = {}) =>
    requestThroughEdge({ port: caddy.httpPort, hostname, ...options });
  const issue = (hostname: string) => {
    const { path, proof } = tokens.issue(hostname, now());
    return { path, proof, token: path.slice(path.lastIndexOf("/") + 1) };
  };

  beforeAll(async () => {
    const appUrl = "https://app.platform.test";
    caddy = await startTestCaddy({ tool, responderUrl, appUrl, issuer: "internal", internalToken: token });
    stops.push(caddy.stop);
    ca = readFileSync(caddy.internalRootFile, "utf8");
  });

  async function visitByHttp2(path: string, headers: Record<string, string>): Promise<EdgeResponse> {
    const options = { ca, servername: shop, maxSendHeaderBlockLength: 4 * 1024 * 1024 };
    const session = connectHttp2(`https://127.0.0.1:${caddy.httpsPort}`, options);
    try {
      return await new Promise((resolve, reject) => {
        session.on("error", reject);
        const request = session.request({ ":path": path, ":authority": shop, ...headers });
        request.on("error", reject);
        request.on("response", async (answer) => {
          resolve({ status: answer[":status"] ?? 0, headers: answer as never, body: await text(request) });
        });
        request.end();
      });
    } finally {
      session.destroy();
    }
  }

  it("the question has the host and our own token, whatever the visitor sends: no header, URL, method or body of theirs", async () => {
    const method = fc.constantFrom("GET", "POST", "PUT", "DELETE", "PATCH");
    const headers = fc.dictionary(headerName, fc.constantFrom(sentinel, `a=${sentinel}; b=2`), { maxKeys: 12 });
    await fc.assert(
      fc.asyncProperty(method, headers, async (verb, given) => {
        asked = [];
        askedBytes = 0;
        const body = verb === "GET" ? {} : { body: sentinel };
        await visit(shop, { method: verb, path: `/${sentinel}?q=${sentinel}`, headers: given, ...body });
        expect(asked.length).toBe(1);
        const [question] = asked;
        expect(
          Object.keys(question?.headers ?? {})
            .filter((name) => name !== "connection")
            .sort(),
        ).toEqual(allowed);
        expect(JSON.stringify([question?.url, question?.rawHeaders])).not.toContain(sentinel);
        expect([question?.method, askedBytes]).toEqual(["GET", 0]);
        expect(question?.url).toBe(`/internal/route?token=${token}&host=${shop}&path=&reach=`);
        expect(question?.headers).toMatchObject({
          host: new URL(responderUrl).host,
          "user-agent": "Go-http-client/1.1",
        });
      }),
      { numRuns: 40 },
    );
  });

  it("no visitor header under any spelling of our names reaches the origin", async () => {
    const separators = [..."!#$%&'*+.^_`|~-"];
    const spelling = fc
      .tuple(fc.constantFrom("Latchkey Reach", "X Latchkey Upstream", "X Forwarded For", "X Real IP"), fc.nat())
      .map(([words, seed]) => {
        const parts = words.split(" ");
        return parts.map((part, at) => (at === 0 ? part : `${separators[(seed >> (at * 4)) % 15]}${part}`)).join("");
      });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(spelling, { minLength: 1, maxLength: 6 }), async (names) => {
        received = [];
        await visit(shop, { headers: Object.fromEntries(names.map((name) => [name, sentinel])) });
        expect(received.length).toBe(1);
        expect(JSON.stringify(received[0]?.rawHeaders)).not.toContain(sentinel);
      }),
      { numRuns: 40 },
    );
  });

  it.each([4, 15, 17, 64, 100, 512, 900])(
    "cookies of %i KB reach the origin, by HTTP/1.1 and HTTP/2",
    async (kilobytes) => {
      const cookie = `c=${"x".repeat(kilobytes * 1024)}`;
      for (const answer of [await visit(shop, { headers: { cookie } }), await visitByHttp2("/", { cookie })]) {
        expect(answer.status).toBe(200);
        expect(Number(answer.body)).toBeGreaterThan(kilobytes * 1024);
      }
      expect(received.map(({ headers }) => headers.cookie?.length)).toEqual([cookie.length, cookie.length]);
    },
  );

  it.each([2, 15, 17, 64, 512, 900])("a URL of %i KB reaches the origin, by HTTP/1.1 and HTTP/2", async (kilobytes) => {
    const path = `/${"p".repeat(kilobytes * 512)}?q=${"x".repeat(kilobytes * 512)}`;
    for (const answer of [await visit(shop, { path }), await visitByHttp2(path, {})]) expect(answer.status).toBe(200);
    expect(received.map(({ url }) => url === path)).toEqual([true, true]);
  });

  it("a host that is longer than any name is not connected, and no error of the responder", async () => {
    const { status, body } = await visit(shop, { headers: { host: `${"a".repeat(60_000)}.customer.test` } });
    expect([status, body]).toEqual([404, expect.stringContaining("not connected")]);
    expect(asked[0]?.url).toContain("&host=&");
  });

  it.each([shop, "unknown.customer.test"])(
    "proves on the reach path over HTTP that it answers for %s",
    async (hostname) => {
      const { path, proof } = issue(hostname);
      const { status, headers, body } = await plainly(hostname, {
        path: `${path}?cache=1`,
        headers: { cookie: sentinel },
      });
      expect([status, headers["latchkey-reach"], body]).toEqual([200, proof, proof]);
      expect(headers).toMatchObject({ "cache-control": "no-store", "content-type": "text/plain; charset=utf-8" });
      expect(JSON.stringify(asked[0]?.rawHeaders)).not.toContain(sentinel);
      expect(received).toEqual([]);
    },
  );

  it("proves on the reach path over HTTPS, and passes a path that is no valid one to the origin", async () => {
    const { path, proof } = issue(shop);
    const { status, headers, body } = await visit(shop, { path });
    expect([status, headers["latchkey-reach"], body]).toEqual([200, proof, proof]);
    expect(received).toEqual([]);
    const other = await visit(shop, { path: issue(renamed).path });
    expect([other.status, other.headers["latchkey-reach"], other.headers["x-origin"]]).toEqual([200, undefined, "yes"]);
  });

  it("adds the proof to what any visitor gets: the origin's answer, a redirect, an upgrade, an error page", async () => {
    const { token: reach, proof } = issue(shop);
    const headers = { "latchkey-reach": reach };
    answerOf = { "latchkey-reach": "latchkey forged", "Latchkey-reach": "x" };
    const answer = await visit(shop, { path: "/any?x=1", headers });
    expect([answer.status, answer.headers["x-origin"], answer.headers["latchkey-reach"]]).toEqual([200, "yes", proof]);
    const redirect = await plainly(shop, { path: "/any?x=1", headers });
    const location = `https://${shop}/any?x=1`;
    expect([redirect.status, redirect.headers.location, redirect.headers["latchkey-reach"]]).toEqual([
      308,
      location,
      proof,
    ]);
    const overHttp2 = await visitByHttp2("/any", headers);
    expect([overHttp2.status, overHttp2.headers["latchkey-reach"]]).toEqual([200, proof]);
    const upgraded = await upgradeHeaders({ port: caddy.httpsPort, hostname: shop, ca, headers });
    expect(upgraded["latchkey-reach"]).toBe(proof);
    for (const hostname of [
      "empty.customer.test",
      "dead.customer.test",
      "lost.customer.test",
      "circle.customer.test",
    ]) {
      const challenge = issue(hostname);
      const page = await visit(hostname, { headers: { "latchkey-reach": challenge.token } });
      expect([hostname, page.headers["latchkey-reach"]]).toEqual([hostname, challenge.proof]);
      expect(page.status).toBeGreaterThanOrEqual(404);
    }
    expect(JSON.stringify(received.map(({ rawHeaders }) => rawHeaders))).not.toMatch(/reach/i);
  });

  it("gives no proof for another host, a changed token, or a hostname that it does not serve", async () => {
    const { token: reach } = issue(shop);
    answerOf = { "latchkey-reach": "latchkey forged" };
    const unknown = "unknown.customer.test";
    const answers = [
      await visit(renamed, { headers: { "latchkey-reach": reach } }),
      await visit(shop, { headers: { "latchkey-reach": `${reach}x` } }),
      await visit(shop, { headers: { "latchkey-reach": "x".repeat(50_000) } }),
      await visit(shop, { headers: { latchkey_reach: reach } }),
      await visit(shop),
      await plainly(unknown, { headers: { "latchkey-reach": issue(unknown).token } }),
      await plainly(renamed, { headers: { "latchkey-reach": reach } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 308, 308]);
    expect(answers.map(({ headers }) => headers["latchkey-reach"])).toEqual(answers.map(() => undefined));
    expect(JSON.stringify(received.map(({ rawHeaders }) => rawHeaders))).not.toMatch(/reach/i);
  });

  it.each([
    ["empty.customer.test", 404, "Nothing here yet"],
    ["dead.customer.test", 502, "did not answer"],
    ["lost.customer.test", 502, "was not found"],
    ["refused.customer.test", 502, "cannot be used"],
    ["circle.customer.test", 508, "leads back to itself"],
  ])("explains why %s has no answer, in the form that is asked for", async (hostname, status, title) => {
    const forms = {
      "text/html,*/*;q=0.8": "text/html",
      "application/json, text/plain": "application/json",
      "*/*": "text/plain",
    };
    for (const [accept, type] of Object.entries(forms)) {
      const answer = await visit(hostname, { headers: { accept } });
      expect([answer.status, answer.headers["content-type"]?.split(";")[0]]).toEqual([status, type]);
      expect(answer.headers["cache-control"]).toBe("no-store");
      expect(answer.body).toContain(title);
      expect(answer.body).not.toMatch(/[{}]http\.|127\.0\.0\.1|x-latchkey/i);
      if (type === "application/json") expect(JSON.parse(answer.body).error.message).toContain(title);
      expect(Object.keys(answer.headers).filter((name) => name.startsWith("x-latchkey"))).toEqual([]);
    }
    // A HEAD has the same status and no body.
    expect(await visit(hostname, { method: "HEAD", headers: { accept: "text/html" } })).toMatchObject({
      status,
      body: "",
    });
  });

  it("explains that an origin is too slow, or that the responder is no help, and says so of neither wrongly", async () => {
    const own = await startTestCaddy({
      tool,
      responderUrl: brokenUrl,
      appUrl: "https://app.platform.test",
      issuer: "internal",
      edit: (text) => text.replace("lb_try_duration 10s", "lb_try_duration 1s").replaceAll("timeout 2m", "timeout 1s"),
    });
    stops.push(own.stop);
    const roots = readFileSync(own.internalRootFile, "utf8");
    const pages = { confused: [502, lookup], failed: [502, lookup], gone: [502, lookup], slow: [504, "is too slow"] };
    for (const [name, page] of Object.entries(pages)) {
      const request = { port: own.httpsPort, hostname: `${name}.customer.test`, ca: roots };
      const { status, body } = await requestThroughEdge(request);
      expect([name, status, body]).toEqual([name, page[0], expect.stringContaining(String(page[1]))]);
      expect(body).not.toMatch(/INTERNAL_TOKEN|secret/);
    }
  });

  it("Caddy itself answers what is beyond 1 MB, and what is no request", async () => {
    const tooLarge = { cookie: `c=${"x".repeat(1_100_000)}` };
    expect((await visit(shop, { headers: tooLarge })).status).toBe(431);
    const overHttp2 = await visitByHttp2("/", tooLarge).then(
      ({ status }) => status,
      () => "closed",
    );
    expect(["closed", 431]).toContain(overHttp2);
    expect([asked, received]).toEqual([[], []]);
    const methods = ["GET"];
    for (const text of [
      "GET / HTTP/1.1\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
      "no request\r\n\r\n",
    ]) {
      const bytes = Buffer.from(text);
      const { responses } = await exchange({ port: caddy.httpPort, bytes, methods, timeoutMs: 5_000 });
      expect([text, responses.map(({ status }) => status)]).toEqual([text, [400]]);
    }
  });

  it("explains a request that comes back", async () => {
    const { status, body } = await visit(shop, { headers: { "cdn-loop": "edge.platform.test", accept: "text/html" } });
    expect([status, body]).toEqual([508, expect.stringContaining("<h1 style")]);
    expect(body).toContain("leads back to itself");
    expect(asked).toEqual([]);
  });
});

/** The headers of a 101. */
async function upgradeHeaders(options: EdgeRequest): Promise<IncomingMessage["headers"]> {
  const { request } = await import("node:https");
  const { port, hostname, ca, headers } = options;
  const upgrade = { connection: "Upgrade", upgrade: "websocket", "sec-websocket-version": "13" };
  const key = { "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==" };
  return new Promise((resolve, reject) => {
    const sent = request({
      host: "127.0.0.1",
      port,
      servername: hostname,
      ca,
      agent: false,
      headers: { host: hostname, ...upgrade, ...key, ...headers },
    });
    sent.on("error", reject);
    sent.on("response", ({ statusCode }) => reject(new Error(`not upgraded: ${statusCode}`)));
    sent.on("upgrade", (response, socket) => {
      socket.destroy();
      resolve(response.headers);
    });
    sent.end();
  });
}
