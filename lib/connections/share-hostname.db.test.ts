import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { getBrand } from "@/lib/accounts/branding/get-brand";
import { getBranding } from "@/lib/accounts/branding/get-branding";
import { enterShareSite } from "@/lib/api/share-site";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { moveClaim } from "@/lib/connections/claims";
import { clearShareHostname } from "@/lib/connections/clear-share-hostname";
import { confirmOrigin } from "@/lib/connections/confirm-origin";
import { createConnection } from "@/lib/connections/create-connection";
import { createConnectionSchema } from "@/lib/connections/schema";
import { setShareHostname } from "@/lib/connections/set-share-hostname";
import { transition } from "@/lib/connections/transition";
import { inTransaction } from "@/lib/db/transaction";
import { createShareLink } from "@/lib/diagnosis/create-share-link";
import { readSharedSetUp } from "@/lib/diagnosis/setup/read-shared-set-up";
import { openEdgeFeed } from "@/lib/edge/control-plane/edge-feed";
import { writeSnapshot } from "@/lib/edge/control-plane/write-snapshot";
import { sharePagesApplication } from "@/lib/edge/protocol/share-pages";
import { decideRoute } from "@/lib/edge/responder/decide-route";
import { createEdgeSet, type EdgeSet } from "@/lib/edge/responder/edge-set";
import { createSetParser } from "@/lib/edge/responder/parse-set";
import { isRefusal } from "@/lib/kernel/errors";
import { silentLog } from "@/lib/kernel/log";
import { shareSite, shareTenantHeader, siteHeader } from "@/lib/kernel/site-headers";
import { onBehalfOf } from "@/lib/platform/ports/context";
import type { TestTenant } from "@/lib/runtime/testing/context";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";
import { testUpstreams } from "@/lib/runtime/testing/upstreams";

const { database, service, tenant, other } = setUpWorld();
let count = 0;

async function connect(of: TestTenant = tenant, hostname = `connect${count}.acme.test`) {
  count += 1;
  const input = { applicationId: of.applicationId, hostname, contest: true };
  return createConnection(of.ctx, createConnectionSchema.parse(input));
}

async function connectLive(of: TestTenant = tenant) {
  const { id, hostname } = await connect(of);
  for (const signal of ["ownership_proven", "records_match", "certificate_seen"] as const) {
    await inTransaction(of.ctx, (tx) => transition(of.ctx, tx, id, signal));
  }
  return { id, hostname };
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: unknown) => (isRefusal(error) ? error.code : String(error)),
  );

/** What an edge knows that has followed all changes, and one that has just started. */
async function edgeSets(): Promise<EdgeSet[]> {
  const feed = await openEdgeFeed(database, silentLog);
  const followed = createEdgeSet("0:");
  for (let cursor = "0:", more = true; more; ) {
    const page = await feed.read(cursor, 0);
    if (page === null) throw new Error("the cursor is unknown");
    for (const change of page.changes) followed.apply(change);
    ({ cursor, more } = page);
  }
  await feed.close();
  const parser = createSetParser();
  await writeSnapshot({ database, now: service.now }, async (text) => parser.push(Buffer.from(text)));
  return [followed, parser.end()];
}

/** `page`: that its application has no origin. `unknown`: the edges do not serve it. */
async function routesOf(hostname: string): Promise<string[]> {
  const routes: string[] = [];
  for (const set of await edgeSets()) {
    const route = await decideRoute({ set, upstreams: testUpstreams() }, hostname);
    routes.push(route.hostname === null ? "unknown" : route.kind);
  }
  return routes;
}

