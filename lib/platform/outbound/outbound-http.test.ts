import { Resolver } from "node:dns/promises";
import { once } from "node:events";
import { createServer as createHttpServer, type IncomingMessage, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, connect, createServer as createTcpServer, type Server, type Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createTestAuthority } from "@/e2e/support/certificates";
import { createAddressLookup } from "@/lib/dns/address-lookup";
import {
  createOutboundHttp,
  type OutboundHttpOptions,
  type OutboundRequest,
} from "@/lib/platform/outbound/outbound-http";
import { networkLookup } from "@/lib/platform/outbound/resolve-target";
import { startScriptedDns } from "@/lib/runtime/testing/scripted-dns-server";

const authority = createTestAuthority("Outbound test CA");
const name = "hooks.acme-widgets.com";
const publicAddress = "93.184.215.14";
const servers: Server[] = [];
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  for (const close of closers.splice(0)) await close();
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

/** Listens on loopback; counts connections, and destroys what is left of them when the test ends. */
async function listen(server: Server) {
  const seen = { connections: 0, port: 0, sockets: new Set<Socket>() };
  server.on("connection", (socket: Socket) => {
    seen.connections += 1;
    seen.sockets.add(socket);
    socket.on("error", () => {});
  });
  servers.push(server);
  closers.push(async () => {
    for (const socket of seen.sockets) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  seen.port = (server.address() as AddressInfo).port;
  return seen;
}

const serveHttp = (listener: RequestListener) => listen(createHttpServer(listener));

/** A server that writes what the test says as soon as a request has begun. */
const serveRaw = (answer: (socket: Socket) => void) =>
  listen(
    createTcpServer((socket) => {
      socket.once("data", () => answer(socket));
    }),
  );

/** A TLS receiver that says what it was asked for. */
function serveTls(names: string[]) {
  const { certPem, keyPem } = authority.issue({ names });
  return listen(
    createHttpsServer({ cert: certPem, key: keyPem }, (request, response) => {
      const { servername } = request.socket as TLSSocket;
      response.end(JSON.stringify({ host: request.headers.host, servername, url: request.url }));
    }),
  );
}

const tenantId = "019aa6c4-0000-7000-8000-00000000000a";
const otherTenantId = "019aa6c4-0000-7000-8000-00000000000b";

function open(options: Partial<OutboundHttpOptions> = {}) {
  const http = createOutboundHttp({ allowLoopback: true, ...options });
  closers.push(http.close);
  return {
    close: http.close,
    send: (url: string, parts: Partial<OutboundRequest> = {}) =>
      http.send({
        tenantId,
        method: "POST",
        url,
        headers: {},
        body: "{}",
        timeoutMs: 10_000,
        maxResponseBytes: 4_096,
        ...parts,
      }),
  };
}

/** An installation on the internet whose route to public addresses leads to a receiver of ours. */
function openLive(receiver: { port: number }, options: Partial<OutboundHttpOptions>) {
  const dialled: string[][] = [];
  const http = open({
    allowLoopback: false,
    ca: authority.certPem,
    dial(addresses) {
      dialled.push([...addresses]);
      return connect({ host: "127.0.0.1", port: receiver.port });
    },
    ...options,
  });
  return { ...http, dialled };
}

async function readAll(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
}

/** A promise that the test resolves. */
function gate<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve: (value: T) => resolve(value) };
}

