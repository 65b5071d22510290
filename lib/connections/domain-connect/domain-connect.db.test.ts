import { beforeEach, describe, expect, it } from "vitest";
import { startSession } from "@/lib/accounts/auth/start-session";
import { checkDomainConnect } from "@/lib/accounts/domain-connect/check-domain-connect";
import { createDomainConnectKey } from "@/lib/accounts/domain-connect/create-domain-connect-key";
import { getDomainConnect } from "@/lib/accounts/domain-connect/get-domain-connect";
import { putDomainConnect } from "@/lib/accounts/domain-connect/put-domain-connect";
import { reencryptDomainConnectKeys } from "@/lib/accounts/domain-connect/reencrypt-domain-connect-keys";
import { checkOwnership } from "@/lib/connections/check-ownership";
import { createConnection } from "@/lib/connections/create-connection";
import { debugDomainConnect } from "@/lib/connections/domain-connect/debug-domain-connect";
import { getDomainConnectOffer } from "@/lib/connections/domain-connect/get-domain-connect-offer";
import { startDomainConnect } from "@/lib/connections/domain-connect/start-domain-connect";
import { getConnection } from "@/lib/connections/get-connection";
import { listEvents } from "@/lib/connections/list-events";
import { inTransaction } from "@/lib/db/transaction";
import { verifyApplyUrl } from "@/lib/dns/domain-connect/apply-url";
import { createKeyPair } from "@/lib/dns/domain-connect/create-key-pair";
import { newId } from "@/lib/kernel/ids";
import { createEncryptor } from "@/lib/platform/crypto/encryptor";
import type { OutboundHttp } from "@/lib/platform/outbound/outbound-http";
import { type Context, onBehalfOf } from "@/lib/platform/ports/context";
import { answerApi } from "@/lib/runtime/testing/answer-api";
import { testAppUrl, testEdge } from "@/lib/runtime/testing/context";
import { cookieHeaders, createTestUser, testClient } from "@/lib/runtime/testing/sessions";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

/** A DNS provider: what it answers by the path. */
const answers = new Map<string, { status: number; body: unknown }>();
const outbound: OutboundHttp = {
  async send({ url }) {
    const { status, body } = answers.get(new URL(url).pathname) ?? { status: 404, body: {} };
    const text = JSON.stringify(body);
    return { kind: "response", status, headers: {}, body: text, truncated: false, durationMs: 1 };
  },
  close: async () => undefined,
};

const { database, world, tenant, other } = setUpWorld({ ports: () => ({ outbound }) });
const keyDomain = "dckeys.shops.test";
const settings = { providerId: "shops.test", providerName: "Example Shops", keyDomain };
let count = 0;
let zone: string;

beforeEach(() => {
  count += 1;
  zone = `acme${count}.test`;
  world.delegate(zone, ["ns1.dns.test", "ns2.dns.test"]);
  world.publish(`_domainconnect.${zone}`, "TXT", ["connect.dns.test"]);
  answers.clear();
  const body = {
    providerId: "dns.test",
    providerName: "Example DNS",
    urlSyncUX: "https://ux.dns.test",
    urlAPI: "https://api.dns.test",
  };
  answers.set(`/v2/${zone}/settings`, { status: 200, body });
  answers.set("/v2/domainTemplates/providers/shops.test/services/customdomain", { status: 200, body: {} });
  answers.set("/v2/domainTemplates/providers/shops.test/services/customdomain-apex", { status: 200, body: {} });
});

/** One for all tests: each costs a core for a while. */
const pair = createKeyPair();

/** Settings, a key, and its records. */
async function setUp({ ctx, applicationId: id } = tenant) {
  await putDomainConnect(ctx, { id, ...settings });
  const { publicKey, privateKey } = await pair;
  const createdAt = world.service.now();
  const ids = { id: newId(createdAt), tenantId: ctx.tenantId, applicationId: id };
  const data = { ...ids, name: "_dck1", publicKey, privateKey: ctx.encryptor.encrypt(privateKey), createdAt };
  await database.prisma.domainConnectKey.create({ data });
  return publishKeys(id, ctx);
}

