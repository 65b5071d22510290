import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { request as httpsRequest, type RequestOptions } from "node:https";
import type { AddressInfo, Server } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CaddyTool, startTestCaddy, type TestCaddy } from "@/e2e/support/caddy";

// What a visitor says about the client, the host or the URL besides the request itself reaches neither origins nor the app, and
// what an origin says under our names does not reach visitors.
const TOKEN = "client-headers-test_0123456789";
const APP = "app.platform.test";
const SHOP = "shop.customer.test";
const sentinel = "198.51.100.66";
const assertion = "e30.e30.c2lnbmVk";
const stops: (() => unknown)[] = [];
let received: IncomingMessage[] = [];
let route: Record<string, string> = {};
let responderUrl = "";

beforeAll(async () => {
  const origin = createServer((request, response) => {
    received.push(request);
    const own = { "X-Latchkey-Upstream": sentinel, "x-latchkey-token": sentinel, "X-Latchkey-Assertion": sentinel };
    const forged = { ...own, "X-Other": "kept" };
    response.writeHead(200, forged).end();
  });
  const port = await listen(origin);
  const address = `[::ffff:127.0.0.1%name=127.0.0.1]:${port}`;
  route = {
    "x-latchkey-upstream": address,
    "x-latchkey-upstream-fallback": address,
    "x-latchkey-upstream-scheme": "http",
    "x-latchkey-upstream-name": "127.0.0.1",
    "x-latchkey-assertion": assertion,
  };
  const control = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://inside");
    if (url.pathname === "/internal/ask") return response.writeHead(200).end();
    if (url.pathname === "/internal/route") {
      const { host, token } = Object.fromEntries(url.searchParams);
      const isOurs = responderUrl.endsWith(`/${request.headers.host}`) && host === SHOP && token === TOKEN;
      return response.writeHead(isOurs ? 200 : 500, isOurs ? route : {}).end();
    }
    if (url.pathname !== "/healthz/live") received.push(request);
    response.end();
  });
  responderUrl = `http://127.0.0.1:${await listen(control)}`;
});
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stops.push(() => new Promise((resolve) => server.close(resolve)));
  return (server.address() as AddressInfo).port;
}

/** `lines`: header names and values in turn, sent as they are. */
function visit(caddy: TestCaddy, hostname: string, lines: readonly string[]): Promise<IncomingMessage> {
  const ca = readFileSync(caddy.internalRootFile, "utf8");
  const base = { host: "127.0.0.1", port: caddy.httpsPort, servername: hostname, ca, agent: false, setHost: false };
  const options = { ...base, headers: ["Host", hostname, ...lines] } as unknown as RequestOptions;
  return new Promise((resolve, reject) => {
    const request = httpsRequest(options);
    request.on("error", reject);
    request.on("response", (response) => resolve(response.resume()));
    request.end();
  });
}

const names = [
  ...["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Uri"],
  ...["X-Forwarded-Method", "X-Forwarded-Server", "X-Forwarded-Prefix", "X-Forwarded-Ssl", "X-Forwarded-Scheme"],
  ...["X-Forwarded", "Forwarded-For", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "True-Client-IP", "Client-IP"],
  ...["CF-Connecting-IP", "CF-Connecting-IPv6", "Fastly-Client-IP", "Fly-Client-IP", "WL-Proxy-Client-IP"],
  ...["X-Azure-ClientIP", "X-Appengine-User-IP", "X-ProxyUser-Ip", "X-Envoy-External-Address", "X-Envoy-Original-Path"],
  ...[
    "X-Original-URL",
    "X-Original-Host",
    "X-Original-Forwarded-For",
    "X-Rewrite-URL",
    "X-HTTP-Host-Override",
    "X-Host",
  ],
  ...["X-Latchkey-Upstream", "X-Latchkey-Token", "X-Latchkey-Peer", "X-Latchkey-Hops", "X-Latchkey-Path"],
  ...[
    "X-Latchkey-Assertion",
    "Latchkey-Reach",
    "X-Remote-IP",
    "X-Remote-Addr",
    "X-Originating-IP",
    "X-Sucuri-ClientIP",
  ],
  ...["X-Scheme", "X-Url-Scheme", "Front-End-Https", "Proxy", "X-Forwarded-Client-Cert", "X-Forwarded-By"],
];
/** One name in any case, with any of its hyphens as what servers that follow CGI fold into the same variable. */
const spelling = fc.constantFrom(...names).chain((name) =>
  fc
    .array(fc.constantFrom("lower", "upper", "_", ".", "~", "!", "same"), {
      minLength: name.length,
      maxLength: name.length,
    })
    .map((edits) =>
      [...name]
        .map((character, index) => {
          const edit = edits[index] ?? "";
          if (character === "-") return /^[_.~!]$/.test(edit) ? edit : "-";
          if (edits[index] === "lower") return character.toLowerCase();
          return edits[index] === "upper" ? character.toUpperCase() : character;
        })
        .join(""),
    ),
);
const value = fc.constantFrom(sentinel, `for=${sentinel};host=${sentinel}`, `${sentinel}, ${sentinel}`, `/${sentinel}`);
const connection = fc.oneof(
  fc.constant([]),
  fc
    .array(fc.constantFrom(...names, "keep-alive", "close"), { minLength: 1, maxLength: 3 })
    .map((tokens) => ["Connection", tokens.join(", ")]),
);
const lines = fc
  .tuple(fc.array(fc.tuple(spelling, value), { minLength: 1, maxLength: 12 }), connection)
  .map(([headers, hop]) => [...headers.flat(), ...hop]);