describe("a request", () => {
  it("arrives with its method, headers and body, and its response comes back whole", async () => {
    const requests: unknown[] = [];
    const receiver = await serveHttp(async (request, response) => {
      requests.push({
        method: request.method,
        url: request.url,
        headers: request.headers,
        body: await readAll(request),
      });
      response.writeHead(202, { "x-one": ["a", "b"] }).end("täglich");
    });
    const result = await open().send(`http://127.0.0.1:${receiver.port}/in?x=%20y#part`, {
      headers: {
        "content-type": "application/json",
        Host: "evil.test",
        "Accept-Encoding": "gzip",
        Connection: "keep-alive",
      },
      body: '{"a":"ü"}',
    });
    expect(result).toMatchObject({ kind: "response", status: 202, body: "täglich", truncated: false });
    expect(result).toMatchObject({ headers: { "x-one": "a, b" }, durationMs: expect.any(Number) });
    const headers = {
      host: `127.0.0.1:${receiver.port}`,
      connection: "close",
      "content-type": "application/json",
      "content-length": "10",
      "accept-encoding": "identity",
    };
    expect(requests).toEqual([{ method: "POST", url: "/in?x=%20y", headers, body: '{"a":"ü"}' }]);
  });

  it("has a connection of its own", async () => {
    const receiver = await serveHttp((_request, response) => response.end("ok"));
    const http = open();
    for (const _turn of [1, 2, 3]) await http.send(`http://127.0.0.1:${receiver.port}/`);
    expect(receiver.connections).toBe(3);
  });

  it("does not go through a proxy of the environment", async () => {
    const proxy = await serveHttp((_request, response) => response.end("proxy"));
    const receiver = await serveHttp((_request, response) => response.end("receiver"));
    for (const variable of ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"]) {
      vi.stubEnv(variable, `http://127.0.0.1:${proxy.port}`);
    }
    expect(await open().send(`http://127.0.0.1:${receiver.port}/`)).toMatchObject({ body: "receiver" });
    expect(proxy.connections).toBe(0);
  });

  it("with a header that could smuggle another request is not sent", async () => {
    let requests = 0;
    const receiver = await serveHttp((_request, response) => {
      requests += 1;
      response.end();
    });
    const headers = { "x-a": "1\r\n\r\nGET /admin HTTP/1.1" };
    const result = await open().send(`http://127.0.0.1:${receiver.port}/`, { headers });
    expect(result).toMatchObject({ kind: "refused", reason: "invalid_request" });
    expect(requests).toBe(0);
  });

  it.each([301, 302, 303, 307, 308])("is not sent on by a %i", async (status) => {
    const target = await serveHttp((_request, response) => response.end("followed"));
    const location = `http://127.0.0.1:${target.port}/`;
    const receiver = await serveHttp((_request, response) => response.writeHead(status, { location }).end("moved"));
    const result = await open().send(`http://127.0.0.1:${receiver.port}/`);
    expect(result).toMatchObject({ kind: "response", status, body: "moved", headers: { location } });
    expect(target.connections).toBe(0);
  });
});

describe("a name that changes its address between the check and the connection", () => {
  /** A real DNS server: a public address for the first question, loopback for all others. */
  async function rebinder() {
    let asked = 0;
    const dns = await startScriptedDns((query) => {
      asked += 1;
      const data = asked === 1 ? publicAddress : "127.0.0.1";
      return query.response({ answers: [{ name: query.name, type: "A", ttl: 0, data }] });
    });
    closers.push(dns.close);
    const resolver = new Resolver();
    resolver.setServers([`127.0.0.1:${dns.port}`]);
    return { dns, lookup: (hostname: string) => resolver.resolve4(hostname) };
  }

  it("is asked for once, and only the checked address is connected to", async () => {
    const receiver = await serveTls([name]);
    const { dns, lookup } = await rebinder();
    const http = openLive(receiver, { lookup });
    const result = await http.send(`https://${name}:8443/in`);
    expect(result).toMatchObject({ kind: "response", status: 200 });
    expect(result.kind === "response" && JSON.parse(result.body)).toEqual({
      host: `${name}:8443`,
      servername: name,
      url: "/in",
    });
    expect(http.dialled).toEqual([[publicAddress]]);
    expect(dns.queries.map((query) => `${query.type} ${query.name}`)).toEqual([`A ${name}`]);
  });

  it("is checked anew for the next request, which is refused", async () => {
    const receiver = await serveTls([name]);
    const { dns, lookup } = await rebinder();
    const http = openLive(receiver, { lookup });
    expect(await http.send(`https://${name}/`)).toMatchObject({ kind: "response" });
    expect(await http.send(`https://${name}/`)).toMatchObject({ kind: "refused", reason: "address_not_allowed" });
    expect(http.dialled).toHaveLength(1);
    expect(receiver.connections).toBe(1);
    expect(dns.queries).toHaveLength(2);
  });

  it("cannot change it for a real socket either: it goes where the one answer said", async () => {
    const receiver = await serveHttp((_request, response) => response.end("first"));
    const answers = [["127.0.0.1"], ["127.0.0.2"]];
    const lookup = vi.fn(async () => answers.shift() ?? []);
    const result = await open({ lookup }).send(`http://receiver.acme.test:${receiver.port}/`);
    expect(result).toMatchObject({ kind: "response", body: "first" });
    expect(lookup.mock.calls).toEqual([["receiver.acme.test", expect.any(AbortSignal)]]);
  });
});

