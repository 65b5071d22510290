import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Knot, startKnot } from "@/e2e/support/knot";
import { checkDomain } from "@/lib/connections/domains/check-domain";
import type { DomainCheck } from "@/lib/connections/domains/schema";
import { isEqualOrBelow } from "@/lib/dns/domain-name";
import { createResolver } from "@/lib/dns/resolver";
import type { OutboundHttp } from "@/lib/platform/outbound/outbound-http";
import { createTestService, createTestTenant, type TestTenant, testEdge } from "@/lib/runtime/testing/context";
import {
  delegate,
  type ScriptedDns,
  type ScriptedQuery,
  soa,
  startScriptedDns,
} from "@/lib/runtime/testing/scripted-dns-server";
import { setUpDatabase } from "@/lib/runtime/testing/set-up-database";

// The analysis against a real authority, with real packets. Only the recursive resolver, which finds delegations, is scripted.
const digitalocean = { "ns1.digitalocean.com": "127.0.0.1", "ns2.digitalocean.com": "127.0.0.2" };
const route53 = { "ns-1.awsdns-01.com": "127.0.0.1", "ns-2.awsdns-02.co.uk": "127.0.0.2" };
const delegations: Record<string, Record<string, string>> = {
  "bakery.test": digitalocean,
  "bank.test": route53,
  "own.bank.test": digitalocean,
  // Delegated to servers that do not have the zone.
  "lame.test": digitalocean,
};

const database = setUpDatabase();

/** The server that the record of bakery.test names. */
const settings = { providerId: "p", providerName: "P", urlSyncUX: "https://ux.example", urlAPI: "https://api.example" };
const outbound: OutboundHttp = {
  async send({ url }) {
    const status = url === "https://api.domainconnect.example.com/v2/bakery.test/settings" ? 200 : 404;
    const body = JSON.stringify(settings);
    return { kind: "response", status, headers: {}, body, truncated: false, durationMs: 1 };
  },
  close: async () => undefined,
};

let knot: Knot;
let recursor: ScriptedDns;
let resolver: ReturnType<typeof createResolver>;
let tenant: TestTenant;

beforeAll(async () => {
  knot = await startKnot({
    zones: [
      {
        name: "bakery.test",
        nameservers: nameserversOf(digitalocean),
        records: [
          "@ A 198.51.100.7",
          "@ A 203.0.113.10",
          "@ MX 10 mail",
          "shop 120 CNAME shops.bank.test.",
          "* A 198.51.100.8",
          '_domainconnect TXT "api.domainconnect.example.com"',
        ],
      },
      {
        name: "bank.test",
        nameservers: nameserversOf(route53),
        records: [
          '@ CAA 0 issue "digicert.com"',
          '@ CAA 0 iodef "mailto:security@bank.test"',
          "shops A 198.51.100.9",
          '_domainconnect TXT "v=spf1 -all"',
          ...Object.keys(digitalocean).map((server) => `own NS ${server}.`),
        ],
      },
      { name: "own.bank.test", nameservers: nameserversOf(digitalocean), records: ['@ TXT "hello"'] },
    ],
  });
  recursor = await startScriptedDns((query) => recurse(query));
  resolver = createResolver({
    resolvers: [{ host: "127.0.0.1", port: recursor.port }],
    authoritativePort: knot.port,
    allowPrivateNameservers: true,
  });
  tenant = await createTestTenant(createTestService(database, { resolver, outbound }));
});

afterAll(async () => {
  await resolver?.close();
  await recursor?.close();
  await knot?.stop();
});

function nameserversOf(servers: Record<string, string>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(servers).map(([name, address]) => [name, [address]]));
}

function recurse(query: ScriptedQuery) {
  const servers = { ...digitalocean, ...route53 };
  if (query.name in servers) return delegate(query, "", servers);
  const [zone] = Object.keys(delegations)
    .filter((name) => isEqualOrBelow(query.name, name))
    .sort((a, b) => b.length - a.length);
  if (zone === undefined) return query.response({ rcode: 3, authorities: [soa("com")] });
  return delegate(query, zone, delegations[zone] ?? {});
}

