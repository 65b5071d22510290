import { beforeEach, describe, expect, it } from "vitest";
import { createApplication } from "@/lib/accounts/applications/create-application";
import { checkDomainConnect } from "@/lib/accounts/domain-connect/check-domain-connect";
import { createDomainConnectKey } from "@/lib/accounts/domain-connect/create-domain-connect-key";
import { putDomainConnect } from "@/lib/accounts/domain-connect/put-domain-connect";
import { createToken } from "@/lib/accounts/tokens/create-token";
import { routes } from "@/lib/api/routes";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { checkOwnership } from "@/lib/connections/check-ownership";
import { checkRecords } from "@/lib/connections/check-records";
import { createConnection } from "@/lib/connections/create-connection";
import { probeCertificate } from "@/lib/connections/probe-certificate";
import type { ConnectionResource } from "@/lib/connections/schema";
import { createShareLink } from "@/lib/diagnosis/create-share-link";
import { revokeShareLink } from "@/lib/diagnosis/revoke-share-link";
import { shareTenantHeader } from "@/lib/kernel/site-headers";
import type { OutboundHttp } from "@/lib/platform/outbound/outbound-http";
import { onBehalfOf } from "@/lib/platform/ports/context";
import { answerApi } from "@/lib/runtime/testing/answer-api";
import { type TestTenant, testAppUrl, testEdge, validCertificate } from "@/lib/runtime/testing/context";
import { callRoute } from "@/lib/runtime/testing/runtime";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

/** A DNS provider with Domain Connect: what it answers by the path. */
const answers = new Map<string, object>();
const outbound: OutboundHttp = {
  async send({ url }) {
    const body = answers.get(new URL(url).pathname);
    const status = body === undefined ? 404 : 200;
    return { kind: "response", status, headers: {}, body: JSON.stringify(body ?? {}), truncated: false, durationMs: 1 };
  },
  close: async () => undefined,
};

const { database, world, tenant, other } = setUpWorld({ ports: () => ({ outbound }) });
let names = 0;

beforeEach(() => {
  world.delegate("acme.test", ["ns1.provider.test", "ns2.provider.test"]);
  answers.clear();
});

function connect(on: TestTenant = tenant, hostname = `shop${++names}.acme.test`, contest?: boolean) {
  const { applicationId } = on;
  return createConnection(on.ctx, { applicationId, hostname, setupType: "manual", ...(contest ? { contest } : {}) });
}

/** As an operator makes one: no key or session can end it. */
async function tokenOf(domain?: string, { tenantId, applicationId } = tenant): Promise<string> {
  const ctx = onBehalfOf(world.service, tenantId, { kind: "admin" });
  return (await createToken(ctx, { applicationId, domain })).authToken;
}

const read = (secret: string, id: string, query = "") => callRoute(routes.getSetUp, secret, { params: { id }, query });

function publish({ hostname, ownershipChallenge: { name, value } }: ConnectionResource): void {
  world.publish(name, "TXT", [value]);
  world.publish(hostname, "CNAME", [testEdge.hostname]);
}

async function checkAll(connection: ConnectionResource, on: TestTenant = tenant): Promise<void> {
  publish(connection);
  world.advance(1_000);
  await checkOwnership(on.ctx, { connectionId: connection.id });
  await checkRecords(on.ctx, { connectionId: connection.id });
}

async function goLive(connection: ConnectionResource, on: TestTenant = tenant): Promise<void> {
  world.edgeAnswers(() => validCertificate(world.service.now()));
  await probeCertificate(on.ctx, { connectionId: connection.id });
}

