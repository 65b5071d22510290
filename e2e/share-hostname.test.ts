import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CaddyTool, startTestCaddy, type TestCaddy } from "@/e2e/support/caddy";
import { requestThroughEdge } from "@/e2e/support/edge-request";
import { type Site, serveRequest } from "@/lib/api/serve-request";
import { sharePagesApplication } from "@/lib/edge/protocol/share-pages";
import { createReachTokens } from "@/lib/edge/reach-token";
import { answerAsk, answerRoute, type InternalSources } from "@/lib/edge/responder/answer-internal";
import { createAskCounter } from "@/lib/edge/responder/ask-counter";
import type { EdgeSet, KnownHost } from "@/lib/edge/responder/edge-set";
import { silentLog } from "@/lib/kernel/log";
import { shareTenantHeader } from "@/lib/kernel/site-headers";
import { testUpstreams } from "@/lib/runtime/testing/upstreams";

// From a visitor through the repository's own Caddyfile, by the responder's real answers, to the server of the app. Pages
// themselves are in place of Next: they say what they received.
const TOKEN = "share-hostname-token_0123456789";
const SHARED = "connect.customer.test";
const OTHER = "shop.customer.test";
const APP = "app.platform.test";
const tenantId = "019aa6c3-1a00-7d11-8b42-5c7e9f1a2b07";
const stops: (() => unknown)[] = [];
let url: string;

const now = () => new Date();
const hosts = new Map<string, KnownHost>(
  [SHARED, OTHER].map((hostname) => [
    hostname,
    {
      ...(hostname === SHARED
        ? sharePagesApplication
        : { applicationId: "a", tenantId, upstream: null, upstreamHost: null }),
      connectionId: "c",
      admitted: true,
      reference: null,
    },
  ]),
);
const set = { find: (name: string) => hosts.get(name), isAdmitted: (name: string) => hosts.get(name)?.admitted };
const sources: InternalSources = {
  set: set as EdgeSet,
  upstreams: testUpstreams(),
  asks: createAskCounter(now),
  reach: createReachTokens("share-hostname-secret-0123456789-abcdef"),
  assertions: null,
  now,
};

/** The app's own server, with one claim in its database. */
const findFirst = async ({ where }: { where: { hostname: string } }) =>
  where.hostname === SHARED ? { tenantId } : null;
const site = {
  runtime: {
    service: { now, log: silentLog, database: { prisma: { hostnameClaim: { findFirst } } } },
    env: { appUrl: `https://${APP}`, sandbox: true, trustedProxies: 1 },
  },
  scriptHash: "'sha256-x'",
  isPageRequest: () => true,
  async toNext({ headers, url: path }: IncomingMessage, response: ServerResponse) {
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ headers, path }));
  },
} as unknown as Site;

beforeAll(async () => {
  const server: Server = createServer(async (request, response) => {
    const asked = new URL(request.url ?? "/", "http://inside");
    if (!/^\/internal\/(ask|route)$/.test(asked.pathname)) return serveRequest(site, request, response);
    const get = (name: string) => asked.searchParams.get(name) ?? "";
    const answer = await (asked.pathname === "/internal/ask"
      ? answerAsk(sources, get("domain"))
      : answerRoute(sources, { host: get("host"), path: get("path"), token: get("reach") }));
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});

describe.each<CaddyTool>(["caddy", "caddy-2.6"])("a hostname of share pages under %s", (tool) => {
  let caddy: TestCaddy;
  const visit = (hostname: string, path: string, headers: Record<string, string> = {}, method = "GET") =>
    requestThroughEdge({
      port: caddy.httpsPort,
      hostname,
      path,
      method,
      headers,
      ca: readFileSync(caddy.internalRootFile, "utf8"),
    });

  beforeAll(async () => {
    const options = { responderUrl: url, appUrl: `https://${APP}`, issuer: "internal", internalToken: TOKEN };
    caddy = await startTestCaddy({ tool, ...options });
    stops.push(caddy.stop);
  });

  it("serves share pages over HTTPS, to their company, without what the browser sent to prove who it is", async () => {
    const sent = { cookie: "session=x", authorization: "Bearer x", [shareTenantHeader]: "forged" };
    const { status, body, headers } = await visit(SHARED, "/connect/stop/token?_rsc=1", sent);
    expect(status, body).toBe(200);
    const page = JSON.parse(body);
    expect(page).toMatchObject({ path: "/connect/stop/token?_rsc=1", headers: { [shareTenantHeader]: tenantId } });
    expect(page.headers.host).toMatch(new RegExp(`^${SHARED}`));
    for (const name of ["cookie", "authorization", "x-latchkey-site"]) expect(page.headers).not.toHaveProperty(name);
    expect(headers).not.toHaveProperty("set-cookie");
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  });

  it("serves nothing else of the app", async () => {
    const paths = [
      "/",
      "/sign-in",
      "/v1/branding",
      "/v1/openapi.json",
      "/api/auth/session",
      "/docs",
      "/healthz",
      "/metrics",
    ];
    for (const path of [...paths, "/internal/edge/settings", "/connect/domain-connect/return", "/connect/a/b"]) {
      const { status, body } = await visit(SHARED, path);
      expect([status, body], path).toEqual([404, expect.stringContaining("There is nothing here")]);
    }
    expect((await visit(SHARED, "/connect/token", {}, "POST")).status).toBe(404);
  });

  it("leaves other hostnames as they are, whatever a visitor sends", async () => {
    const forged = { "x-latchkey-site": "share-pages", "x-latchkey-app": "yes" };
    expect((await visit(OTHER, "/connect/token", forged)).body).toContain("Nothing here yet");
    const own = await visit(APP, "/connect/stop/token", { ...forged, [shareTenantHeader]: "forged" });
    expect(own.status).toBe(200);
    expect(JSON.parse(own.body).headers).not.toHaveProperty(shareTenantHeader);
    expect(JSON.parse(own.body).headers).not.toHaveProperty("x-latchkey-site");
  });
});