async function publishKeys(id: string, ctx: Context = tenant.ctx) {
  const { keys } = await getDomainConnect(ctx, { id });
  for (const { host, values } of keys) world.publish(host ?? "", "TXT", values);
  return checkDomainConnect(ctx, { id });
}

const connect = (hostname = `shop.${zone}`, { ctx, applicationId } = tenant) =>
  createConnection(ctx, { applicationId, hostname });

function stateOf(applyUrl: string | null): string {
  return new URL(applyUrl ?? "").searchParams.get("state") ?? "";
}

async function comeBack(query: Record<string, string>, headers: Record<string, string> = {}) {
  const url = `${testAppUrl}/connect/domain-connect/return?${new URLSearchParams(query)}`;
  const response = await answerApi(new Request(url, { headers }));
  return { status: response.status, to: response.headers.get("location") };
}

const outcomesOf = async (id: string) =>
  (await listEvents(tenant.ctx, { id, limit: 20 })).data.flatMap(({ type, data }) =>
    type === "connection.domain_connect_returned" ? [data] : [],
  );

describe("an application's settings", () => {
  it("are empty, are set, and are another tenant's never", async () => {
    const { ctx, applicationId: id } = tenant;
    expect(await getDomainConnect(ctx, { id })).toMatchObject({ providerId: null, keys: [], templates: [] });
    const set = await putDomainConnect(ctx, { id, ...settings });
    expect(set).toMatchObject({ ...settings, redirectUri: `${testAppUrl}/connect/domain-connect/return` });
    expect(set.templates.map(({ fileName }) => fileName)).toEqual([
      "shops.test.customdomain.json",
      "shops.test.customdomain-apex.json",
    ]);
    const [web] = set.templates.map(({ content }) => JSON.parse(content ?? ""));
    expect(web).toMatchObject({ version: 1, syncRedirectDomain: "app.example.com", hostRequired: true });
    const renamed = await putDomainConnect(ctx, { id, ...settings, providerName: "Shops" });
    expect(JSON.parse(renamed.templates[0]?.content ?? "").version).toBe(2);
    for (const call of [getDomainConnect, createDomainConnectKey, checkDomainConnect]) {
      await expect(call(other.ctx, { id })).rejects.toMatchObject({ code: "not_found" });
    }
    await expect(putDomainConnect(other.ctx, { id, ...settings })).rejects.toMatchObject({ code: "not_found" });
  });

  it.each([
    [{ providerId: "connectdomain.app" }, "provider_id"],
    [{ keyDomain: "_dck.shops.test" }, "key_domain"],
  ])("%j is refused with the reason", async (wrong, param) => {
    const input = { id: tenant.applicationId, ...settings, ...wrong };
    await expect(putDomainConnect(tenant.ctx, input)).rejects.toMatchObject({ code: "invalid", param });
  });

  it("store the private key encrypted, and no answer has it", async () => {
    const checked = await setUp();
    expect(JSON.stringify(checked)).not.toMatch(/private|BEGIN/i);
    const [row] = await database.prisma.domainConnectKey.findMany({ where: { tenantId: tenant.tenantId } });
    expect(Buffer.from(row?.privateKey ?? []).toString("latin1")).not.toContain("PRIVATE KEY");
    expect(tenant.ctx.encryptor.decrypt(row?.privateKey ?? new Uint8Array())).toContain("PRIVATE KEY");
  });
});

it("keys are encrypted again with a new key of the installation, and sign as before", async () => {
  await setUp();
  const [oldKey, newKey] = [Buffer.alloc(32, 1).toString("base64"), Buffer.alloc(32, 2).toString("base64")];
  const { privateKey } = await pair;
  const where = { tenantId: tenant.tenantId };
  const stored = createEncryptor([oldKey]).encrypt(privateKey);
  await database.prisma.domainConnectKey.updateMany({ where, data: { privateKey: stored } });
  const reencrypt = (keys: string[]) =>
    reencryptDomainConnectKeys({ ...world.service, encryptor: createEncryptor(keys) });
  expect((await reencrypt([newKey])).unreadable).toBeGreaterThan(0);
  expect((await reencrypt([newKey, oldKey])).reencrypted).toBe(1);
  const row = await database.prisma.domainConnectKey.findFirstOrThrow({ where });
  expect(createEncryptor([newKey]).decrypt(row.privateKey)).toBe(privateKey);
});

