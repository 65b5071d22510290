import { createPrivateKey } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type ProviderZones,
  type StandInProvider,
  startDomainConnectProvider,
  type Template,
} from "@/e2e/providers/domain-connect/server";
import { hasReferees, runPython } from "@/e2e/providers/referee";
import { buildApplyUrl } from "@/lib/dns/domain-connect/apply-url";
import { createKeyPair, type KeyPair } from "@/lib/dns/domain-connect/create-key-pair";
import { checkTemplate, type DiscoveryDeps, discoverDomainConnect } from "@/lib/dns/domain-connect/discover";
import { findDeletions } from "@/lib/dns/domain-connect/find-deletions";
import { keyRecords } from "@/lib/dns/domain-connect/key-records";
import {
  appliedRecords,
  buildTemplate,
  type ServiceKey,
  serviceKeys,
  services,
} from "@/lib/dns/domain-connect/template";
import { challenge } from "@/lib/dns/records/challenge";
import { createResolver } from "@/lib/dns/resolver";
import { type SandboxDns, startSandboxDns } from "@/lib/dns/sandbox/dns-server";
import { createOutboundHttp } from "@/lib/platform/outbound/outbound-http";

// Both sides of Domain Connect against libraries that others wrote, and the stand-in provider between them.
const zone = "acme.test";
const keyName = "_dck1";
const edge = { hostname: "edge.shops.test", addresses: ["203.0.113.10", "2001:db8::10"] };
const redirectUri = "https://app.shops.test/connect/domain-connect/return";
const token = "Aa-_09zZ".repeat(4);
const present = [
  { name: `shop.${zone}`, type: "A", value: "192.0.2.1" },
  { name: `shop.${zone}`, type: "TXT", value: "v=spf1 -all" },
  { name: zone, type: "A", value: "192.0.2.2" },
  { name: zone, type: "AAAA", value: "2001:db8::2" },
  { name: zone, type: "MX", value: "10 mail.acme.test" },
  { name: `_customdomain-challenge.${zone}`, type: "TXT", value: "cd-verify-old" },
  { name: `www.${zone}`, type: "A", value: "192.0.2.3" },
];

let dns: SandboxDns;
let pair: KeyPair;
let provider: StandInProvider;
/** The same, as clients on the internet reach it. */
let remote: StandInProvider;

beforeAll(async () => {
  pair = await createKeyPair();
  dns = await startSandboxDns({ host: "127.0.0.1", port: 0, edge });
  const zones: ProviderZones = {
    list: async () => dns.records(),
    put: async (record) => void dns.put(record),
    remove: async (record) => void dns.remove(record),
  };
  provider = await startDomainConnectProvider(zones);
  remote = await startDomainConnectProvider(zones, "https://connect.dns.test");
  for (const one of [provider, remote]) {
    one.hold(zone);
    for (const service of serviceKeys) one.onboard(templateOf(service) as Template);
  }
});
afterAll(async () => {
  await provider?.close();
  await remote?.close();
  await dns?.close();
});

function reset(): void {
  dns.load([
    ...present,
    ...keyRecords(pair.publicKey).map((value) => ({ name: `${keyName}.dckeys.shops.test`, type: "TXT", value })),
    { name: `_domainconnect.${zone}`, type: "TXT", value: new URL(provider.origin).host },
  ]);
}

function templateOf(service: ServiceKey) {
  const built = buildTemplate(
    {
      ...{ providerId: "shops.test", providerName: "Example Shops", logoUrl: null, keyDomain: "dckeys.shops.test" },
      ...{ version: 1, redirectHosts: ["app.shops.test"], recordTemplate: null, edge },
    },
    service,
  );
  if (!built.ok) throw new Error(built.problem);
  return built.template;
}

function urlOf(service: ServiceKey, urlSyncUX: string, more: Record<string, string> = {}): string {
  const host: Record<string, string> = service === "web" ? { host: "shop" } : {};
  return buildApplyUrl({
    ...{ urlSyncUX, providerId: "shops.test", serviceId: services[service].id },
    params: { domain: zone, ...host, token, redirect_uri: redirectUri, state: "s-1", ...more },
    key: { name: keyName, privateKey: createPrivateKey(pair.privateKey) },
  });
}

/** A record as the Python library has it, and as we do. */
type PythonRecord = { name: string; type: string; data: string; ttl: number; priority?: number };
const toPython = ({ name, type, value }: (typeof present)[number]): PythonRecord => {
  const label = name === zone ? "@" : name.slice(0, -zone.length - 1);
  const [priority = "", ...rest] = value.split(" ");
  return type === "MX"
    ? { name: label, type, data: rest.join(" "), priority: Number(priority), ttl: 300 }
    : { name: label, type, data: value, ttl: 300 };
};
const textOf = ({ name, type, data }: PythonRecord) =>
  `${type} ${name === "@" || name === "" ? zone : `${name}.${zone}`} ${data}`;

type Applied = { added: PythonRecord[]; deleted: PythonRecord[]; refused?: string };