async function check(hostname: string): Promise<DomainCheck> {
  const startedAtMs = performance.now();
  const report = await checkDomain(tenant.ctx, { hostname });
  console.info(`domains:check ${hostname}: ${Math.round(performance.now() - startedAtMs)} ms`);
  return report;
}

describe("domains:check against Knot", () => {
  it("reports an apex's provider, mail and addresses, and which addresses are not ours", async () => {
    expect(await check("bakery.test")).toMatchObject({
      kind: "apex",
      zone: { name: "bakery.test", status: "ok", nameservers: Object.keys(digitalocean) },
      provider: {
        key: "digitalocean",
        dnsPageUrl: "https://cloud.digitalocean.com/networking/domains/bakery.test",
      },
      domainConnect: { supported: true, host: "api.domainconnect.example.com" },
      recommendation: { code: "apex_addresses" },
      wwwRedirectRecommended: true,
      presentRecords: expect.arrayContaining([
        { host: "bakery.test", type: "A", value: "203.0.113.10", ttl: 60, wildcard: false },
        { host: "bakery.test", type: "MX", value: "10 mail.bakery.test", ttl: 60, wildcard: false },
        { host: "bakery.test", type: "NS", value: "ns1.digitalocean.com", ttl: 60, wildcard: false },
      ]),
      conflicts: [{ host: "bakery.test", type: "A", value: "198.51.100.7" }],
      caa: { verdict: "allowed", host: null },
    });
  });

  it("finds a CNAME that points elsewhere, and ignores the CAA records of its target's parents", async () => {
    const report = await check("shop.bakery.test");
    expect(report.presentRecords).toEqual([
      { host: "shop.bakery.test", type: "CNAME", value: "shops.bank.test", ttl: 120, wildcard: false },
    ]);
    expect(report.conflicts).toMatchObject([{ type: "CNAME", reason: expect.stringContaining(testEdge.hostname) }]);
    // RFC 8659: the search continues at the alias's parents, not at those of its target, which forbid.
    expect(report.caa.verdict).toBe("allowed");
  });

  it("distinguishes a wildcard's answer from a record", async () => {
    const report = await check("new.bakery.test");
    expect(report.presentRecords).toMatchObject([{ type: "A", value: "198.51.100.8", wildcard: true }]);
    expect(report.conflicts).toEqual([]);
  });

  it("reports that the parent's CAA records forbid our CA", async () => {
    expect(await check("deep.shop.bank.test")).toMatchObject({
      provider: { key: "route53" },
      domainConnect: { supported: false, host: null },
      presentRecords: [],
      caa: {
        verdict: "forbidden",
        host: "bank.test",
        records: expect.arrayContaining(['0 issue "digicert.com"', '0 iodef "mailto:security@bank.test"']),
      },
    });
  });

  it("reports that a CNAME is not allowed where a subdomain is its own zone", async () => {
    expect(await check("own.bank.test")).toMatchObject({
      kind: "subdomain",
      zone: { name: "own.bank.test" },
      provider: { key: "digitalocean" },
      recommendation: { code: "apex_addresses" },
      conflicts: [{ type: "NS", value: "ns1.digitalocean.com, ns2.digitalocean.com" }],
      caa: { verdict: "forbidden", host: "bank.test" },
    });
  });

  it("reports that a domain does not exist", async () => {
    expect(await check("shop.not-registered-anywhere.com")).toMatchObject({
      zone: { status: "nxdomain", nameservers: [] },
      provider: null,
      presentRecords: [],
      conflicts: [],
      caa: { verdict: "allowed" },
    });
  });

  it("reports that a delegation is lame, and whose nameservers they are", async () => {
    expect(await check("shop.lame.test")).toMatchObject({
      zone: { name: "lame.test", status: "lame", nameservers: Object.keys(digitalocean) },
      provider: { key: "digitalocean" },
      caa: { verdict: "unknown" },
    });
  });
});
