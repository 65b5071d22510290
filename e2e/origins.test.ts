import { appendFileSync, copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createSecureServer } from "node:http2";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo, Server, Socket } from "node:net";
import { join } from "node:path";
import { createSecureContext, type TLSSocket } from "node:tls";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type CaddyTool, startTestCaddy, type TestCaddy } from "@/e2e/support/caddy";
import { createTestAuthority } from "@/e2e/support/certificates";
import { type EdgeRequest, requestThroughEdge } from "@/e2e/support/edge-request";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { createOriginProbe } from "@/lib/edge/reach-prober";
import { createReachTokens } from "@/lib/edge/reach-token";
import { answerAsk, answerRoute, type InternalSources } from "@/lib/edge/responder/answer-internal";
import { createAskCounter } from "@/lib/edge/responder/ask-counter";
import type { EdgeSet, KnownHost } from "@/lib/edge/responder/edge-set";
import { parseNetwork } from "@/lib/kernel/networks";
import { lookupOf, testUpstreamPolicy, testUpstreams } from "@/lib/runtime/testing/upstreams";

// From a visitor through the repository's own Caddyfile and our real responses to origins on loopback.
const TOKEN = "origins-test-token_0123456789";
const EDGE = "edge.platform.test";
const reachSecret = "origins-test-secret-0123456789-abcdef";
const now = () => new Date();
const scratch = createScratchDirectory("origins");
const authority = createTestAuthority("Origins test CA");
const rootsFile = join(scratch.path, "roots.pem");
const stops: (() => unknown)[] = [() => scratch.remove()];

/** An installation: its edge's name, the origin of each connected hostname, and Caddy's requests. */
type Installation = { edgeHostname: string; url: string; upstreamOf: Map<string, string>; questions: number };

const upstreamHostOf = new Map<string, string>();
const lookedUp = new Map<string, string[]>();
let ours: Installation;
let other: Installation;
let upstreamOf: Map<string, string>;

beforeAll(async () => {
  writeFileSync(rootsFile, authority.certPem);
  ours = await startInstallation(EDGE);
  other = await startInstallation("edge.other.test");
  ({ upstreamOf } = ours);
});
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});
beforeEach(() => {
  ours.questions = 0;
  other.questions = 0;
});

async function startInstallation(edgeHostname: string): Promise<Installation> {
  const installation: Installation = { edgeHostname, url: "", upstreamOf: new Map(), questions: 0 };
  installation.url = `http://127.0.0.1:${await listen(createServer(controlPlane(installation)))}`;
  return installation;
}

/** The real responses; the operator has allowed loopback as a network. */
function controlPlane(installation: Installation) {
  const { upstreamOf, edgeHostname } = installation;
  const find = (hostname: string): KnownHost | undefined => {
    const upstream = upstreamOf.get(hostname);
    if (upstream === undefined) return undefined;
    const upstreamHost = upstreamHostOf.get(hostname) ?? null;
    return {
      connectionId: "c",
      applicationId: "a",
      tenantId: "t",
      upstream,
      upstreamHost,
      admitted: true,
      reference: null,
    };
  };
  const set = { find, isAdmitted: (hostname: string) => find(hostname)?.admitted } as EdgeSet;
  const networks = ["127.0.0.0/8", "::1"].flatMap((text) => parseNetwork(text) ?? []);
  const upstreams = testUpstreams({
    policy: {
      networks: networks.map((network) => ({ tenantId: null, network })),
      own: { ...testUpstreamPolicy.own, edgeHostname },
    },
    lookup: { find: (hostname) => lookupOf(Object.fromEntries(lookedUp)).find(hostname) },
    // To build a loop, the names of origins are connected too.
    isClaimed: (hostname) => hostname.endsWith(".customer.test") && upstreamOf.has(hostname),
  });
  const reach = createReachTokens(reachSecret);
  const sources: InternalSources = { set, upstreams, asks: createAskCounter(now), reach, assertions: null, now };
  return async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? "/", "http://inside");
    if (url.searchParams.get("token") !== TOKEN) return response.writeHead(401).end();
    if (url.pathname === "/internal/route") installation.questions += 1;
    const answer = await (url.pathname === "/internal/ask"
      ? answerAsk(sources, url.searchParams.get("domain") ?? "")
      : answerRoute(sources, {
          host: url.searchParams.get("host") ?? "",
          path: url.searchParams.get("path") ?? "",
          token: url.searchParams.get("reach") ?? "",
        }));
    response.writeHead(answer.status, answer.headers).end(answer.body);
  };
}