describe("addresses that are refused without a connection", () => {
  it.each([
    ["a private one", ["10.0.0.1"]],
    ["loopback", ["127.0.0.1"]],
    ["IPv6 loopback", ["::1"]],
    ["the metadata service", ["169.254.169.254"]],
    ["a mapped one", ["::ffff:127.0.0.1"]],
    ["a private one behind NAT64", ["64:ff9b::a00:1"]],
    ["public, then private", [publicAddress, "10.0.0.1"]],
    ["private, then public", ["10.0.0.1", publicAddress]],
    ["public, then private, of two families", [publicAddress, "fd00:ec2::254"]],
    ["a private one far behind", [...Array.from({ length: 20 }, () => publicAddress), "127.0.0.1"]],
    ["something that is no address", ["localhost"]],
  ])("%s", async (_what, addresses) => {
    const receiver = await serveTls([name]);
    const http = openLive(receiver, { lookup: async () => addresses });
    const result = await http.send(`https://${name}/`);
    expect(result).toMatchObject({ kind: "refused", reason: "address_not_allowed" });
    for (const address of addresses) expect(result.kind === "refused" && result.message).not.toContain(address);
    expect(http.dialled).toEqual([]);
    expect(receiver.connections).toBe(0);
  });

  it("are not even looked up where the URL shows it", async () => {
    const lookup = vi.fn(async () => [publicAddress]);
    const http = openLive({ port: 0 }, { lookup });
    for (const url of ["http://127.0.0.1/", "https://127.0.0.1/", `http://${name}/`, "https://localhost/"]) {
      expect(await http.send(url)).toMatchObject({ kind: "refused" });
    }
    expect(lookup).not.toHaveBeenCalled();
    expect(http.dialled).toEqual([]);
  });

  it("in the sandbox are all but public and loopback ones, and http stays on loopback", async () => {
    const dial = vi.fn(() => connect({ host: "127.0.0.1", port: 1 }));
    const send = (url: string, addresses: string[]) => open({ dial, lookup: async () => addresses }).send(url);
    expect(await send("http://a.acme.test/", ["10.0.0.1"])).toMatchObject({ reason: "address_not_allowed" });
    expect(await send("http://a.acme.test/", ["127.0.0.1", "10.0.0.1"])).toMatchObject({
      reason: "address_not_allowed",
    });
    expect(await send("http://a.acme.test/", [publicAddress])).toMatchObject({ reason: "scheme_not_allowed" });
    expect(await send("http://a.acme.test/", ["127.0.0.1", publicAddress])).toMatchObject({ kind: "refused" });
    expect(dial).not.toHaveBeenCalled();
    expect(await send("http://a.acme.test/", ["127.0.0.1"])).toMatchObject({ kind: "failed", reason: "connect" });
    expect(dial).toHaveBeenCalledTimes(1);
  });
});

