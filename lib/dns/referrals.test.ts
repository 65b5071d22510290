import type { Answer } from "dns-packet";
import { afterEach, describe, expect, it } from "vitest";
import { observeRecords, observeTxt } from "@/lib/dns/observe-records";
import { createResolver, type ResolverOptions } from "@/lib/dns/resolver";
import {
  type ResponseParts,
  type ScriptedQuery,
  soa,
  startScriptedDns,
} from "@/lib/runtime/testing/scripted-dns-server";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const name = "shop.acme.com";
const challenge = `_customdomain-challenge.${name}`;
const edge = { hostname: "edge.latchkey.test", addresses: ["203.0.113.10"] };
const pointer = { host: name, type: "CNAME", value: edge.hostname, ttl: 60 } as const;

const record = (owner: string, type: "A" | "NS" | "CNAME" | "TXT", data: string): Answer =>
  ({ name: owner, type, ttl: 60, data }) as Answer;
const right = [record(name, "CNAME", edge.hostname), record(challenge, "TXT", "cd-verify-x")];
const stale = [record(name, "A", "198.51.100.7")];

type Host = (query: ScriptedQuery) => ResponseParts | undefined;
const resolverHost = "127.0.8.1";
const registryHost = "127.0.8.2";

/** Publishes records of one zone; what is not there is denied, with the zone's SOA. */
const serve =
  (records: readonly Answer[], zone = "acme.com"): Host =>
  ({ name: asked, type }) => {
    const own = records.filter((one) => one.name === asked && (one.type === type || one.type === "CNAME"));
    return own.length > 0 ? { answers: own } : { authorities: [soa(zone)] };
  };

const refer = (zone: string, names: readonly string[], glue: Answer[] = []): ResponseParts => ({
  authoritative: false,
  authorities: names.map((data) => record(zone, "NS", data)),
  additionals: glue,
});

/**
 * A resolver, the registry of `com`, and nameservers by their hosts. `registry`: whom it names for acme.com. `own`: what the
 * resolver finds as the zone's own NS set. `named`: addresses. Nothing else is known to the resolver.
 */
async function world(
  {
    registry,
    own = [],
    named,
    hosts,
    resolve,
  }: {
    registry: readonly string[] | Host;
    own?: readonly string[];
    named: Record<string, string>;
    hosts: Record<string, Host>;
    resolve?: Host;
  },
  options: Partial<ResolverOptions> = {},
) {
  const answer = (query: ScriptedQuery): ResponseParts | undefined => {
    if (query.host === registryHost) {
      return typeof registry === "function" ? registry(query) : refer("acme.com", registry);
    }
    if (query.host !== resolverHost) return hosts[query.host]?.(query);
    const special = resolve?.(query);
    if (special !== undefined) return special;
    if (query.type === "NS") {
      const names = { com: ["a.registry.test"], "acme.com": own }[query.name] ?? [];
      return { answers: names.map((data) => record(query.name, "NS", data)) };
    }
    const address = { "a.registry.test": registryHost, ...named }[query.name];
    return query.type === "A" && address !== undefined ? { answers: [record(query.name, "A", address)] } : {};
  };
  const dns = await startScriptedDns(
    (query) => {
      const parts = answer(query);
      return parts && query.response(parts);
    },
    [resolverHost, registryHost, ...Object.keys(hosts)],
  );
  const resolver = createResolver({
    resolvers: [{ host: resolverHost, port: dns.port }],
    authoritativePort: dns.port,
    allowPrivateNameservers: true,
    attemptTimeoutMs: 200,
    ...options,
  });
  closers.push(resolver.close, dns.close);
  const observe = async () => ({
    ownership: (await observeTxt(resolver, challenge, "cd-verify-x")).kind,
    pointing: (await observeRecords(resolver, [pointer], edge))[0]?.observation.kind,
  });
  return { dns, resolver, observe };
}

const one = { "ns1.acme.com": "127.0.8.3" };
const both = { "ns.old.net": "127.0.8.3", "ns.new.net": "127.0.8.4" };

