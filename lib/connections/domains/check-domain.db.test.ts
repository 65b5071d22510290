import { beforeEach, describe, expect, it } from "vitest";
import { putDomainConnect } from "@/lib/accounts/domain-connect/put-domain-connect";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { checkOwnership } from "@/lib/connections/check-ownership";
import { createConnection } from "@/lib/connections/create-connection";
import { checkDomain } from "@/lib/connections/domains/check-domain";
import { domainCheckSchema } from "@/lib/connections/domains/schema";
import { getConnection } from "@/lib/connections/get-connection";
import type { ConnectionResource } from "@/lib/connections/schema";
import { newId } from "@/lib/kernel/ids";
import type { OutboundHttp } from "@/lib/platform/outbound/outbound-http";
import { type Context, onBehalfOf } from "@/lib/platform/ports/context";
import { type TestTenant, testEdge } from "@/lib/runtime/testing/context";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

/** Servers that a record may name: what each answers for the settings of a zone, by its host. */
const servers = new Map<string, { status: number; body: unknown }>();
const provider = { providerId: "p", providerName: "P", urlSyncUX: "https://ux.example", urlAPI: "https://api.example" };
const asked: string[] = [];
const outbound: OutboundHttp = {
  async send({ url }) {
    asked.push(url);
    const { status, body } = servers.get(new URL(url).hostname) ?? { status: 404, body: {} };
    const text = JSON.stringify(body);
    return { kind: "response", status, headers: {}, body: text, truncated: false, durationMs: 1 };
  },
  close: async () => undefined,
};

const { database, world, tenant, other } = setUpWorld({ ports: () => ({ outbound }) });
let domains = 0;
let domain: string;

beforeEach(async () => {
  domains += 1;
  servers.clear();
  asked.length = 0;
  domain = `acme${domains}.test`;
  world.delegate(domain, ["alice.ns.cloudflare.com", "bob.ns.cloudflare.com"]);
});

async function check(hostname = `shop.${domain}`, on: Context = tenant.ctx, applicationId?: string) {
  const report = await checkDomain(on, { hostname, ...(applicationId ? { applicationId } : {}) });
  expect(domainCheckSchema.strict().safeEncode(report).error).toBeUndefined();
  return report;
}

async function connect(on: TestTenant, hostname = `shop.${domain}`): Promise<ConnectionResource> {
  return createConnection(on.ctx, { applicationId: on.applicationId, hostname, setupType: "manual" });
}

async function prove(on: TestTenant, { id, ownershipChallenge: challenge }: ConnectionResource): Promise<void> {
  world.publish(challenge.name, "TXT", [challenge.value]);
  await checkOwnership(on.ctx, { connectionId: id });
}