describe("several checked addresses", () => {
  it("are tried one after the other, without asking DNS again", async () => {
    const receiver = await serveHttp((_request, response) => response.end("second"));
    const lookup = vi.fn(async () => ["127.0.0.2", "::1", "127.0.0.1"]);
    const result = await open({ lookup }).send(`http://receiver.acme.test:${receiver.port}/`);
    expect(result).toMatchObject({ kind: "response", body: "second" });
    expect(lookup).toHaveBeenCalledTimes(1);
  });

  it("that all refuse are one failure to connect", async () => {
    const receiver = await serveHttp(() => {});
    await closePort();
    const result = await open().send(`http://localhost:${receiver.port}/`);
    expect(result).toMatchObject({ kind: "failed", reason: "connect" });

    async function closePort() {
      for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
    }
  });

  it("are limited in number", async () => {
    const addresses = Array.from({ length: 100 }, (_, index) => `93.184.215.${index}`);
    const http = openLive(await serveTls([name]), { lookup: async () => addresses });
    await http.send(`https://${name}/`);
    expect(http.dialled).toEqual([addresses.slice(0, 8)]);
  });
});

describe("TLS", () => {
  const lookup = async () => ["127.0.0.1"];

  it("is checked against the name, not the address, and Host is the name", async () => {
    const receiver = await serveTls([name]);
    const result = await open({ lookup, ca: authority.certPem }).send(`https://${name}:${receiver.port}/`);
    expect(result).toMatchObject({ kind: "response", status: 200 });
    expect(result.kind === "response" && JSON.parse(result.body)).toEqual({
      host: `${name}:${receiver.port}`,
      servername: name,
      url: "/",
    });
  });

  it("fails for a certificate of another name, or of the address, and no request is sent", async () => {
    for (const names of [["other.acme-widgets.com"], ["127.0.0.1"]]) {
      const receiver = await serveTls(names);
      const requests = vi.fn();
      servers.at(-1)?.on("request", requests);
      const result = await open({ lookup, ca: authority.certPem }).send(`https://${name}:${receiver.port}/`);
      expect(result).toMatchObject({ kind: "failed", reason: "tls" });
      expect(result).toMatchObject({ message: "The certificate is for another name than the URL's." });
      expect(requests).not.toHaveBeenCalled();
    }
  });

  it("checks a loopback address against the certificate's addresses", async () => {
    const receiver = await serveTls(["127.0.0.1"]);
    const result = await open({ ca: authority.certPem }).send(`https://127.0.0.1:${receiver.port}/`);
    expect(result).toMatchObject({ kind: "response", status: 200 });
  });

  it("fails for an authority that is not trusted, also where the environment waives the check", async () => {
    const receiver = await serveTls([name]);
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    const result = await open({ lookup }).send(`https://${name}:${receiver.port}/`);
    expect(result).toMatchObject({ kind: "failed", reason: "tls" });
  });

  it("fails for an expired certificate", async () => {
    const yesterday = new Date(Date.now() - 86_400_000);
    const { certPem, keyPem } = authority.issue({ names: [name], notBefore: new Date(0), notAfter: yesterday });
    const receiver = await listen(createHttpsServer({ cert: certPem, key: keyPem }));
    const result = await open({ lookup, ca: authority.certPem }).send(`https://${name}:${receiver.port}/`);
    expect(result).toMatchObject({ kind: "failed", reason: "tls", message: "The certificate has expired." });
  });

  it("fails where the server does not speak it or hangs up", async () => {
    const plain = await serveHttp((_request, response) => response.end());
    const mute = await serveRaw((socket) => socket.destroy());
    for (const { port } of [plain, mute]) {
      expect(await open({ lookup }).send(`https://${name}:${port}/`)).toMatchObject({ kind: "failed", reason: "tls" });
    }
  });
});