describe("nameservers of which resolvers take answers", () => {
  const empty: Host = () => ({});
  it.each<[string, Host]>([
    ["has neither an SOA nor an NS record", (query) => ({ ...serve(right)(query), authorities: [] })],
    [
      "answers with nothing to anything else",
      (query) => (serve(right)(query)?.answers ? serve(right)(query) : empty(query)),
    ],
    ["never sets the AA bit", (query) => ({ ...serve(right)(query), authoritative: false })],
    ["denies in the name of the provider's own zone", (query) => serve(right, "provider.net")(query)],
    ["denies in the name of the zone above", (query) => serve(right, "com")(query)],
    [
      "answers in capitals",
      (query) => ({
        answers: serve(right)(query)?.answers?.map((one) => ({ ...one, name: one.name.toUpperCase() })) ?? [],
      }),
    ],
  ])("verifies by one that %s", async (_case, host) => {
    const { observe, resolver } = await world({ registry: ["ns1.acme.com"], named: one, hosts: { "127.0.8.3": host } });
    expect(await observe()).toEqual({ ownership: "match", pointing: "match" });
    const caa = await resolver.ask(name, "CAA");
    expect(caa).toMatchObject({ zone: "acme.com", delegation: { kind: "ok" } });
    expect(caa.servers.map(({ kind }) => kind)).not.toContain("unreachable");
  });

  it.each<[string, Host]>([
    ["answers with nothing to anything else", empty],
    ["has an SOA of its own, and no NS", () => ({ authorities: [soa(name)] })],
  ])("verifies by an appliance to which the zone delegates, and which %s", async (_case, otherwise) => {
    const appliance: Host = (query) => {
      const own = query.name === name && query.type === "A" ? [record(name, "A", "203.0.113.10")] : [];
      const texts = query.name === challenge && query.type === "TXT" ? [record(challenge, "TXT", "cd-verify-x")] : [];
      return own.length + texts.length > 0 ? { answers: [...own, ...texts] } : otherwise(query);
    };
    const { observe, resolver } = await world({
      registry: ["ns1.acme.com"],
      named: { ...one, "gtm.acme.com": "127.0.8.4" },
      hosts: { "127.0.8.3": () => refer(name, ["gtm.acme.com"]), "127.0.8.4": appliance },
    });
    expect(await observe()).toEqual({ ownership: "match", pointing: "match" });
    expect(await resolver.ask(name, "A")).toMatchObject({
      zone: name,
      servers: [{ server: "gtm.acme.com", kind: "answer" }],
    });
  });
});

describe("a registry and a zone that name different nameservers", () => {
  it("counts both sets: what the old one says is what some visitors get", async () => {
    const { observe, resolver } = await world({
      registry: ["ns.old.net"],
      own: ["ns.new.net"],
      named: both,
      hosts: { "127.0.8.3": serve(stale), "127.0.8.4": serve(right) },
    });
    expect(await observe()).toEqual({ ownership: "seen", pointing: "conflict" });
    expect((await resolver.ask(name, "A")).delegation).toEqual({
      kind: "ok",
      sets: { parent: ["ns.old.net"], child: ["ns.new.net"] },
    });
  });

  it.each<[string, Host]>([
    ["is silent", () => undefined],
    ["refuses", () => ({ rcode: 5 })],
  ])("is content with the registry's set where the zone's own %s", async (_case, dead) => {
    const { observe } = await world({
      registry: ["ns.old.net"],
      own: ["ns.new.net"],
      named: both,
      hosts: { "127.0.8.3": serve(right), "127.0.8.4": dead },
    });
    expect(await observe()).toEqual({ ownership: "match", pointing: "match" });
  });

  it("takes nothing from the zone's own set alone: no resolver gets there without the registry's", async () => {
    const { observe, resolver } = await world({
      registry: ["ns.old.net"],
      own: ["ns.new.net"],
      named: both,
      hosts: { "127.0.8.3": () => ({ rcode: 5 }), "127.0.8.4": serve(right) },
    });
    expect(await observe()).toEqual({ ownership: "unreachable", pointing: "unreachable" });
    expect((await resolver.ask(name, "A")).servers).toMatchObject([{ reason: "refused" }, { reason: "undelegated" }]);
  });

  it("knows no difference where the names differ in case and order only", async () => {
    const { resolver } = await world({
      registry: ["NS.old.net", "ns.new.net"],
      own: ["ns.new.net", "ns.OLD.net"],
      named: both,
      hosts: { "127.0.8.3": serve(right), "127.0.8.4": serve(right) },
    });
    expect((await resolver.ask(name, "A")).delegation).toEqual({ kind: "ok" });
  });
});