describe("with a widget token", () => {
  it("says what to do, what each nameserver has, and when it is checked next", async () => {
    const { id, hostname, ownershipChallenge } = await connect();
    world.publishOnFirst(ownershipChallenge.name, "TXT", ["something else"]);
    const { status, json } = await read(await tokenOf(), id, "?locale=en");
    expect(status).toBe(200);
    expect(json).toMatchObject({
      connection_id: id,
      hostname,
      state: "pending_ownership",
      stage: "records",
      setup_type: "manual",
      language: "en",
      is_done: false,
      finding: { code: "txt-wrong-value", who: "you" },
      expires_at: null,
    });
    expect(json.steps).toMatchObject([
      {
        id: `add TXT ${ownershipChallenge.name} ${ownershipChallenge.value}`,
        status: "wrong",
        servers: [
          { server: "ns1.provider.test", status: "other", values: ["something else"] },
          { server: "ns2.provider.test", status: "missing" },
        ],
      },
      { type: "CNAME", full_host: hostname, value: testEdge.hostname, status: "todo" },
    ]);
    const job = await database.prisma.job.findUniqueOrThrow({ where: { key: `check-ownership:${id}` } });
    expect(new Date(json.next_check_at)).toEqual(job.runAt);
  });

  it("is refused for another tenant's connection, another application's, and another hostname's", async () => {
    const connection = await connect();
    const { id, hostname } = connection;
    const admin = onBehalfOf(world.service, tenant.tenantId, { kind: "admin" });
    const input = { name: "Sibling", environment: "live" as const, upstream: null, recordTemplate: null };
    const sibling = await createApplication(admin, { ...input, allowedOrigins: [] });
    const refused = [
      await tokenOf(undefined, other),
      await tokenOf(hostname, other),
      await tokenOf(undefined, { ...tenant, applicationId: sibling.id }),
      await tokenOf(`other.${hostname}`),
      await tokenOf("acme.test"),
    ];
    for (const token of refused) {
      for (const route of [routes.getSetUp, routes.createShareLink, routes.sendInstructions]) {
        const body = route === routes.sendInstructions ? { to: "it@customer.test" } : {};
        const call = route === routes.getSetUp ? {} : { body };
        expect((await callRoute(route, token, { params: { id }, ...call })).status).toBe(404);
      }
    }
    expect((await read(await tokenOf(hostname), id)).status).toBe(200);
    expect((await read("eyJ.eyJ.x", id)).status).toBe(401);
  });

  it.each(["xx", "EN", "de-DE", ""])("refuses the language “%s”", async (locale) => {
    const { id } = await connect();
    const { status, json } = await read(await tokenOf(), id, `?locale=${locale}`);
    expect([status, json.error.param]).toEqual([400, "locale"]);
  });

  it("goes from records to live, and ends with the connection", async () => {
    const connection = await connect();
    const token = await tokenOf(connection.hostname);
    const seen = async () => {
      const { stage, finding } = (await read(token, connection.id)).json;
      return [stage, finding?.code ?? null];
    };
    expect(await seen()).toEqual(["records", "txt-missing"]);
    await checkAll(connection);
    expect(await seen()).toEqual(["certificate", "waiting"]);
    await goLive(connection);
    // Not what the diagnosis of a moment ago says.
    expect(await seen()).toEqual(["live", null]);
    await archiveConnection(tenant.ctx, { id: connection.id });
    const { json } = await read(token, connection.id);
    expect([json.stage, json.steps, json.finding, json.expected_at]).toEqual(["ended", [], null, null]);
  });

  it("says until when the domain is contested, to who asks for it", async () => {
    const held = await connect(other);
    await checkAll(held, other);
    await goLive(held, other);
    const mine = await connect(tenant, held.hostname, true);
    world.publish(mine.ownershipChallenge.name, "TXT", [mine.ownershipChallenge.value]);
    world.advance(1_000);
    await checkOwnership(tenant.ctx, { connectionId: mine.id });
    const { json } = await read(await tokenOf(held.hostname), mine.id);
    const contest = await database.prisma.hostnameContest.findUniqueOrThrow({ where: { hostname: held.hostname } });
    expect([json.expected_because, new Date(json.expected_at)]).toEqual(["contest", contest.movesAt]);
    expect(JSON.stringify(json)).not.toContain(other.tenantId);
  });
});