describe("a key", () => {
  it("signs once a check has found it, and its successor takes over once it is found, too", async () => {
    const { ctx, applicationId: id } = tenant;
    await putDomainConnect(ctx, { id, ...settings });
    const [first] = (await createDomainConnectKey(ctx, { id })).keys;
    expect(first).toMatchObject({ name: "_dck1", host: `_dck1.${keyDomain}`, signs: false });
    const unpublished = await checkDomainConnect(ctx, { id });
    expect(unpublished.keys).toMatchObject([{ problem: "missing" }]);
    world.publish(`_dck1._dck1.${keyDomain}`, "TXT", first?.values ?? []);
    expect((await checkDomainConnect(ctx, { id })).keys).toMatchObject([{ problem: "doubled_prefix" }]);
    expect((await publishKeys(id)).settings.keys).toMatchObject([{ name: "_dck1", signs: true }]);
    // Two successors: the first of them was never published.
    await createDomainConnectKey(ctx, { id });
    const { keys } = await createDomainConnectKey(ctx, { id });
    expect(keys.map(({ name, signs }) => [name, signs])).toEqual([
      ["_dck3", false],
      ["_dck1", true],
    ]);
    expect((await publishKeys(id)).settings.keys.map(({ name, signs }) => [name, signs])).toEqual([
      ["_dck3", true],
      ["_dck1", false],
    ]);
    const moved = await putDomainConnect(ctx, { id, ...settings, keyDomain: "dckeys2.shops.test" });
    expect(moved.keys.every(({ signs }) => !signs)).toBe(true);
  });

  it("is made ten times an hour at most", async () => {
    const { ctx, applicationId: id } = tenant;
    const used = { limit: 10, windowMs: 3_600_000, nowMs: ctx.now().getTime() };
    for (let uses = 0; uses < 9; uses += 1) ctx.memory.countUse(`domain-connect-key ${ctx.tenantId}`, used);
    await createDomainConnectKey(ctx, { id });
    await expect(createDomainConnectKey(ctx, { id })).rejects.toMatchObject({ code: "rate_limited" });
    world.advance(3_600_000);
    expect((await createDomainConnectKey(ctx, { id })).keys.map(({ name }) => name)).toEqual(["_dck2", "_dck1"]);
  });
});

describe("an offer", () => {
  it("names the provider and what it would delete, without an apply URL", async () => {
    await setUp();
    world.publish(`shop.${zone}`, "A", ["192.0.2.1"]);
    const { id } = await connect();
    const offer = await getDomainConnectOffer(tenant.ctx, { id });
    expect(offer).toMatchObject({ supported: true, reason: null, provider: { name: "Example DNS" }, applyUrl: null });
    expect(offer.conflicts.map(({ type, value }) => `${type} ${value}`)).toEqual(["A 192.0.2.1"]);
    await expect(getDomainConnectOffer(other.ctx, { id })).rejects.toMatchObject({ code: "not_found" });
    await expect(startDomainConnect(other.ctx, { id })).rejects.toMatchObject({ code: "not_found" });
  });

  it("is none without settings, without a published key, a record, a template, or the records of the template", async () => {
    const reasonOf = async (id: string) => (await startDomainConnect(tenant.ctx, { id })).reason;
    const { id } = await connect();
    expect(await reasonOf(id)).toBe("not_configured");
    await putDomainConnect(tenant.ctx, { id: tenant.applicationId, ...settings });
    expect(await reasonOf(id)).toBe("key_not_published");
    await setUp();
    const dnsRecords = [{ host: "{{hostname}}", type: "A" as const, value: "192.0.2.9", ttl: 300 }];
    const special = await createConnection(tenant.ctx, {
      ...{ applicationId: tenant.applicationId, hostname: `a.${zone}`, dnsRecords },
    });
    expect(await reasonOf(special.id)).toBe("records_differ");
    const top = await connect(`b.${zone}`);
    world.delegate(`b.${zone}`, ["ns1.dns.test", "ns2.dns.test"]);
    expect(await reasonOf(top.id)).toBe("zone_top");
    world.delegate(zone, ["ns1.dns.test", "ns2.dns.test"]);
    answers.delete("/v2/domainTemplates/providers/shops.test/services/customdomain");
    expect(await reasonOf(id)).toBe("template_not_onboarded");
    world.publish(`_domainconnect.${zone}`, "TXT", []);
    const late = {
      ...tenant.ctx,
      memory: { ...tenant.ctx.memory, share: (_: string, __: number, work: () => Promise<never>) => work() },
    };
    expect((await getDomainConnectOffer(late, { id })).reason).toBe("no_record");
  });
});

