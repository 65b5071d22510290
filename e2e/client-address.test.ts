import { readFileSync } from "node:fs";
import { createServer, request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest, type RequestOptions } from "node:https";
import { type AddressInfo, connect, createServer as createTcpServer, type Server, type Socket } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CaddyTool, startTestCaddy } from "@/e2e/support/caddy";
import { clientAddress, recordPeer } from "@/lib/api/client-address";
import { canonicalAddress } from "@/lib/kernel/networks";

// Each row of "Which address counts" in docs/self-hosting.md, with real sockets: clients and proxies have addresses of their
// own on loopback, and a client sends whatever it likes.
const APP = "app.platform.test";
const clientIp = "127.0.0.9";
const balancerIp = "127.0.0.2";
const stops: (() => unknown)[] = [];
const runs = { numRuns: 25 };

afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});

type Endpoint = { port: number; ca?: () => string };
/** Raw header lines: names and values in turn. */
type Lines = readonly string[];

/** The app: `/v1`, forms, sign-in and pages all read the address in this way. */
async function startApp(trustedProxies: number, host = "127.0.0.1"): Promise<number> {
  return listen(
    createServer((request, response) => {
      if (request.url?.startsWith("/internal/ask")) return response.writeHead(403).end();
      recordPeer(request);
      const headers = new Headers(
        Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]),
      );
      response.end(JSON.stringify(clientAddress(headers, trustedProxies)));
    }),
    host,
  );
}

/** A load balancer that appends its client's address, as nginx, HAProxy and cloud load balancers do. */
async function startBalancer(target: Endpoint, localAddress = balancerIp): Promise<number> {
  return listen(
    createServer((request, response) => {
      const before = request.headers["x-forwarded-for"];
      const chain = [before, request.socket.remoteAddress].filter(Boolean).join(", ");
      const others = rawLines(request).filter(([name]) => name.toLowerCase() !== "x-forwarded-for");
      send(target, [...others, ["X-Forwarded-For", chain]].flat(), localAddress).then(
        (body) => response.end(body),
        () => response.writeHead(502).end(),
      );
    }),
  );
}

function rawLines({ rawHeaders }: IncomingMessage): [string, string][] {
  return rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ""]] : []));
}

async function startTcpBalancer({ port }: Endpoint): Promise<number> {
  return listen(
    createTcpServer((client) => {
      const server = connect({ port, host: "127.0.0.1", localAddress: balancerIp });
      client.on("error", () => server.destroy()).pipe(server);
      server.on("error", () => client.destroy()).pipe(client);
    }),
  );
}

async function listen(server: Server, host = "127.0.0.1"): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  stops.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

function send({ port, ca }: Endpoint, lines: Lines, localAddress: string, host = "127.0.0.1"): Promise<string> {
  return new Promise((resolve, reject) => {
    const named = lines.some((line, index) => index % 2 === 0 && line.toLowerCase() === "host");
    const headers = named ? lines : ["Host", APP, ...lines];
    const base = { port, host, localAddress, agent: false as const, setHost: false, headers };
    const options = ca === undefined ? base : { ...base, servername: APP, ca: ca() };
    const request = (ca === undefined ? httpRequest : httpsRequest)(options as unknown as RequestOptions);
    request.on("error", reject);
    request.on("response", (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk) => {
        body += chunk;
      });
      response.on("end", () => (response.statusCode === 200 ? resolve(body) : reject(new Error(body))));
    });
    request.end();
  });
}

async function seenFrom(endpoint: Endpoint, lines: Lines, localAddress = clientIp, host?: string) {
  return JSON.parse(await send(endpoint, lines, localAddress, host));
}

async function startEdge(tool: CaddyTool, appPort: number, trustedProxies: readonly string[] = []): Promise<Endpoint> {
  const caddy = await startTestCaddy({
    tool,
    responderUrl: `http://127.0.0.1:${appPort}`,
    appUrl: `https://${APP}`,
    issuer: "internal",
    internalToken: "client-address-test_0123456789",
    trustedProxies,
  });
  stops.push(caddy.stop);
  return { port: caddy.httpsPort, ca: () => readFileSync(caddy.internalRootFile, "utf8") };
}

const entry = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.tuple(fc.ipV4(), fc.nat(65_535)).map(([address, port]) => `${address}:${port}`),
  fc.tuple(fc.ipV6(), fc.nat(65_535)).map(([address, port]) => `[${address}]:${port}`),
  fc.ipV4().map((address) => `::ffff:${address}`),
  fc.constantFrom(
    clientIp,
    balancerIp,
    "127.0.0.1",
    "unknown",
    "",
    " ",
    '"192.0.2.1"',
    "_hidden",
    "for=192.0.2.1",
    "-1",
  ),
  fc.string({ unit: "grapheme-ascii", maxLength: 30 }).map((text) => text.replace(/[^\x20-\x7e]/g, "")),
);
const forwardedFor = fc
  .array(fc.array(entry, { maxLength: 8 }), { maxLength: 3 })
  .map((lines) => lines.flatMap((entries) => ["X-Forwarded-For", entries.join(", ")]));