async function listen(server: Server, host = "127.0.0.1"): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  stops.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

async function startEdge(
  tool: CaddyTool,
  { url: responderUrl, edgeHostname } = ours,
  trustedRootsFile = rootsFile,
): Promise<TestCaddy> {
  const installation = { responderUrl, edgeHostname, internalToken: TOKEN, appUrl: "https://app.platform.test" };
  const caddy = await startTestCaddy({ tool, ...installation, issuer: "internal", trustedRootsFile });
  stops.push(caddy.stop);
  return caddy;
}

function visit(caddy: TestCaddy, hostname: string, options: Partial<EdgeRequest> = {}) {
  const ca = readFileSync(caddy.internalRootFile, "utf8");
  return requestThroughEdge({ port: caddy.httpsPort, hostname, ca, ...options });
}

type Seen = {
  name: string | false | null;
  host: string | undefined;
  forwarded: string | undefined;
  loop: string | undefined;
  version: string;
};

/** One port where each of `names` has its own certificate, as at a CDN. */
async function startCdn(names: readonly string[], protocol: "http/1.1" | "h2") {
  const contexts = new Map(
    names.map((name) => {
      const { certPem: cert, keyPem: key } = authority.issue({ names: [name] });
      return [name, createSecureContext({ cert, key })];
    }),
  );
  const { certPem: cert, keyPem: key } = authority.issue({ names: ["default.cdn.test"] });
  const options = {
    cert,
    key,
    SNICallback: (name: string, done: (error: null, context?: ReturnType<typeof createSecureContext>) => void) =>
      done(null, contexts.get(name)),
  };
  let connections = 0;
  const answer = (name: string | false | null, request: { headers: IncomingMessage["headers"]; version: string }) => {
    const { host, ":authority": authorityHeader, "cdn-loop": loop, "x-forwarded-host": forwarded } = request.headers;
    const seen = { name, host: host ?? String(authorityHeader), forwarded, loop, version: request.version };
    return JSON.stringify(seen);
  };
  const server =
    protocol === "h2"
      ? createSecureServer({ ...options, allowHTTP1: true }, (request, response) => {
          const socket = (request.stream?.session?.socket ?? request.socket) as TLSSocket;
          response.end(answer(socket.servername, { headers: request.headers, version: request.httpVersion }));
        })
      : createHttpsServer(options, (request, response) => {
          const { servername } = request.socket as TLSSocket;
          response.end(answer(servername, { headers: request.headers, version: request.httpVersion }));
        });
  server.on("secureConnection", () => {
    connections += 1;
  });
  const port = await listen(server);
  const open = () => new Promise<number>((resolve) => server.getConnections((_error, count) => resolve(count)));
  return { port, opened: () => connections, open };
}