describe("a response that is too large", () => {
  it("is cut at the cap while it streams, and the connection is closed", async () => {
    const closed = gate<void>();
    const receiver = await serveRaw((socket) => {
      socket.on("close", () => closed.resolve());
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      const flood = () => {
        while (!socket.destroyed && socket.write("x".repeat(16_384)));
      };
      socket.on("drain", flood);
      flood();
    });
    const result = await open().send(`http://127.0.0.1:${receiver.port}/`, { maxResponseBytes: 1_000 });
    expect(result).toMatchObject({ kind: "response", status: 200, truncated: true, body: "x".repeat(1_000) });
    await closed.promise;
  });

  it("is not truncated when it is exactly as large as the cap", async () => {
    const receiver = await serveHttp((_request, response) => response.end("12345"));
    const send = (maxResponseBytes: number) => open().send(`http://127.0.0.1:${receiver.port}/`, { maxResponseBytes });
    expect(await send(5)).toMatchObject({ body: "12345", truncated: false });
    expect(await send(4)).toMatchObject({ body: "1234", truncated: true });
    expect(await send(0)).toMatchObject({ body: "", truncated: true });
  });

  it("is cut between characters", async () => {
    const receiver = await serveHttp((_request, response) => response.end("aé€"));
    const result = await open().send(`http://127.0.0.1:${receiver.port}/`, { maxResponseBytes: 5 });
    expect(result).toMatchObject({ body: "aé", truncated: true });
  });

  it("does not grow when bytes that are no text are shown, and holds no NUL", async () => {
    const receiver = await serveHttp((_request, response) => response.end(Buffer.from([0, 0xff, 0xfe, 0x41])));
    const send = (maxResponseBytes: number) => open().send(`http://127.0.0.1:${receiver.port}/`, { maxResponseBytes });
    expect(await send(100)).toMatchObject({ body: "\uFFFD\uFFFD\uFFFDA", truncated: false });
    expect(await send(4)).toMatchObject({ body: "\uFFFD", truncated: true });
  });

  it("is not decompressed, whatever it says about itself", async () => {
    const receiver = await serveHttp((_request, response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end("not even gzip"),
    );
    const result = await open().send(`http://127.0.0.1:${receiver.port}/`);
    expect(result).toMatchObject({ kind: "response", body: "not even gzip" });
  });

  it("in its headers is a failure", async () => {
    const receiver = await serveRaw((socket) => {
      socket.write("HTTP/1.1 200 OK\r\n");
      for (let line = 0; line < 64; line += 1) socket.write(`x-${line}: ${"y".repeat(1_000)}\r\n`);
    });
    const result = await open().send(`http://127.0.0.1:${receiver.port}/`);
    expect(result).toMatchObject({ kind: "failed", reason: "protocol" });
    expect(result).toMatchObject({ message: "The headers of the response are too large." });
  });
});

describe("the time cap", () => {
  /** Writes a piece again and again until the connection ends. */
  const drip = (socket: Socket, piece: string) => {
    const timer = setInterval(() => socket.write(piece), 10);
    socket.on("close", () => clearInterval(timer));
  };
  const silent = () => {};

  it.each<[string, (socket: Socket) => void]>([
    ["a server that never answers", silent],
    [
      "headers that come byte by byte",
      (socket) => {
        socket.write("HTTP/1.1 200 OK\r\nx-slow: ");
        drip(socket, "a");
      },
    ],
    ["early hints without end", (socket) => drip(socket, "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n")],
  ])("ends %s, and closes the connection", async (_what, answer) => {
    const closed = gate<void>();
    const receiver = await serveRaw((socket) => {
      socket.on("close", () => closed.resolve());
      answer(socket);
    });
    const result = await open().send(`http://127.0.0.1:${receiver.port}/`, {
      timeoutMs: 150,
      maxResponseBytes: 50_000,
    });
    expect(result).toMatchObject({ kind: "failed", reason: "timeout", message: expect.stringContaining("0.15 s") });
    await closed.promise;
  });

  it.each<[string, (socket: Socket) => void, RegExp]>([
    [
      "comes byte by byte",
      (socket) => {
        socket.write("HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n");
        drip(socket, "a");
      },
      /^a+$/,
    ],
    ["stops", (socket) => socket.write("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc"), /^abc$/],
    [
      "does not begin, after early hints",
      (socket) =>
        socket.write("HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n"),
      /^$/,
    ],
    [
      "does not begin, after 100 Continue",
      (socket) => socket.write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n"),
      /^$/,
    ],
    [
      "streams events",
      (socket) => {
        socket.write("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n");
        drip(socket, "data: a\n\n");
      },
      /^data: a/,
    ],
  ])("cuts a body that %s: the response is what came until then", async (_what, answer, body) => {
    const closed = gate<void>();
    const receiver = await serveRaw((socket) => {
      socket.on("close", () => closed.resolve());
      answer(socket);
    });
    const result = await open().send(`http://127.0.0.1:${receiver.port}/`, {
      timeoutMs: 150,
      maxResponseBytes: 50_000,
    });
    expect(result).toMatchObject({ kind: "response", status: 200, truncated: true, body: expect.stringMatching(body) });
    await closed.promise;
  });

  it("holds for a TLS handshake that is never finished", async () => {
    const receiver = await serveRaw(silent);
    const http = open({ lookup: async () => ["127.0.0.1"] });
    const result = await http.send(`https://${name}:${receiver.port}/`, { timeoutMs: 150 });
    expect(result).toMatchObject({ kind: "failed", reason: "timeout", message: expect.stringContaining("handshake") });
  });

  it("holds for a look-up that never ends, and nothing is dialled when it ends late", async () => {
    const found = gate<string[]>();
    const http = openLive({ port: 0 }, { lookup: () => found.promise });
    const result = await http.send(`https://${name}/`, { timeoutMs: 50 });
    expect(result).toMatchObject({ kind: "failed", reason: "timeout", message: expect.stringContaining("resolved") });
    found.resolve([publicAddress]);
    await found.promise;
    await new Promise(setImmediate);
    expect(http.dialled).toEqual([]);
  });
});

describe("look-ups", () => {
  /** Resolves every name but those below silent.test, for which no server answers. */
  async function openWithDns(timeoutMs: number) {
    const dns = await startScriptedDns((query) => {
      if (query.name.endsWith("silent.test")) return undefined;
      const answers = query.type === "A" ? [{ name: query.name, type: "A" as const, ttl: 60, data: "127.0.0.1" }] : [];
      return query.response({ answers });
    });
    closers.push(dns.close);
    const names = createAddressLookup({ servers: [{ host: "127.0.0.1", port: dns.port }], timeoutMs });
    closers.push(async () => names.close());
    return open({ lookup: networkLookup(names) });
  }

  it("of a tenant whose DNS is silent take no more than its share, and delay nobody", async () => {
    const receiver = await serveHttp((_request, response) => response.end("ok"));
    const http = await openWithDns(60_000);
    const stuck = Array.from({ length: 100 }, (_, index) =>
      http.send(`http://h${index}.silent.test:${receiver.port}/`, { timeoutMs: 60_000 }),
    );
    const url = `http://receiver.acme.test:${receiver.port}/`;
    expect(await http.send(url, { tenantId: otherTenantId })).toMatchObject({ kind: "response", body: "ok" });
    // The tenant's own further requests fail at once, with the reason.
    const message = expect.stringContaining("Too many look-ups");
    expect(await http.send(url)).toMatchObject({ kind: "failed", reason: "dns", message });
    await http.close();
    const failures = (await Promise.all(stuck)).map((result) => result.kind === "failed" && result.reason);
    expect(failures.filter((reason) => reason === "dns")).toHaveLength(68);
    expect(failures.filter((reason) => reason === "reset")).toHaveLength(32);
  });

  it("are cancelled when the time of the request is up, and free the tenant's share", async () => {
    const receiver = await serveHttp((_request, response) => response.end("ok"));
    const http = await openWithDns(60_000);
    const send = () => http.send(`http://h.silent.test:${receiver.port}/`, { timeoutMs: 100 });
    const all = await Promise.all(Array.from({ length: 32 }, send));
    expect(all.map((result) => result.kind === "failed" && result.reason)).toEqual(all.map(() => "timeout"));
    await new Promise(setImmediate);
    expect(await http.send(`http://receiver.acme.test:${receiver.port}/`)).toMatchObject({ kind: "response" });
  });
});

describe("a failure", () => {
  it.each<[string, string, (socket: Socket) => void]>([
    ["reset", "a server that closes at once", (socket) => socket.end()],
    ["reset", "a server that resets", (socket) => socket.resetAndDestroy()],
    ["reset", "headers that end early", (socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n")],
    ["protocol", "something that is not HTTP", (socket) => socket.end("SSH-2.0-OpenSSH_9.9\r\n")],
    [
      "protocol",
      "an upgrade that nobody asked for",
      (socket) => socket.write("HTTP/1.1 101 Switch\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"),
    ],
  ])("%s: %s", async (reason, _what, answer) => {
    const receiver = await serveRaw(answer);
    const result = await open().send(`http://127.0.0.1:${receiver.port}/`);
    expect(result).toMatchObject({ kind: "failed", reason, message: expect.stringMatching(/^[A-Z].+\.$/) });
    expect(receiver.connections).toBe(1);
  });

  it("dns: a name that does not resolve or has no address", async () => {
    const missing = async () => Promise.reject(Object.assign(new Error("no"), { code: "ENOTFOUND" }));
    const send = (lookup: OutboundHttpOptions["lookup"]) => openLive({ port: 0 }, { lookup }).send(`https://${name}/`);
    expect(await send(missing)).toMatchObject({
      kind: "failed",
      reason: "dns",
      message: expect.stringContaining("ENOTFOUND"),
    });
    expect(await send(async () => [])).toMatchObject({ kind: "failed", reason: "dns" });
  });

  it("connect: nobody listens", async () => {
    const dial = vi.fn(() => connect({ host: "127.0.0.1", port: 1 }));
    const result = await openLive({ port: 0 }, { dial, lookup: async () => [publicAddress] }).send(`https://${name}/`);
    expect(result).toMatchObject({ kind: "failed", reason: "connect", message: expect.stringContaining("refused") });
    expect(dial).toHaveBeenCalledTimes(1);
  });
});

describe("a body that fails after its headers is no failure of the response", () => {
  it.each<[string, string, (socket: Socket) => void]>([
    [
      "abc",
      "it ends early",
      (socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 10\r\nretry-after: 1\r\n\r\nabc"),
    ],
    [
      "abc",
      "chunks end early",
      (socket) => socket.end("HTTP/1.1 200 OK\r\nretry-after: 1\r\ntransfer-encoding: chunked\r\n\r\n5\r\nabc"),
    ],
    [
      "",
      "chunks have no size",
      (socket) => socket.write("HTTP/1.1 200 OK\r\nretry-after: 1\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n"),
    ],
    [
      "",
      "the connection is reset",
      (socket) =>
        socket.write("HTTP/1.1 200 OK\r\nretry-after: 1\r\ncontent-length: 10\r\n\r\n", () =>
          setTimeout(() => socket.resetAndDestroy(), 50),
        ),
    ],
  ])("%j came: %s", async (body, _what, answer) => {
    const receiver = await serveRaw(answer);
    const result = await open().send(`http://127.0.0.1:${receiver.port}/`);
    expect(result).toMatchObject({
      kind: "response",
      status: 200,
      headers: { "retry-after": "1" },
      body,
      truncated: true,
    });
  });
});

describe("closing", () => {
  it("ends what is under way and starts nothing more", async () => {
    const receiver = await serveRaw(() => {});
    const http = open();
    const url = `http://127.0.0.1:${receiver.port}/`;
    const sending = http.send(url);
    await once(servers[0] ?? expect.fail("no server"), "connection");
    await http.close();
    expect(await sending).toMatchObject({ kind: "failed", reason: "reset" });
    expect(await http.send(url)).toMatchObject({ kind: "failed", reason: "reset" });
    expect(receiver.connections).toBe(1);
  });
});