describe("a flow", () => {
  it("sends the browser to a URL that the published key verifies, for a subdomain and for an apex", async () => {
    const { settings: set } = await setUp();
    const publicKey = (set.keys[0]?.values ?? []).map((value) => value.replace(/^p=\d,a=RS256,d=/, "")).join("");
    for (const hostname of [`shop.${zone}`, zone]) {
      const { id, ownershipChallenge } = await connect(hostname);
      const { applyUrl } = await startDomainConnect(tenant.ctx, { id });
      expect(verifyApplyUrl(applyUrl ?? "", publicKey)).toBe(true);
      const url = new URL(applyUrl ?? "");
      const service = hostname === zone ? "customdomain-apex" : "customdomain";
      expect(url.pathname).toBe(`/v2/domainTemplates/providers/shops.test/services/${service}/apply`);
      expect(url.searchParams.get("domain")).toBe(zone);
      expect(url.searchParams.get("host")).toBe(hostname === zone ? null : "shop");
      expect(ownershipChallenge.value).toBe(`cd-verify-${url.searchParams.get("token")}`);
      expect((await getConnection(tenant.ctx, { id })).setupType).toBe("domain_connect");
    }
  });

  it("comes back once, says nothing about the records, and makes the next check due", async () => {
    await setUp();
    const { id, ownershipChallenge } = await connect();
    const { applyUrl } = await startDomainConnect(tenant.ctx, { id });
    await database.prisma.job.updateMany({ data: { runAt: new Date(world.service.now().getTime() + 3_600_000) } });
    const state = stateOf(applyUrl);
    const back = await comeBack({ state });
    expect(back).toEqual({ status: 303, to: `${testAppUrl}/connect/domain-connect/done?outcome=returned` });
    expect(await getConnection(tenant.ctx, { id })).toMatchObject({ state: "pending_ownership", ownership: "pending" });
    const [job] = await database.prisma.job.findMany({ where: { key: { contains: id } } });
    expect(job?.runAt).toEqual(world.service.now());
    expect((await comeBack({ state })).to).toContain("outcome=invalid");
    expect(await outcomesOf(id)).toEqual([{ outcome: "returned" }]);
    world.publish(ownershipChallenge.name, "TXT", [ownershipChallenge.value]);
    world.publish(`shop.${zone}`, "CNAME", [testEdge.hostname]);
    await checkOwnership(tenant.ctx, { connectionId: id });
    expect((await getConnection(tenant.ctx, { id })).ownership).toBe("ok");
  });

  it("that was cancelled or failed comes back with the reason, and the records are published by hand again", async () => {
    await setUp();
    const { id } = await connect();
    const cases = [
      [{ error: "access_denied", error_description: "user_cancel" }, { outcome: "cancelled" }],
      [
        { error: "server_error", error_description: "Zone\nlocked" },
        { outcome: "failed", reason: "Zone locked" },
      ],
      [{ error: "invalid_request" }, { outcome: "failed", reason: "invalid_request" }],
    ] as const;
    for (const [query, outcome] of cases) {
      const { applyUrl } = await startDomainConnect(tenant.ctx, { id });
      expect((await comeBack({ state: stateOf(applyUrl), ...query })).to).toContain(`outcome=${outcome.outcome}`);
      expect((await getConnection(tenant.ctx, { id })).setupType).toBe("manual");
    }
    expect(await outcomesOf(id)).toEqual(cases.map(([, outcome]) => outcome).reverse());
  });

  it("ends after an hour, with an invented state, and for the oldest of eleven", async () => {
    await setUp();
    const { id } = await connect();
    const states: string[] = [];
    for (let started = 0; started < 11; started += 1) {
      states.push(stateOf((await startDomainConnect(tenant.ctx, { id })).applyUrl));
    }
    const isInvalid = async (state: string) => (await comeBack({ state }))?.to?.includes("invalid");
    expect(await isInvalid(states[0] ?? "")).toBe(true);
    expect(await isInvalid(states[1] ?? "")).toBe(false);
    for (const state of ["", "x", "x".repeat(5_000)]) expect(await isInvalid(state)).toBe(true);
    world.advance(3_600_000);
    expect(await isInvalid(states[2] ?? "")).toBe(true);
  });

  it("that a person began is good in that person's browser alone", async () => {
    await setUp();
    const { id } = await connect();
    const person = await createTestUser(world.service, { tenantId: tenant.tenantId });
    const signIn = async () => {
      const { sessionId } = await inTransaction(world.service, (tx) =>
        startSession(world.service, tx, person.userId, testClient),
      );
      return { sessionId, headers: await cookieHeaders(world.service, sessionId) };
    };
    const [mine, another] = [await signIn(), await signIn()];
    const actor = { kind: "user" as const, userId: person.userId, sessionId: mine.sessionId, role: "owner" as const };
    const ctx = onBehalfOf(world.service, tenant.tenantId, actor);
    const state = stateOf((await startDomainConnect(ctx, { id })).applyUrl);
    for (const headers of [{}, another.headers]) expect((await comeBack({ state }, headers)).to).toContain("invalid");
    const { to } = await comeBack({ state }, mine.headers);
    expect(to).toBe(`${testAppUrl}/connections/${id}`);
    const popup = stateOf((await startDomainConnect(ctx, { id, popup: true })).applyUrl);
    expect((await comeBack({ state: popup }, mine.headers)).to).toContain("/connect/domain-connect/done?");
  });

  it("returns to a page of an allowed origin, and to no other", async () => {
    await setUp();
    const { id } = await connect();
    const returnUrl = "https://app.shops.test/domains?x=1";
    const start = () => startDomainConnect(tenant.ctx, { id, returnUrl });
    await expect(start()).rejects.toMatchObject({ code: "invalid", param: "return_url" });
    const data = { allowedOrigins: ["https://app.shops.test"] };
    await database.prisma.application.update({ where: { id: tenant.applicationId }, data });
    const { to } = await comeBack({ state: stateOf((await start()).applyUrl), error: "access_denied" });
    expect(to).toBe(`${returnUrl}&outcome=cancelled&connection_id=${id}`);
  });

  it("is refused for a connection that is over", async () => {
    await setUp();
    const { id } = await connect();
    await database.prisma.connection.update({ where: { id }, data: { state: "archived" } });
    await expect(startDomainConnect(tenant.ctx, { id })).rejects.toMatchObject({ code: "invalid_state" });
  });
});