describe.each<CaddyTool>(["caddy", "caddy-2.6"])("origins behind %s", (tool) => {
  let caddy: TestCaddy;
  const read = async (hostname: string, options?: Partial<EdgeRequest>): Promise<Seen> => {
    const { status, body } = await visit(caddy, hostname, options);
    expect(status, body).toBe(200);
    return JSON.parse(body);
  };

  beforeAll(async () => {
    caddy = await startEdge(tool);
  });

  it.each(["http/1.1", "h2"] as const)(
    "never share a connection over %s if two names have one address, and each is verified for its own name",
    async (protocol) => {
      const id = `${tool.replace(".", "-")}-${protocol === "h2" ? "two" : "one"}`;
      const names = [`a.${id}.cdn.test`, `b.${id}.cdn.test`];
      const cdn = await startCdn(names, protocol);
      for (const name of names) {
        lookedUp.set(name, ["127.0.0.1"]);
        upstreamOf.set(`shop-${name}`, `https://${name}:${cdn.port}`);
      }
      // Caddy 2.6 fails a handshake if the first ones of two hostnames are concurrent.
      for (const name of names) await read(`shop-${name}`);
      const rounds = 20;
      for (let round = 0; round < rounds; round += 1) {
        const seen = await Promise.all(names.map((name) => read(`shop-${name}`)));
        expect(seen.map(({ name, host }) => [name, host])).toEqual(names.map((name) => [name, `shop-${name}`]));
      }
      // From 2.11 on, connections are kept alive by name. Before, each request has its own, and none is left open.
      const isKept = tool === "caddy";
      if (isKept) expect(cdn.opened()).toBeLessThanOrEqual(2 * names.length);
      else await expect.poll(cdn.open).toBe(0);

      // A third name at the same address, without a certificate: no connection of the others is used for it.
      const wrong = `c.${id}.cdn.test`;
      lookedUp.set(wrong, ["127.0.0.1"]);
      upstreamOf.set(`shop-${wrong}`, `https://${wrong}:${cdn.port}`);
      expect((await visit(caddy, `shop-${wrong}`)).status).toBe(502);
    },
  );

  it.each(["http/1.1", "h2"] as const)(
    "get an application's own host over %s: as Host, in the handshake, and as the name that the certificate must have",
    async (protocol) => {
      const id = `${tool.replace(".", "-")}-${protocol === "h2" ? "two" : "one"}`;
      const own = [`one.${id}.app.test`, `two.${id}.app.test`];
      const platform = `router.${id}.cdn.test`;
      const cdn = await startCdn([...own, platform], protocol);
      lookedUp.set(platform, ["127.0.0.1"]);
      const hostnames = own.map((host) => `shop-${host}`);
      for (const [index, hostname] of hostnames.entries()) {
        upstreamOf.set(hostname, `https://${platform}:${cdn.port}`);
        upstreamHostOf.set(hostname, own[index] ?? "");
      }
      for (const hostname of hostnames) await read(hostname);
      // One origin for both, and one without a host of its own: connections are kept apart by the certificate's name.
      upstreamOf.set(`plain-${id}.customer.test`, `https://${platform}:${cdn.port}`);
      for (let round = 0; round < 10; round += 1) {
        const seen = await Promise.all([...hostnames, `plain-${id}.customer.test`].map((hostname) => read(hostname)));
        expect(seen.map(({ name, host, forwarded }) => [name, host, forwarded])).toEqual([
          ...own.map((host, index) => [host, host, hostnames[index]]),
          [platform, `plain-${id}.customer.test`, `plain-${id}.customer.test`],
        ]);
      }
      upstreamHostOf.set(`plain-${id}.customer.test`, `uncertified.${id}.app.test`);
      expect((await visit(caddy, `plain-${id}.customer.test`)).status).toBe(502);
    },
  );

  it("get an application's own host over http, and their redirects are left as they are", async () => {
    const port = await listen(
      createServer(({ headers }, response) => {
        const { host, "x-forwarded-host": forwarded } = headers;
        response.writeHead(302, { location: `http://${host}/next` }).end(JSON.stringify([host, forwarded]));
      }),
    );
    upstreamOf.set("hosted.customer.test", `http://127.0.0.1:${port}`);
    upstreamHostOf.set("hosted.customer.test", "app-1.platform.test");
    const { status, headers, body } = await visit(caddy, "hosted.customer.test");
    expect([status, headers.location]).toEqual([302, "http://app-1.platform.test/next"]);
    expect(JSON.parse(body)).toEqual(["app-1.platform.test", "hosted.customer.test"]);
  });

  it("are reached over both families, by names and by addresses", async () => {
    const six = await listen(
      createServer((_request, response) => response.end('{"name":null}')),
      "::1",
    );
    upstreamOf.set("six.customer.test", `http://[::1]:${six}`);
    lookedUp.set("six.origin.test", ["::1"]);
    upstreamOf.set("named-six.customer.test", `http://six.origin.test:${six}`);
    expect(await read("six.customer.test")).toEqual({ name: null });
    expect(await read("named-six.customer.test")).toEqual({ name: null });
  });

  it("are refused if they are ours or in a private network: a page says so, without the address", async () => {
    lookedUp.set("inside.attacker.test", ["10.0.0.9"]);
    for (const origin of ["http://inside.attacker.test", "http://169.254.169.254", "http://127.0.0.1:3000"]) {
      upstreamOf.set("inside.customer.test", origin);
      const { status, body } = await visit(caddy, "inside.customer.test");
      expect([origin, status, body.includes("cannot be used")]).toEqual([origin, 502, true]);
      expect(body).not.toMatch(/10\.0\.0|169\.254|127\.0|3000/);
    }
    upstreamOf.set("self.customer.test", `https://${EDGE}`);
    expect((await visit(caddy, "self.customer.test")).status).toBe(508);
    upstreamOf.set("self.customer.test", "https://inside.customer.test");
    expect((await visit(caddy, "self.customer.test")).status).toBe(508);
  });

  it("are reached at another of their addresses if one refuses connections", async () => {
    const server = createServer((request, response) => {
      if (request.method === "POST") request.pipe(response);
      else response.end('{"name":null}');
    });
    const port = await listen(server, "127.0.0.7");
    lookedUp.set("half.origin.test", ["127.0.0.7", "127.0.0.8"]);
    upstreamOf.set("half.customer.test", `http://half.origin.test:${port}`);
    const body = JSON.stringify({ name: "x".repeat(100_000) });
    for (let turn = 0; turn < 12; turn += 1) {
      expect(await read("half.customer.test")).toEqual({ name: null });
      // By then, Caddy 2.6 has closed the body.
      if (tool !== "caddy") continue;
      expect(await read("half.customer.test", { method: "POST", body })).toEqual(JSON.parse(body));
    }
  });

  it("receive a request once, even if they close the connection in the middle of it", async () => {
    let requests = 0;
    const port = await listen(
      createServer((request) => {
        requests += 1;
        request.socket.destroy();
      }),
    );
    upstreamOf.set("resets.customer.test", `http://127.0.0.1:${port}`);
    expect((await visit(caddy, "resets.customer.test")).status).toBe(502);
    expect(requests).toBe(1);
  });

  it("receive this edge's CDN-Loop value after the values of others", async () => {
    const cdn = await startCdn([`mark.${tool.replace(".", "-")}.cdn.test`], "http/1.1");
    const name = `mark.${tool.replace(".", "-")}.cdn.test`;
    lookedUp.set(name, ["127.0.0.1"]);
    upstreamOf.set("mark.customer.test", `https://${name}:${cdn.port}`);
    expect((await read("mark.customer.test")).loop).toBe(EDGE);
    const headers = { "cdn-loop": `other-cdn; v=1, not-${EDGE}` };
    expect((await read("mark.customer.test", { headers })).loop).toBe(`other-cdn; v=1, not-${EDGE}, ${EDGE}`);
  });
});