const name = fc.constantFrom("Forwarded", "X-Real-IP", "X-Latchkey-Peer", "X-Latchkey-Hops", "X_Forwarded_For", "Via");
const others = fc
  .array(fc.tuple(name, fc.constantFrom("198.51.100.66", "for=198.51.100.66", "")), { maxLength: 4 })
  .map((pairs) => pairs.flat());
const connection = fc.constantFrom([], ["Connection", "close, X-Forwarded-For"], ["Connection", "X-Latchkey-Peer"]);
/** What a client may send to pass for another address. */
const spoofed = fc.tuple(forwardedFor, others, connection).map((parts) => parts.flat());

async function alwaysSees(endpoint: Endpoint, expected: string, from = clientIp, host?: string): Promise<void> {
  expect(await seenFrom(endpoint, [], from, host)).toBe(expected);
  expect(await seenFrom(endpoint, ["X-Forwarded-For", "198.51.100.66"], from, host)).toBe(expected);
  await fc.assert(
    fc.asyncProperty(spoofed, async (lines) => {
      expect(await seenFrom(endpoint, lines, from, host)).toBe(expected);
    }),
    runs,
  );
}

describe("the address that counts, whatever a client sends", () => {
  it("is the connection's own without proxies, over both families", async () => {
    await alwaysSees({ port: await startApp(0) }, clientIp);
    const both = { port: await startApp(0, "::") };
    // The socket shows an IPv4 client as ::ffff:127.0.0.9.
    await alwaysSees(both, clientIp);
    await alwaysSees(both, "::1", "::1", "::1");
  });

  it("is the client of the first of two proxies, and the client's own if it bypasses one of them", async () => {
    const app = { port: await startApp(2) };
    const inner = { port: await startBalancer(app, "127.0.0.3") };
    const outer = { port: await startBalancer(inner) };
    await alwaysSees(outer, clientIp);
    // With X-Forwarded-For of its own, a client inside the network may choose: the inner proxy must not be reachable.
    expect(await seenFrom(inner, [])).toBe(clientIp);
    expect(await seenFrom(app, [])).toBe(clientIp);
  });
});

describe.each<CaddyTool>(["caddy", "caddy-2.6"])(
  "the address that counts behind %s, whatever a client sends",
  (tool) => {
    let caddy: Endpoint;
    let balanced: Endpoint;

    beforeAll(async () => {
      caddy = await startEdge(tool, await startApp(1));
      balanced = await startEdge(tool, await startApp(2), [balancerIp, "fd00::/8"]);
    });

    it("is the one that Caddy saw", async () => {
      await alwaysSees(caddy, clientIp);
    });

    it("is the client of a load balancer that Caddy trusts, and the client's own if it connects to Caddy directly", async () => {
      await alwaysSees({ port: await startBalancer(balanced) }, clientIp);
      await alwaysSees(balanced, clientIp);
    });

    it("is the load balancer's own if Caddy does not trust it, whatever TRUSTED_PROXIES says", async () => {
      await alwaysSees({ port: await startBalancer(caddy) }, balancerIp);
      const counted = await startEdge(tool, await startApp(2));
      await alwaysSees({ port: await startBalancer(counted) }, balancerIp);
    });

    it("is the load balancer's own behind one that forwards TCP", async () => {
      await alwaysSees({ ...caddy, port: await startTcpBalancer(caddy) }, balancerIp);
    });
  },
);

describe("an address in a header of a trusted proxy", () => {
  const read = (value: string, trustedProxies = 1) =>
    clientAddress(new Headers({ "x-forwarded-for": value, "x-latchkey-peer": "::ffff:10.0.0.1" }), trustedProxies);

  it("has one spelling", () => {
    const spellings = ["192.0.2.7", "::ffff:192.0.2.7", "::FFFF:C000:207", "192.0.2.7:4711", "[::ffff:192.0.2.7]:443"];
    for (const text of spellings) expect([text, read(text)]).toEqual([text, "192.0.2.7"]);
    for (const text of ["2001:DB8::1", "[2001:db8:0:0::1]", "[2001:db8::1]:443", "2001:db8::1%eth0"]) {
      expect([text, read(text)]).toEqual([text, "2001:db8::1"]);
    }
  });

  it("is always canonical, and never missing while the connection's own is known", () => {
    const lists = fc.array(entry, { maxLength: 6 }).map((entries) => entries.join(","));
    fc.assert(
      fc.property(lists, fc.nat(10), (value, trustedProxies) => {
        const address = read(value, trustedProxies);
        expect(address).not.toBeNull();
        expect(canonicalAddress(address ?? "")).toBe(address);
        // Entries in front of those of our proxies change nothing.
        const depth = value === "" ? 0 : value.split(",").length;
        if (trustedProxies <= depth) expect(read(`203.0.113.99,${value}`, trustedProxies)).toBe(address);
      }),
    );
  });
});