describe.each<CaddyTool>(["caddy", "caddy-2.6"])("behind %s", (tool) => {
  let caddy: TestCaddy;

  beforeAll(async () => {
    caddy = await startTestCaddy({
      tool,
      responderUrl,
      appUrl: `https://${APP}`,
      issuer: "internal",
      internalToken: TOKEN,
      // Another machine: this visitor is not trusted.
      trustedProxies: ["192.0.2.0/24"],
    });
    stops.push(caddy.stop);
  });

  it.each([SHOP, APP])(
    "%s receives what Caddy knows about the client, and nothing that the client made up",
    async (hostname) => {
      const check = async (given: readonly string[]) => {
        received = [];
        const { statusCode } = await visit(caddy, hostname, given);
        expect(statusCode).toBe(200);
        expect(received).toHaveLength(1);
        const { rawHeaders = [], headers } = received[0] ?? {};
        expect(rawHeaders.join("\n")).not.toContain(sentinel);
        const own = rawHeaders.filter((_text, index) => index % 2 === 0).filter((name) => /_|latchkey/i.test(name));
        // The assertion is there exactly once, whatever the client sent, and for the origin alone.
        expect([own, headers?.["x-latchkey-assertion"]]).toEqual(
          hostname === SHOP ? [["X-Latchkey-Assertion"], assertion] : [[], undefined],
        );
        expect(headers).toMatchObject({
          host: hostname,
          "x-forwarded-for": "127.0.0.1",
          "x-forwarded-host": hostname,
          "x-forwarded-proto": "https",
        });
      };
      await check(names.flatMap((name) => [name, sentinel, name, sentinel]));
      await check(names.flatMap((name) => [name.replaceAll("-", "_"), sentinel]));
      await fc.assert(fc.asyncProperty(lines, check), { numRuns: 50 });
    },
  );

  it("an origin receives none where the responder signed none", async () => {
    const { "x-latchkey-assertion": _, ...without } = route;
    const signed = route;
    route = without;
    received = [];
    await visit(caddy, SHOP, ["X-Latchkey-Assertion", sentinel, "x-latchkey_assertion", sentinel]);
    route = signed;
    expect(received).toHaveLength(1);
    expect(received[0]?.rawHeaders.join("\n")).not.toMatch(/latchkey/i);
  });

  it("passes on the headers that an origin needs, unchanged", async () => {
    const kept = {
      accept: "text/html",
      "accept-language": "de",
      authorization: "Bearer x",
      cookie: "a=1; b=2",
      origin: "https://shop.customer.test",
      "x-api-key": "k",
      "x-requested-with": "XMLHttpRequest",
      "x-request-id": "1",
      "x-http-method-override": "PUT",
      traceparent: "00-1-2-03",
    };
    received = [];
    await visit(caddy, SHOP, Object.entries(kept).flat());
    expect(received[0]?.headers).toMatchObject(kept);
  });

  it("removes our own names from what an origin answers", async () => {
    const { headers } = await visit(caddy, SHOP, []);
    expect(headers["x-other"]).toBe("kept");
    expect(Object.keys(headers).filter((name) => name.startsWith("x-latchkey"))).toEqual([]);
  });
});