describe.skipIf(!hasReferees())("libraries that others wrote", () => {
  it.each(["web", "apex"] as const)(
    "as a provider: the %s template gives our records, deletes what we predict, and verifies our signature alone",
    async (service) => {
      reset();
      const url = urlOf(service, "https://connect.dns.test");
      const tampered = [
        url.replace("domain=acme", "domain=acne"),
        url.replace("token=A", "token=B"),
        url.replace(/&sig=.*/, ""),
      ];
      const [applied, ...refused] = (await runPython({
        script: "domain_connect_referee.py",
        input: {
          side: "provider",
          dns_port: dns.port,
          template: templateOf(service),
          records: present.map(toPython),
          urls: [url, ...tampered],
        },
      })) as Applied[];
      const hostname = service === "web" ? `shop.${zone}` : zone;
      const wanted = appliedRecords(templateOf(service), hostname, token);
      expect(applied?.added.map(textOf).sort()).toEqual(
        wanted.map(({ host, type, value }) => `${type} ${host} ${value}`).sort(),
      );
      const deletions = findDeletions(
        wanted,
        present.map(({ name, ...rest }) => ({ host: name, ...rest })),
        new Set([challenge.name(hostname)]),
      );
      expect(deletions.length).toBeGreaterThan(0);
      expect(applied?.deleted.map(textOf).sort()).toEqual(
        deletions.map(({ type, host, value }) => `${type} ${host} ${value}`).sort(),
      );
      for (const one of refused) expect(one.refused).toBeDefined();
    },
  );

  it("as a service: discovery at the stand-in, and the same URL to the byte", async () => {
    reset();
    dns.remove({ name: `_domainconnect.${zone}`, type: "TXT" });
    dns.put({ name: `_domainconnect.${zone}`, type: "TXT", value: "connect.dns.test" });
    const url = await runPython({
      script: "domain_connect_referee.py",
      input: {
        ...{ side: "service", dns_port: dns.port, hostname: `shop.${zone}`, provider_id: "shops.test" },
        ...{ service_id: services.web.id, redirect_uri: redirectUri, params: { token }, state: "s-1" },
        ...{ private_key: pair.privateKey, key: keyName },
      },
      hosts: { "connect.dns.test": remote.origin },
    });
    expect(url).toBe(urlOf("web", "https://connect.dns.test"));
  });
});

describe("the stand-in", () => {
  it("is discovered, has our templates, shows what changes, writes it and sends the browser back", async () => {
    reset();
    const deps: DiscoveryDeps = {
      resolver: createResolver({
        resolvers: [{ host: "127.0.0.1", port: dns.port }],
        authoritativePort: dns.port,
        allowPrivateNameservers: true,
      }),
      outbound: createOutboundHttp({ allowLoopback: true }),
      tenantId: "t",
      allowLoopback: true,
    };
    const { settings, problem } = await discoverDomainConnect(deps, zone);
    expect([problem, settings?.providerName, settings?.width]).toEqual([null, "Example DNS", 600]);
    expect((await discoverDomainConnect(deps, "other.test")).problem).toBe("no_record");
    dns.put({ name: "_domainconnect.other.test", type: "TXT", value: new URL(provider.origin).host });
    expect((await discoverDomainConnect(deps, "other.test")).problem).toBe("not_here");
    const ids = { providerId: "shops.test", serviceId: services.web.id };
    expect((await checkTemplate(deps, { urlAPI: provider.origin }, ids)).kind).toBe("supported");
    expect((await checkTemplate(deps, { urlAPI: provider.origin }, { ...ids, serviceId: "x" })).kind).toBe(
      "not_onboarded",
    );

    const url = urlOf("web", settings?.urlSyncUX ?? "");
    const page = await (await fetch(url)).text();
    expect(page).toContain(`<li>A shop.${zone} 192.0.2.1</li>`);
    const post = (action: string, to = url) =>
      fetch(to, { method: "POST", body: new URLSearchParams({ action }), redirect: "manual" });
    expect((await post("cancel")).headers.get("location")).toBe(
      `${redirectUri}?state=s-1&error=access_denied&error_description=user_cancel`,
    );
    expect(dns.records()).toContainEqual(expect.objectContaining({ name: `shop.${zone}`, type: "A" }));
    expect((await post("confirm", url.replace("host=shop", "host=www"))).status).toBe(400);
    expect((await post("confirm", urlOf("web", provider.origin, { redirect_uri: "https://evil.test/" }))).status).toBe(
      400,
    );
    expect((await post("confirm")).headers.get("location")).toBe(`${redirectUri}?state=s-1`);
    const at = (name: string) =>
      dns.records().flatMap((record) => (record.name === name ? [`${record.type} ${record.value}`] : []));
    expect(at(`shop.${zone}`)).toEqual([`CNAME ${edge.hostname}`]);
    expect(at(challenge.name(`shop.${zone}`))).toEqual([`TXT ${challenge.value(token)}`]);
    expect(at(`www.${zone}`)).toEqual(["A 192.0.2.3"]);
  });
});