describe("referrals", () => {
  it("follows them from zone to zone, whatever resolvers say", async () => {
    const { dns, resolver } = await world({
      registry: () => refer("co.com", ["ns.co.com"]),
      named: { "ns.co.com": "127.0.8.3", "ns1.acme.com": "127.0.8.4", "ns.shop.net": "127.0.8.5" },
      hosts: {
        "127.0.8.3": () => refer("acme.co.com", ["ns1.acme.com"]),
        "127.0.8.4": () => refer("shop.acme.co.com", ["ns.shop.net"]),
        "127.0.8.5": serve([record("a.shop.acme.co.com", "A", "192.0.2.1")], "shop.acme.co.com"),
      },
    });
    const ask = () => resolver.ask("a.shop.acme.co.com", "A");
    expect(await ask()).toMatchObject({
      zone: "shop.acme.co.com",
      servers: [{ server: "ns.shop.net", kind: "answer" }],
    });
    const before = dns.queries.length;
    await ask();
    // The way is known: the question itself is all that is sent.
    expect(dns.queries.slice(before).map(({ host }) => host)).toEqual(["127.0.8.5"]);
  });

  it("counts the servers above that hold the name themselves beside those to which others refer", async () => {
    const { resolver } = await world({
      registry: ["ns.old.net", "ns.new.net"],
      named: { ...both, "ns.shop.net": "127.0.8.5" },
      hosts: {
        "127.0.8.3": serve(stale),
        "127.0.8.4": () => refer(name, ["ns.shop.net"]),
        "127.0.8.5": serve(right),
      },
    });
    for (let turn = 0; turn < 2; turn += 1) {
      const { servers } = await resolver.ask(name, "A");
      expect(servers.map(({ server, kind }) => [server, kind])).toEqual([
        ["ns.shop.net", "answer"],
        ["ns.old.net", "answer"],
      ]);
    }
  });

  it("ends where they lead ever on, and where they lead nowhere", async () => {
    const deep = `a.b.c.d.e.f.g.${name}`;
    const labels = deep.split(".");
    const { dns, resolver } = await world({
      registry: ["ns1.acme.com"],
      named: one,
      hosts: {
        "127.0.8.3": ({ name: asked }) => {
          const depth = dns.queries.filter(({ host }) => host === "127.0.8.3").length + 2;
          return asked === deep ? refer(labels.slice(-depth).join("."), ["ns1.acme.com"]) : {};
        },
      },
    });
    expect((await resolver.ask(deep, "A")).servers).toMatchObject([{ kind: "unreachable", reason: "lame" }]);
    expect(dns.queries.filter(({ host }) => host === "127.0.8.3").length).toBeLessThan(8);
    const nowhere = await world({
      registry: ["ns1.acme.com"],
      named: one,
      hosts: { "127.0.8.3": () => refer(name, ["ns.without-address.net"]) },
    });
    expect(await nowhere.resolver.ask(name, "A")).toMatchObject({
      zone: name,
      delegation: { kind: "no_nameservers", reason: "no_nameserver_address" },
    });
  });

  it("takes glue from below the parent alone, and asks no private address for it", async () => {
    const glue = [record("ns1.acme.com", "A", "127.0.8.3"), record("ns.victim.net", "A", "127.0.8.4")];
    const setting = {
      registry: () => refer("acme.com", ["ns1.acme.com", "ns.victim.net"], glue),
      named: {},
      hosts: { "127.0.8.3": serve(right), "127.0.8.4": serve(stale) },
    };
    const { resolver } = await world(setting);
    expect(await resolver.ask(name, "A")).toMatchObject({
      delegation: { kind: "ok", withoutAddress: ["ns.victim.net"] },
      servers: [{ server: "ns1.acme.com", address: "127.0.8.3", kind: "answer" }],
    });
    const strict = await world(setting, { allowPrivateNameservers: false });
    await strict.resolver.ask(name, "A");
    expect(strict.dns.queries.filter(({ recursionDesired }) => !recursionDesired)).toEqual([]);
  });

  it("asks the next server of the registry where the first says nothing", async () => {
    const { observe } = await world({
      registry: ["ns1.acme.com"],
      named: one,
      hosts: { "127.0.8.3": serve(right), "127.0.8.4": () => undefined },
      resolve: ({ name: asked, type }) => {
        if (asked === "com")
          return { answers: ["dead.test", "a.registry.test"].map((data) => record("com", "NS", data)) };
        return asked === "dead.test" && type === "A" ? { answers: [record(asked, "A", "127.0.8.4")] } : undefined;
      },
    });
    expect(await observe()).toEqual({ ownership: "match", pointing: "match" });
  });

  it("says that a domain that the registry knows without nameservers has none", async () => {
    const { resolver } = await world({ registry: () => ({ authorities: [soa("com")] }), named: {}, hosts: {} });
    expect(await resolver.ask(name, "A")).toMatchObject({ zone: "acme.com", delegation: { kind: "no_nameservers" } });
    const gone = await world({ registry: () => ({ rcode: 3, authorities: [soa("com")] }), named: {}, hosts: {} });
    expect(await gone.resolver.ask(name, "A")).toMatchObject({ delegation: { kind: "nxdomain" } });
  });

  it("takes nothing where resolvers fail only with DNSSEC validation, even if the servers answer", async () => {
    const bogus: Host = ({ name: asked, type, isUnchecked }) =>
      asked === challenge && type === "CNAME" && !isUnchecked ? { rcode: 2 } : undefined;
    const { observe } = await world({
      registry: ["ns1.acme.com"],
      named: one,
      hosts: { "127.0.8.3": serve(right) },
      resolve: bogus,
    });
    expect(await observe()).toEqual({ ownership: "unreachable", pointing: "match" });
  });

  it("takes no set of a signed zone whose own signature alone is broken, and asks for that in signed zones only", async () => {
    const setting = (validated: boolean) => ({
      registry: ["ns1.acme.com"],
      named: one,
      hosts: { "127.0.8.3": serve(right) },
      resolve: ({ name: asked, type, isUnchecked }: ScriptedQuery): ResponseParts | undefined => {
        if (type === "CNAME") return { validated };
        return asked === challenge && type === "TXT" && !isUnchecked ? { rcode: 2 } : undefined;
      },
    });
    expect((await (await world(setting(true))).observe()).ownership).toBe("unreachable");
    const unsigned = await world(setting(false));
    expect((await unsigned.observe()).ownership).toBe("match");
    expect(unsigned.dns.queries.filter(({ host, type }) => host === resolverHost && type === "TXT")).toEqual([]);
  });

  it("goes by the servers where resolvers fail with and without validation", async () => {
    const { observe } = await world({
      registry: ["ns1.acme.com"],
      named: one,
      hosts: { "127.0.8.3": serve(right) },
      resolve: ({ type }) => (type === "CNAME" ? { rcode: 2 } : undefined),
    });
    expect(await observe()).toEqual({ ownership: "match", pointing: "match" });
  });
});

it("sends no more packets for a healthy domain than the way by SOA and NS records did", async () => {
  const { dns, resolver } = await world({
    registry: ["ns.old.net", "ns.new.net"],
    own: ["ns.old.net", "ns.new.net"],
    named: both,
    hosts: { "127.0.8.3": serve(right), "127.0.8.4": serve(right) },
  });
  await observeRecords(resolver, [pointer], edge);
  const sent = dns.queries.map(({ host, type, name: asked }) => `${host} ${type} ${asked}`);
  // The registry's own servers, once an hour for all domains below it.
  const registrys = sent.filter((query) => query.endsWith(" com") || query.endsWith(" a.registry.test"));
  expect(registrys).toHaveLength(2);
  expect(sent.filter((query) => !registrys.includes(query)).sort()).toEqual([
    `${resolverHost} A ns.new.net`,
    `${resolverHost} A ns.old.net`,
    `${resolverHost} AAAA ns.new.net`,
    `${resolverHost} AAAA ns.old.net`,
    `${resolverHost} CNAME ${name}`,
    `${resolverHost} NS acme.com`,
    `${registryHost} NS acme.com`,
    `127.0.8.3 A ${name}`,
    `127.0.8.4 A ${name}`,
  ]);
});