describe("the debugger", () => {
  const run = async (applicationId?: string) => {
    const report = await debugDomainConnect(tenant.ctx, {
      hostname: `shop.${zone}`,
      ...(applicationId ? { applicationId } : {}),
    });
    return { ...report, text: report.steps.map(({ key, status }) => `${key} ${status}`) };
  };

  it("finds every step in order", async () => {
    await setUp();
    const { supported, text, steps } = await run(tenant.applicationId);
    expect(text.every((line) => line.endsWith(" ok"))).toBe(true);
    expect(supported).toBe(true);
    expect(JSON.stringify(steps)).not.toMatch(/sig=[^…]/);
  });

  it("names the step that is wrong, and skips what needs it", async () => {
    await setUp();
    world.publish(`_dck1.${keyDomain}`, "TXT", ["p=1,a=RS256,d=xxx"]);
    answers.delete("/v2/domainTemplates/providers/shops.test/services/customdomain");
    expect((await run(tenant.applicationId)).text).toEqual([
      ...["zone ok", "record ok", "settings ok", "template problem", "key problem", "signature ok"],
    ]);
    world.publish(`_domainconnect.${zone}`, "TXT", []);
    expect((await run()).text).toEqual([
      ...["zone ok", "record problem", "settings skipped", "template skipped", "key skipped", "signature skipped"],
    ]);
    const id = newId(world.service.now());
    await expect(run(id)).rejects.toMatchObject({ code: "not_found" });
    await expect(
      debugDomainConnect(other.ctx, { hostname: "a.test", applicationId: tenant.applicationId }),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});