describe("a request that returns", () => {
  const marks = [EDGE, `other-cdn, ${EDGE}`, `${EDGE.toUpperCase()};v=2 , other-cdn`, `other-cdn,${EDGE}`];

  it.each<CaddyTool>(["caddy", "caddy-2.6"])(
    "is ended by %s, whatever other values are beside our own",
    async (tool) => {
      const caddy = await startEdge(tool);
      upstreamOf.set("loop.customer.test", "http://127.0.0.1:9");
      for (const mark of marks) {
        const { status, body } = await visit(caddy, "loop.customer.test", { headers: { "cdn-loop": mark } });
        expect([mark, status, body]).toEqual([mark, 508, expect.stringContaining("leads back to itself")]);
      }
      expect(ours.questions).toBe(0);
    },
  );

  // The addresses do not reveal it: the second Caddy is at a port of another machine.
  it.each<[CaddyTool, CaddyTool]>([
    ["caddy", "caddy-2.6"],
    ["caddy-2.6", "caddy"],
  ])("from %s through %s of the same installation is ended there", async (first, second) => {
    const { front, back } = await startPair(first, second, ours);
    lookedUp.set("two.loop.test", ["127.0.0.1"]);
    upstreamOf.set("one.loop.test", `https://two.loop.test:${back.httpsPort}`);
    upstreamOf.set("two.loop.test", `https://one.loop.test:${front.httpsPort}`);
    const { status, body } = await visit(front, "one.loop.test");
    expect([status, body]).toEqual([508, expect.stringContaining("leads back to itself")]);
    expect(ours.questions).toBe(1);
  });

  it("from a loop of two installations is ended after one round", async () => {
    const { front, back } = await startPair("caddy", "caddy-2.6", other);
    lookedUp.set("round.loop.test", ["127.0.0.1"]);
    ours.upstreamOf.set("round.loop.test", `https://round.loop.test:${back.httpsPort}`);
    other.upstreamOf.set("round.loop.test", `https://round.loop.test:${front.httpsPort}`);
    const { status, body } = await visit(front, "round.loop.test");
    expect([status, body]).toEqual([508, expect.stringContaining("leads back to itself")]);
    expect([ours.questions, other.questions]).toEqual([1, 1]);
  });

  it("through a proxy is found by a request to the origin that this edge answers itself", async () => {
    const caddy = await startEdge("caddy");
    const { certPem: cert, keyPem: key } = authority.issue({ names: ["proxy.loop.test"] });
    const ca = readFileSync(caddy.internalRootFile, "utf8");
    const proxy = await listen(
      createHttpsServer({ cert, key }, ({ url, headers }, response) => {
        const { host: hostname = "" } = headers;
        requestThroughEdge({ port: caddy.httpsPort, hostname, path: url, ca }).then(
          ({ status, body }) => response.writeHead(status).end(body),
          () => response.destroy(),
        );
      }),
    );
    const cdn = await startCdn(["straight.cdn.test"], "http/1.1");
    upstreamOf.set("proxied.loop.test", "http://127.0.0.1:9");
    const probe = createOriginProbe({ tokens: createReachTokens(reachSecret), now });
    const ask = (port: number, name: string) =>
      probe("proxied.loop.test", { scheme: "https", address: "127.0.0.1", port, name });
    expect(await ask(proxy, "proxy.loop.test")).toBe(true);
    expect(await ask(cdn.port, "straight.cdn.test")).toBe(false);
    expect(await ask(caddy.httpsPort, "proxied.loop.test")).toBe(true);
    // Signed by another installation, so not ours.
    const foreign = createOriginProbe({ tokens: createReachTokens(`${reachSecret}-other`), now });
    const to = { scheme: "https", address: "127.0.0.1", port: proxy, name: "proxy.loop.test" } as const;
    expect(await foreign("proxied.loop.test", to)).toBe(false);
  });

  it("is not reported if two installations are chained", async () => {
    const { front, back } = await startPair("caddy", "caddy", other);
    const origin = await listen(createServer(({ headers }, response) => response.end(headers["cdn-loop"])));
    lookedUp.set("chain.loop.test", ["127.0.0.1"]);
    ours.upstreamOf.set("chain.loop.test", `https://chain.loop.test:${back.httpsPort}`);
    other.upstreamOf.set("chain.loop.test", `http://127.0.0.1:${origin}`);
    const { status, body } = await visit(front, "chain.loop.test");
    expect([status, body]).toEqual([200, `${EDGE}, edge.other.test`]);
  });
});

/** Two Caddys that trust each other's certificates, as if from a public CA. */
async function startPair(first: CaddyTool, second: CaddyTool, installationOfSecond: Installation) {
  const roots = join(scratch.path, `${first}-${second}-${installationOfSecond.edgeHostname}.pem`);
  const back = await startEdge(second, installationOfSecond, roots);
  // Caddy 2.11 reads it at start, 2.6 at its first handshake with an origin.
  copyFileSync(back.internalRootFile, roots);
  const front = await startEdge(first, ours, roots);
  appendFileSync(roots, readFileSync(front.internalRootFile));
  return { front, back };
}