describe("behind a share link", () => {
  const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
    const request = new Request(`${testAppUrl}${path}`, { method: "POST", body: JSON.stringify(body), headers });
    const response = await answerApi(request);
    return { status: response.status, headers: response.headers, json: await response.json() };
  };

  it("is the same without ids, in the visitor's language, until the link ends", async () => {
    const connection = await connect();
    const { id } = connection;
    const link = await createShareLink(tenant.ctx, { id, expiresInDays: 1 });
    const { status, headers, json } = await post("/connect/read", { token: link.token, locale: "de" });
    expect(status).toBe(200);
    expect(headers.get("access-control-allow-origin")).toBeNull();
    expect(json).toMatchObject({
      connection_id: null,
      language: "de",
      stage: "records",
      hostname: connection.hostname,
    });
    expect(new Date(json.expires_at)).toEqual(link.expiresAt);
    for (const secret of [id, tenant.tenantId, tenant.applicationId, link.id]) {
      expect(JSON.stringify(json)).not.toContain(secret);
    }
    await revokeShareLink(tenant.ctx, { id, linkId: link.id });
    expect((await post("/connect/read", { token: link.token })).status).toBe(404);
  });

  it.each([
    {},
    { token: "" },
    { token: "x".repeat(101) },
    { token: 1 },
    { token: "x", locale: "xx" },
    { token: "x", id: "y" },
  ])("refuses %j in the error envelope", async (body) => {
    const { status, json } = await post("/connect/read", body);
    expect([status, json.error.code]).toEqual([400, "invalid"]);
  });

  it("is not there for an unknown link, another company's hostname, or an archived connection", async () => {
    const { id } = await connect();
    const { token } = await createShareLink(tenant.ctx, { id, expiresInDays: 1 });
    for (const path of ["/connect/read", "/connect/domain-connect"]) {
      expect((await post(path, { token: "unknown" })).json.error.code).toBe("not_found");
      const theirs = await post(path, { token }, { [shareTenantHeader]: other.tenantId });
      expect(theirs.json.error.code).toBe("not_found");
    }
    expect((await post("/connect/read", { token }, { [shareTenantHeader]: tenant.tenantId })).status).toBe(200);
    await archiveConnection(tenant.ctx, { id });
    for (const path of ["/connect/read", "/connect/domain-connect"]) {
      expect((await post(path, { token })).json.error.code).toBe("not_found");
    }
  });

  it("is read a number of times a minute, and each link has its own", async () => {
    const { id } = await connect();
    const { token } = await createShareLink(tenant.ctx, { id, expiresInDays: 1 });
    const second = await createShareLink(tenant.ctx, { id, expiresInDays: 1 });
    const codes = [];
    for (let times = 0; times < 241; times += 1) codes.push((await post("/connect/read", { token })).status);
    expect(codes.lastIndexOf(200)).toBe(239);
    const over = await post("/connect/read", { token });
    expect([over.status, over.json.error.code, over.json.error.details.retry_after_seconds]).toEqual([
      429,
      "rate_limited",
      60,
    ]);
    expect((await post("/connect/read", { token: second.token })).status).toBe(200);
    world.advance(60_000);
    expect((await post("/connect/read", { token })).status).toBe(200);
  });

  it("opens the DNS provider's own page where there is one, a few times a minute", async () => {
    const { ctx, applicationId } = tenant;
    await putDomainConnect(ctx, {
      id: applicationId,
      providerId: "shops.test",
      providerName: "Shops",
      keyDomain: "dc.shops.test",
    });
    const { keys } = await createDomainConnectKey(ctx, { id: applicationId });
    for (const { host, values } of keys) world.publish(host ?? "", "TXT", values);
    await checkDomainConnect(ctx, { id: applicationId });
    const { id } = await connect();
    const { token } = await createShareLink(ctx, { id, expiresInDays: 1 });
    const open = () => post("/connect/domain-connect", { token });
    const none = await open();
    expect([none.status, none.json.error.code, none.json.error.details.reason]).toEqual([
      409,
      "invalid_state",
      "no_record",
    ]);

    world.advance(60_000);
    world.delegate("shops2.test", ["ns1.dns.test", "ns2.dns.test"]);
    world.publish("_domainconnect.shops2.test", "TXT", ["connect.dns.test"]);
    const urls = { urlSyncUX: "https://ux.dns.test", urlAPI: "https://api.dns.test" };
    answers.set("/v2/shops2.test/settings", { providerId: "dns.test", providerName: "Example DNS", ...urls });
    answers.set("/v2/domainTemplates/providers/shops.test/services/customdomain", {});
    const offered = await connect(tenant, "shop.shops2.test");
    const link = await createShareLink(ctx, { id: offered.id, expiresInDays: 1 });
    const { status, json } = await post("/connect/domain-connect", { token: link.token });
    expect([status, Object.keys(json).sort()]).toEqual([200, ["apply_url", "height", "width"]]);
    expect(json.apply_url).toMatch(/^https:\/\/ux\.dns\.test\//);
    const flow = await database.prisma.domainConnectFlow.findFirstOrThrow({ where: { connectionId: offered.id } });
    expect(flow).toMatchObject({ popup: true, returnUrl: null });
    const codes = [];
    for (let times = 0; times < 6; times += 1)
      codes.push((await post("/connect/domain-connect", { token: link.token })).status);
    expect(codes).toEqual([200, 200, 200, 200, 200, 429]);
  });
});