describe("an analysis", () => {
  it("says for a subdomain where its zone is hosted, and to publish a CNAME", async () => {
    expect(await check(`Shop.${domain.toUpperCase()}.`)).toMatchObject({
      hostname: `shop.${domain}`,
      hostnameUnicode: `shop.${domain}`,
      registrableDomain: domain,
      kind: "subdomain",
      zone: { name: domain, status: "ok", nameservers: ["alice.ns.cloudflare.com", "bob.ns.cloudflare.com"] },
      provider: { key: "cloudflare", name: "Cloudflare", dnsPageUrl: expect.stringContaining(domain) },
      capabilities: { wildcard: true, apexFlattening: true, domainConnect: false, autoWrite: true },
      domainConnect: { supported: false, host: null, offered: false },
      setupType: "manual",
      coveredByCredential: null,
      recommendation: { code: "cname" },
      wwwRedirectRecommended: false,
      desiredRecords: [{ host: `shop.${domain}`, type: "CNAME", value: testEdge.hostname, ttl: 300, priority: null }],
      presentRecords: [],
      conflicts: [],
      caa: { verdict: "allowed", host: null },
      connectable: { ok: true, reason: null, message: null },
      checkedAt: world.service.now(),
    });
  });

  it("shows an internationalised name in both its forms", async () => {
    const { hostname, hostnameUnicode } = await check(`bücher.${domain}`);
    expect([hostname, hostnameUnicode]).toEqual([`xn--bcher-kva.${domain}`, `bücher.${domain}`]);
  });

  it("recommends flattening, address records and a redirect from www for an apex", async () => {
    expect(await check(domain)).toMatchObject({
      kind: "apex",
      recommendation: { code: "apex_flattening" },
      wwwRedirectRecommended: true,
      desiredRecords: [{ host: domain, type: "A", value: testEdge.addresses[0] }],
    });
  });

  it("promises nothing of a provider that it does not know", async () => {
    world.delegate(domain, ["ns1.example.net", "ns2.example.net"]);
    expect(await check(domain)).toMatchObject({
      provider: null,
      capabilities: { wildcard: false, apexFlattening: false, domainConnect: false, autoWrite: false },
      recommendation: { code: "apex_addresses" },
    });
  });

  it("lists what is published, once, and what is in the way", async () => {
    world.publish(`shop.${domain}`, "A", ["198.51.100.7"]);
    world.publish(`shop.${domain}`, "MX", ["10 mail.example.com"]);
    world.publishOnFirst(`shop.${domain}`, "TXT", ["v=spf1 -all"]);
    const { presentRecords, conflicts } = await check();
    const expected = [
      { host: `shop.${domain}`, type: "A", value: "198.51.100.7" },
      { host: `shop.${domain}`, type: "MX", value: "10 mail.example.com" },
      { host: `shop.${domain}`, type: "TXT", value: "v=spf1 -all" },
    ];
    expect(presentRecords).toEqual(expected.map((record) => ({ ...record, ttl: 300, wildcard: false })));
    expect(conflicts).toEqual(expected.map((record) => ({ ...record, reason: expect.any(String) })));
  });

  it("distinguishes a wildcard's answer from the name's own records", async () => {
    world.publish(`shop.${domain}`, "A", ["198.51.100.7"]);
    world.publish(`latchkey-wildcard-check.${domain}`, "A", ["198.51.100.7"]);
    const { presentRecords, conflicts } = await check();
    expect(presentRecords).toMatchObject([{ type: "A", wildcard: true }]);
    expect(conflicts).toEqual([]);
  });

  it("finds CAA records at the parent, and evaluates them for our CA", async () => {
    world.publish(domain, "CAA", ['0 issue "digicert.com"']);
    expect((await check()).caa).toMatchObject({
      verdict: "forbidden",
      host: domain,
      records: ['0 issue "digicert.com"'],
    });
    world.publish(`shop.${domain}`, "CAA", ['0 issue "letsencrypt.org"']);
    expect((await check()).caa).toMatchObject({ verdict: "allowed", host: `shop.${domain}` });
  });

  it("follows an alias to the CAA records that count", async () => {
    world.publish(`shop.${domain}`, "CNAME", ["shops.example.net"]);
    world.publish("shops.example.net", "CAA", ['0 issue ";"']);
    world.publish(domain, "CAA", ['0 issue "letsencrypt.org"']);
    expect((await check()).caa).toMatchObject({ verdict: "forbidden", host: "shops.example.net" });
    world.publish("shops.example.net", "CAA", []);
    expect((await check()).caa).toMatchObject({ verdict: "allowed", host: domain });
  });

  it("does not follow aliases round in circles", async () => {
    world.publish(`shop.${domain}`, "CNAME", [`store.${domain}`]);
    world.publish(`store.${domain}`, "CNAME", [`shop.${domain}`]);
    expect((await check()).caa).toMatchObject({ verdict: "unknown", explanation: expect.stringContaining("loop") });
  });

  it("discovers Domain Connect by its TXT record, also behind an alias, and takes no other text for it", async () => {
    const name = `_domainconnect.${domain}`;
    servers.set("api.domainconnect.example.com", { status: 200, body: provider });
    servers.set("api.provider.example", { status: 200, body: provider });
    world.publish(name, "TXT", ["v=spf1 -all", "api.domainconnect.example.com"]);
    expect(await check()).toMatchObject({
      capabilities: { domainConnect: true },
      domainConnect: { supported: true, host: "api.domainconnect.example.com", offered: false },
    });
    world.publish(name, "TXT", []);
    world.publish(name, "CNAME", ["_domainconnect.provider.example"]);
    world.publish("_domainconnect.provider.example", "TXT", ["api.provider.example/v4/domain-connect"]);
    expect((await check()).domainConnect).toEqual({
      ...{ supported: true, host: "api.provider.example/v4/domain-connect", offered: false },
    });
    world.publish("_domainconnect.provider.example", "TXT", ["v=spf1 -all", "https://evil.example/", "localhost"]);
    expect((await check()).domainConnect).toEqual({ supported: false, host: null, offered: false });
    expect(asked).toEqual([
      `https://api.domainconnect.example.com/v2/${domain}/settings`,
      `https://api.provider.example/v4/domain-connect/v2/${domain}/settings`,
    ]);
  });

  it("calls Domain Connect supported where the provider says so for this zone, and offered with the application's template", async () => {
    const host = "api.domainconnect.example.com";
    world.publish(`_domainconnect.${domain}`, "TXT", [host]);
    const supportedWith = async (status: number, body: unknown) => {
      servers.set(host, { status, body });
      return (await check()).domainConnect.supported;
    };
    expect(await supportedWith(404, provider)).toBe(false);
    expect(await supportedWith(500, provider)).toBe(false);
    expect(await supportedWith(200, { ...provider, urlSyncUX: undefined })).toBe(false);
    expect(await supportedWith(200, { ...provider, urlSyncUX: "javascript:alert(1)" })).toBe(false);
    expect(await supportedWith(200, provider)).toBe(true);
    const { ctx, tenantId, applicationId } = tenant;
    const names = { providerId: "shops.test", providerName: "Shops", keyDomain: "dckeys.shops.test" };
    await putDomainConnect(ctx, { id: applicationId, ...names });
    servers.set("api.example", { status: 200, body: {} });
    const isOffered = async () => (await check(undefined, ctx, applicationId)).domainConnect.offered;
    expect(await isOffered()).toBe(false);
    const at = world.service.now();
    const key = { id: newId(at), tenantId, applicationId, name: "_dck1", publicKey: "x", privateKey: Buffer.from("x") };
    await database.prisma.domainConnectKey.create({ data: { ...key, publishedAt: at, createdAt: at } });
    expect(await isOffered()).toBe(true);
    servers.delete("api.example");
    expect(await isOffered()).toBe(false);
  });

  it("checks for Domain Connect in the zone, where the name has one of its own", async () => {
    world.delegate(`shop.${domain}`, ["ns1.dnsimple.com", "ns2.dnsimple.com"]);
    world.publish(`_domainconnect.${domain}`, "TXT", ["wrong.example.com"]);
    world.publish(`_domainconnect.shop.${domain}`, "TXT", ["right.example.com"]);
    expect(await check()).toMatchObject({
      domainConnect: { host: "right.example.com" },
      recommendation: { code: "apex_flattening" },
    });
  });

  it("still answers where no nameserver does", async () => {
    world.silence(true);
    expect(await check()).toMatchObject({
      zone: { status: "unreachable", nameservers: ["alice.ns.cloudflare.com", "bob.ns.cloudflare.com"] },
      provider: { key: "cloudflare" },
      presentRecords: [],
      caa: { verdict: "unknown" },
      connectable: { ok: true },
    });
  });

  it.each([["shop..acme.test"], ["203.0.113.7"], [testEdge.hostname], [`app.${testEdge.hostname}`], ["co.uk"]])(
    "is refused for %s, as a connection would be",
    async (hostname) => {
      const refused = { code: "invalid", param: "hostname", details: { reason: expect.any(String) } };
      await expect(check(hostname)).rejects.toMatchObject(refused);
      await expect(connect(tenant, hostname)).rejects.toMatchObject(refused);
    },
  );
});