describe("the hostname of share pages", () => {
  it("is a live connection of the company's own", async () => {
    const waiting = await connect();
    const theirs = await connectLive(other);
    expect(await codeOf(setShareHostname(tenant.ctx, { id: waiting.id }))).toBe("invalid_state");
    expect(await codeOf(setShareHostname(tenant.ctx, { id: theirs.id }))).toBe("not_found");
    const testKey = { ...tenant.ctx, actor: { ...tenant.ctx.actor, environment: "test" } } as typeof tenant.ctx;
    const { id, hostname } = await connectLive();
    expect(await codeOf(setShareHostname(testKey, { id }))).toBe("forbidden");
    expect(await codeOf(clearShareHostname(testKey, {}))).toBe("forbidden");
    const branding = await setShareHostname(tenant.ctx, { id });
    expect(branding.hostname).toEqual({ connectionId: id, hostname, isLive: true });
    expect(branding.brand.linkOrigin).toBe(`https://${hostname}`);
    expect((await getBranding(other.ctx, {})).hostname).toBeNull();
  });

  it("is routed to the app by edges that follow, and by those that start, until it is given up", async () => {
    const { id, hostname } = await connectLive();
    expect(await routesOf(hostname)).toEqual(["page", "page"]);
    await setShareHostname(tenant.ctx, { id });
    expect(await routesOf(hostname)).toEqual(["app", "app"]);
    await clearShareHostname(tenant.ctx, {});
    expect(await routesOf(hostname)).toEqual(["page", "page"]);
    expect((await getBrand(tenant.ctx)).linkOrigin).toBeNull();
  });

  it("is one: the one before goes back to its origin, and of two at once one stays", async () => {
    const [one, two, three] = [await connectLive(), await connectLive(), await connectLive()];
    await setShareHostname(tenant.ctx, { id: one.id });
    await Promise.all([two, three].map(({ id }) => setShareHostname(tenant.ctx, { id })));
    expect(await routesOf(one.hostname)).toEqual(["page", "page"]);
    const marked = await database.prisma.hostnameClaim.findMany({
      where: { tenantId: tenant.tenantId, servesSharePages: true },
    });
    expect(marked).toHaveLength(1);
    expect(await routesOf(marked[0]?.hostname ?? "")).toEqual(["app", "app"]);
  });

  it("is used by links while it is live, and given up with its connection", async () => {
    const { id } = await connectLive();
    const shown = await connect();
    const linkOf = async () => (await createShareLink(tenant.ctx, { id: shown.id, expiresInDays: 7 })).url;
    expect(await linkOf()).toMatch(/^https:\/\/app\.example\.com\/connect\//);
    const { hostname } = await setShareHostname(tenant.ctx, { id });
    expect(await linkOf()).toMatch(new RegExp(`^https://${hostname?.hostname}/connect/`));
    await inTransaction(tenant.ctx, (tx) => transition(tenant.ctx, tx, id, "drift_confirmed"));
    expect((await getBranding(tenant.ctx, {})).hostname).toMatchObject({ isLive: false });
    expect(await linkOf()).toMatch(/^https:\/\/app\.example\.com\/connect\//);
    await archiveConnection(tenant.ctx, { id });
    expect((await getBranding(tenant.ctx, {})).hostname).toBeNull();
    expect(await routesOf(hostname?.hostname ?? "")).toEqual(["unknown", "unknown"]);
  });

  it("does not go with a hostname that moves to another company", async () => {
    const { id, hostname } = await connectLive();
    await setShareHostname(tenant.ctx, { id });
    const claim = await database.prisma.hostnameClaim.findUniqueOrThrow({ where: { hostname } });
    const theirs = await connect(other, hostname);
    const row = { id: theirs.id, hostname, applicationId: other.applicationId };
    const from = { hostname, connectionId: id, tenantId: tenant.tenantId, claimedAt: claim.createdAt };
    await inTransaction(other.ctx, (tx) => moveClaim(other.ctx, tx, row, from));
    expect(await routesOf(hostname)).toEqual(["page", "page"]);
    expect((await getBranding(other.ctx, {})).hostname).toBeNull();
    expect((await getBranding(tenant.ctx, {})).hostname).toBeNull();
  });

  it("is no upstream that a company can set, and needs no answer of the company's own server", async () => {
    const { id, hostname } = await connectLive();
    await database.prisma.application.update({
      where: { id: tenant.applicationId },
      data: { upstream: sharePagesApplication.upstream, verifyOrigin: true },
    });
    expect((await routesOf(hostname)).includes("app")).toBe(false);
    await setShareHostname(tenant.ctx, { id });
    expect(await confirmOrigin(tenant.ctx, { id, hostname, applicationId: tenant.applicationId })).toBeNull();
  });
});

describe("a request at that hostname", () => {
  const enter = async (host: string, method: string, path: string, headers: Record<string, string> = {}) => {
    const incoming = {
      method,
      headers: { host, [siteHeader]: shareSite, cookie: "session=x", authorization: "Bearer x", ...headers },
    } as unknown as IncomingMessage;
    return { isOpen: await enterShareSite(service, incoming, path), headers: incoming.headers };
  };

  it("gets share pages and what they load, without credentials, and nothing else", async () => {
    const { id, hostname } = await connectLive();
    await setShareHostname(tenant.ctx, { id });
    const open = [
      ["GET", "/connect/abc"],
      ["HEAD", "/connect/abc"],
      ["POST", "/connect/check"],
      ["POST", "/connect/opened"],
      ["POST", "/connect/read"],
      ["POST", "/connect/domain-connect"],
      ["GET", "/connect/stop/abc"],
      ["POST", "/connect/stop/abc"],
      ["GET", "/_next/static/chunks/[root]_abc.js"],
      ["GET", `/logos/${"0".repeat(64)}`],
    ];
    for (const [method = "", path = ""] of open) {
      const entered = await enter(`${hostname}:8443`, method, path, { [shareTenantHeader]: other.tenantId });
      expect(entered.isOpen, `${method} ${path}`).toBe(true);
      expect(entered.headers).not.toHaveProperty("cookie");
      expect(entered.headers).not.toHaveProperty("authorization");
      const isPage = path.startsWith("/connect/");
      expect(entered.headers[shareTenantHeader], path).toBe(isPage ? tenant.tenantId : undefined);
    }
    const closed = [
      ["GET", "/"],
      ["GET", "/sign-in"],
      ["GET", "/connections"],
      ["GET", "/v1/branding"],
      ["POST", "/v1/tokens"],
      ["GET", "/internal/edge/settings"],
      ["GET", "/metrics"],
      ["GET", "/api/auth/session"],
      ["POST", "/api/auth/sign-up"],
      ["GET", "/docs"],
      ["GET", "/connect/domain-connect/return"],
      ["GET", "/connect/abc/def"],
      ["POST", "/connect/abc"],
      ["POST", "/connect/read/abc"],
      ["POST", "/connect/domain-connect/return"],
      ["PUT", "/connect/abc"],
      ["GET", "/_next/image"],
      ["GET", "/_next/static/../../v1/branding"],
      ["GET", "/sandbox/records"],
    ];
    for (const [method = "", path = ""] of closed) {
      expect((await enter(hostname, method, path)).isOpen, `${method} ${path}`).toBe(false);
    }
    for (const host of ["unknown.acme.test", "app.example.com", "localhost", (await connectLive()).hostname]) {
      expect((await enter(host, "GET", "/connect/abc")).isOpen, host).toBe(false);
    }
  });

  it("shows the links of its own company alone", async () => {
    const { id } = await connectLive();
    const theirs = await connect(other, `shop${count}.other.test`);
    const link = await createShareLink(other.ctx, { id: theirs.id, expiresInDays: 7 });
    await setShareHostname(tenant.ctx, { id });
    const { token } = link;
    expect(await codeOf(readSharedSetUp(service, { token, tenantId: tenant.tenantId }))).toBe("not_found");
    expect(await codeOf(readSharedSetUp(service, { token, tenantId: other.tenantId }))).toBe("done");
    expect(await codeOf(readSharedSetUp(service, { token, tenantId: null }))).toBe("done");
  });
});

it("a company in a context of its own has the brand of that company", async () => {
  await database.prisma.brand.create({
    data: { tenantId: tenant.tenantId, displayName: "Acme Shops", updatedAt: service.now() },
  });
  expect((await getBrand(onBehalfOf(service, tenant.tenantId, { kind: "worker" }))).name).toBe("Acme Shops");
  expect((await getBrand(onBehalfOf(service, other.tenantId, { kind: "worker" }))).name).toBe("Test");
});