describe("an analysis for an application", () => {
  it("holds the application's own template against what is published", async () => {
    const recordTemplate = [
      { host: "{{hostname}}", type: "A", value: "203.0.113.99", ttl: 600 },
      { host: "_check.{{hostname}}", type: "TXT", value: "for {{hostname}}", ttl: 600 },
    ];
    await database.prisma.application.update({ where: { id: tenant.applicationId }, data: { recordTemplate } });
    world.publish(`shop.${domain}`, "A", ["198.51.100.7"]);
    world.publish(`_check.shop.${domain}`, "CNAME", ["host.example.org"]);
    const report = await check(`shop.${domain}`, tenant.ctx, tenant.applicationId);
    expect(report.recommendation.code).toBe("template");
    expect(report.desiredRecords).toMatchObject([
      { host: `shop.${domain}`, type: "A", value: "203.0.113.99", ttl: 600 },
      { host: `_check.shop.${domain}`, type: "TXT", value: `for shop.${domain}` },
    ]);
    expect(report.conflicts.map((conflict) => conflict.value)).toEqual(["198.51.100.7", "host.example.org"]);
    expect((await check()).recommendation.code).toBe("cname");
  });

  it("knows no application of another tenant, and none of the other environment", async () => {
    const missing = { code: "not_found" };
    await expect(check(`shop.${domain}`, tenant.ctx, other.applicationId)).rejects.toMatchObject(missing);
    await expect(check(`shop.${domain}`, tenant.ctx, newId(world.service.now()))).rejects.toMatchObject(missing);
    const testKey = onBehalfOf(world.service, tenant.tenantId, {
      kind: "key",
      keyId: newId(world.service.now()),
      applicationId: tenant.applicationId,
      environment: "test",
      scopes: ["connections:read"],
    });
    await expect(check(`shop.${domain}`, testKey, tenant.applicationId)).rejects.toMatchObject(missing);
  });

  it("is always for its own application where a widget asks, and for its own hostname only", async () => {
    const recordTemplate = [{ host: "{{hostname}}", type: "A", value: "203.0.113.99", ttl: 600 }];
    await database.prisma.application.update({ where: { id: tenant.applicationId }, data: { recordTemplate } });
    const widget = onBehalfOf(world.service, tenant.tenantId, {
      kind: "widget",
      tokenId: newId(world.service.now()),
      applicationId: tenant.applicationId,
      environment: "live",
      hostname: `shop.${domain}`,
      endUserRef: null,
      expiresAt: world.service.now(),
      scopes: ["connections:read"],
      allowedOrigins: [],
    });
    expect((await check(`shop.${domain}`, widget)).desiredRecords).toMatchObject([{ value: "203.0.113.99" }]);
    await expect(check(`store.${domain}`, widget)).rejects.toMatchObject({ code: "forbidden" });
    await expect(check(`shop.${domain}`, widget, other.applicationId)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a credential of the application", () => {
  async function store(on: TestTenant, provider: string): Promise<{ credentialId: string; label: string }> {
    const now = world.service.now();
    const given = { tenantId: on.tenantId, applicationId: on.applicationId };
    const row = { ...given, id: newId(now), provider, label: `Ours at ${provider}`, createdBy: "admin" };
    const stored = { fieldsSealed: new Uint8Array(), hints: {}, zonesComplete: true, createdAt: now, testedAt: now };
    await database.prisma.dnsCredential.create({ data: { ...row, ...stored } });
    await database.prisma.dnsCredentialZone.create({ data: { ...given, credentialId: row.id, name: domain } });
    return { credentialId: row.id, label: row.label };
  }
  const setupOf = async (on: Context = tenant.ctx) => {
    const { setupType, coveredByCredential, provider } = await check(`shop.${domain}`, on);
    return { setupType, coveredByCredential, provider: provider?.key ?? null };
  };

  it("that reaches the zone makes the set-up automatic, where its provider serves the zone", async () => {
    await store(other, "cloudflare");
    expect(await setupOf()).toMatchObject({ setupType: "manual", coveredByCredential: null });
    await store(tenant, "porkbun");
    expect(await setupOf()).toMatchObject({ setupType: "manual", coveredByCredential: null });
    const ours = await store(tenant, "cloudflare");
    expect(await setupOf()).toMatchObject({ setupType: "automatic", coveredByCredential: ours });
    world.delegate(domain, ["ns1.example.net", "ns2.example.net"]);
    expect((await setupOf()).setupType).toBe("automatic");
    await connect(tenant);
    expect(await setupOf()).toMatchObject({ setupType: "manual", coveredByCredential: null });
  });

  it("is not named to a visitor with a widget token", async () => {
    await store(tenant, "cloudflare");
    const widget = onBehalfOf(world.service, tenant.tenantId, {
      kind: "widget",
      tokenId: newId(world.service.now()),
      applicationId: tenant.applicationId,
      environment: "live",
      hostname: null,
      endUserRef: null,
      expiresAt: world.service.now(),
      scopes: ["connections:read"],
      allowedOrigins: [],
    });
    expect(await setupOf(widget)).toMatchObject({ setupType: "automatic", coveredByCredential: null });
  });

  it("of Netlify covers zones on NS1's nameservers, and the zone's SOA record distinguishes the two", async () => {
    world.delegate(domain, ["dns1.p01.nsone.net", "dns2.p01.nsone.net"]);
    const ours = await store(tenant, "netlify");
    expect(await setupOf()).toEqual({ setupType: "automatic", coveredByCredential: ours, provider: "ns1" });
    world.publish(domain, "SOA", ["dns1.p01.nsone.net domains+netlify.netlify.com 1 43200 7200 1209600 3600"]);
    expect((await setupOf()).provider).toBe("netlify");
    expect((await check()).capabilities.autoWrite).toBe(true);
    world.publish(domain, "SOA", ["dns1.p01.nsone.net hostmaster.nsone.net 1 43200 7200 1209600 3600"]);
    expect((await setupOf()).provider).toBe("ns1");
  });
});

describe("whether the hostname can be connected", () => {
  it("is not blocked by another tenant who only entered it", async () => {
    await connect(other);
    expect((await check()).connectable.ok).toBe(true);
  });

  it("is denied once another tenant has proven control, without a word about whom", async () => {
    const theirs = await connect(other);
    await prove(other, theirs);
    const report = await check();
    expect(report.connectable).toMatchObject({ ok: false, reason: "another_tenant", message: expect.any(String) });
    for (const secret of [theirs.id, other.tenantId, other.applicationId, theirs.ownershipChallenge.value]) {
      expect(JSON.stringify(report)).not.toContain(secret);
    }
    await expect(connect(tenant)).rejects.toMatchObject({ code: "HostnameConflict" });
  });

  it("is denied for a connection of one's own, until that is archived", async () => {
    const mine = await connect(tenant);
    expect((await check()).connectable).toMatchObject({ ok: false, reason: "own_connection" });
    await archiveConnection(tenant.ctx, { id: mine.id });
    expect((await check()).connectable.ok).toBe(true);
  });

  it("leaves nothing behind: no connection, no claim, no event", async () => {
    const count = async () =>
      Promise.all([
        database.prisma.connection.count(),
        database.prisma.hostnameClaim.count(),
        database.prisma.event.count(),
      ]);
    const before = await count();
    await check();
    expect(await count()).toEqual(before);
  });
});

describe("a connection's provider", () => {
  const providerOf = async ({ id }: ConnectionResource) => (await getConnection(tenant.ctx, { id })).provider;

  it("is known from the first check of the nameservers, and follows when the domain moves", async () => {
    const connection = await connect(tenant);
    expect(connection.provider).toBeNull();
    await checkOwnership(tenant.ctx, { connectionId: connection.id });
    expect(await providerOf(connection)).toBe("cloudflare");
    world.advance(10_000);
    world.delegate(domain, ["ns-1.awsdns-01.com", "ns-2.awsdns-02.net"]);
    await prove(tenant, connection);
    expect(await providerOf(connection)).toBe("route53");
  });

  it("is cleared when the domain moves to unknown nameservers, and stays while they are silent", async () => {
    const connection = await connect(tenant);
    await checkOwnership(tenant.ctx, { connectionId: connection.id });
    world.advance(10_000);
    world.silence(true);
    await checkOwnership(tenant.ctx, { connectionId: connection.id });
    expect(await providerOf(connection)).toBe("cloudflare");
    world.advance(10_000);
    world.silence(false);
    world.delegate(domain, ["ns1.example.net", "ns2.example.net"]);
    await checkOwnership(tenant.ctx, { connectionId: connection.id });
    expect(await providerOf(connection)).toBeNull();
  });
});
