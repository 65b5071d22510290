import type { Answer } from "dns-packet";
import { afterEach, describe, expect, it } from "vitest";
import { createResolver } from "@/lib/dns/resolver";
import {
  delegate,
  type ScriptedDns,
  type ScriptedQuery,
  soa,
  startScriptedDns,
} from "@/lib/runtime/testing/scripted-dns-server";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

type Reply = ReturnType<ScriptedQuery["response"]> | undefined;

/** `recursive` overrides the delegation of the zone acme.com; what it leaves alone is answered as usual. */
async function setUp(
  recursive: (query: ScriptedQuery) => Reply | "usual",
  options: { servers?: Record<string, string>; hosts?: string[]; resolvers?: string[] } = {},
) {
  const { servers = { "ns1.acme.com": "127.0.0.1" }, hosts = ["127.0.0.1"], resolvers = ["127.0.0.1"] } = options;
  const dns = await startScriptedDns((query) => {
    if (!query.recursionDesired) return query.response({ authorities: [soa("acme.com")] });
    const reply = recursive(query);
    return reply === "usual" ? delegate(query, "acme.com", servers) : reply;
  }, hosts);
  const resolver = createResolver({
    resolvers: resolvers.map((host) => ({ host, port: dns.port })),
    authoritativePort: dns.port,
    allowPrivateNameservers: true,
    attemptTimeoutMs: 400,
  });
  closers.push(resolver.close, dns.close);
  return { dns, resolver };
}

const zoneQuestions = (dns: ScriptedDns) =>
  dns.queries
    .filter((query) => query.type === "CNAME" || query.type === "SOA")
    .map((query) => `${query.type} ${query.name}`);
const cname = (name: string, data: string): Answer => ({ name, type: "CNAME", ttl: 60, data });

describe("finding the delegation", () => {
  it("finds the zone above a name that is an alias, without following the alias", async () => {
    const { dns, resolver } = await setUp((query) => {
      if (query.name !== "shop.acme.com") return "usual";
      // As a resolver does whose alias leads to a broken domain: only the alias itself can be had.
      return query.type === "CNAME"
        ? query.response({ answers: [cname("shop.acme.com", "gone.broken.net")], authorities: [] })
        : query.response({ rcode: 2 });
    });
    expect(await resolver.ask("shop.acme.com", "A")).toMatchObject({ zone: "acme.com", delegation: { kind: "ok" } });
    expect(zoneQuestions(dns)).toEqual(["CNAME shop.acme.com", "CNAME acme.com"]);
  });

  it.each([
    ["keeps the NS records beside it", true],
    ["hides them, and the registry is asked", false],
  ])("takes a registered domain with an alias at its top for a zone, where the alias %s", async (_case, showsNs) => {
    const alias = cname("acme.com", "elsewhere.net");
    const dns = await startScriptedDns((query) => {
      const { name, type, recursionDesired } = query;
      const ns: Answer = { name: "acme.com", type: "NS", ttl: 60, data: "ns1.acme.com" };
      if (name === "acme.com" && recursionDesired) {
        return query.response({ answers: type === "NS" && showsNs ? [ns] : [alias] });
      }
      if (name === "com" || name === "ns.com") return delegate(query, "com", { "ns.com": "127.0.0.1" });
      // As the registry answers: a referral, without authority.
      if (type === "NS") return query.response({ authoritative: false, authorities: [ns] });
      return recursionDesired
        ? delegate(query, "acme.com", { "ns1.acme.com": "127.0.0.1" })
        : query.response({ answers: [alias] });
    });
    const resolver = createResolver({
      resolvers: [{ host: "127.0.0.1", port: dns.port }],
      authoritativePort: dns.port,
      allowPrivateNameservers: true,
      attemptTimeoutMs: 200,
    });
    closers.push(resolver.close, dns.close);
    expect(await resolver.ask("acme.com", "A")).toMatchObject({
      zone: "acme.com",
      delegation: { kind: "ok" },
      servers: [{ server: "ns1.acme.com", kind: "answer", records: [{ type: "CNAME", value: "elsewhere.net" }] }],
    });
  });

  it("names the nameservers that have no address beside those that have one", async () => {
    const { resolver } = await setUp((query) => {
      const ns = ["ns1.acme.com", "ns2.acme.cmo"].map(
        (data): Answer => ({ name: "acme.com", type: "NS", ttl: 60, data }),
      );
      return query.type === "NS" ? query.response({ answers: ns }) : "usual";
    });
    expect((await resolver.ask("shop.acme.com", "A")).delegation).toEqual({
      kind: "ok",
      withoutAddress: ["ns2.acme.cmo"],
    });
  });

  it("climbs where a forwarder leaves the SOA out of denials", async () => {
    const { dns, resolver } = await setUp((query) => {
      if (query.type === "CNAME") return query.response({ rcode: query.name === "acme.com" ? 0 : 3 });
      return query.type === "SOA" && query.name !== "acme.com" ? query.response({ rcode: 3 }) : "usual";
    });
    expect(await resolver.ask("_x.shop.acme.com", "TXT")).toMatchObject({
      zone: "acme.com",
      delegation: { kind: "ok" },
    });
    const names = ["_x.shop.acme.com", "shop.acme.com", "acme.com"];
    expect(zoneQuestions(dns)).toEqual(names.flatMap((name) => [`CNAME ${name}`, `SOA ${name}`]));
  });

  it("says that the domain does not exist where a forwarder denies it without an SOA, and stops at the suffix", async () => {
    const { dns, resolver } = await setUp((query) => query.response({ rcode: 3 }));
    expect(await resolver.ask("shop.acme.co.uk", "A")).toMatchObject({ delegation: { kind: "nxdomain" }, servers: [] });
    expect(zoneQuestions(dns).filter((question) => question.endsWith(" co.uk"))).toEqual([]);
  });

  it("says that the domain does not exist where the registry denies it", async () => {
    const { dns, resolver } = await setUp((query) => query.response({ rcode: 3, authorities: [soa("com")] }));
    expect(await resolver.ask("shop.acme.com", "A")).toMatchObject({ delegation: { kind: "nxdomain" }, servers: [] });
    expect(zoneQuestions(dns)).toHaveLength(1);
  });

  it("sees a domain that is delegated a moment later", async () => {
    let isDelegated = false;
    const { resolver } = await setUp((query) =>
      isDelegated ? "usual" : query.response({ rcode: 3, authorities: [soa("com")] }),
    );
    expect((await resolver.ask("shop.acme.com", "A")).delegation.kind).toBe("nxdomain");
    isDelegated = true;
    const seen = async () => (await resolver.ask("shop.acme.com", "A")).delegation.kind;
    await expect.poll(seen).toBe("ok");
  });

  it.each([
    ["SERVFAIL", { rcode: 2 }, "servfail"],
    ["REFUSED", { rcode: 5 }, "refused"],
  ])("calls %s of the resolver unreachable and tries again next time", async (_case, parts, reason) => {
    let isBroken = true;
    const { resolver } = await setUp((query) => (isBroken ? query.response(parts) : "usual"));
    expect((await resolver.ask("shop.acme.com", "A")).delegation).toEqual({ kind: "unreachable", reason });
    isBroken = false;
    expect((await resolver.ask("shop.acme.com", "A")).delegation).toEqual({ kind: "ok" });
  });

  it("turns to the next resolver, and then stays with the one that answers", async () => {
    const { dns, resolver } = await setUp((query) => (query.host === "127.0.0.2" ? undefined : "usual"), {
      hosts: ["127.0.0.1", "127.0.0.2"],
      resolvers: ["127.0.0.2", "127.0.0.1"],
    });
    expect((await resolver.ask("shop.acme.com", "A")).delegation).toEqual({ kind: "ok" });
    // The first two questions, each with its retry, before the other resolver has answered.
    const toDeadOne = () => dns.queries.filter((query) => query.host === "127.0.0.2");
    expect(toDeadOne()).toHaveLength(4);
    expect((await resolver.ask("www.acme.com", "A")).delegation).toEqual({ kind: "ok" });
    expect(toDeadOne()).toHaveLength(4);
  });

  it("distinguishes no NS records and NS records without addresses from silence", async () => {
    const bare = await setUp((query) => (query.type === "NS" ? query.response() : "usual"));
    expect((await bare.resolver.ask("shop.acme.com", "A")).delegation.kind).toBe("no_nameservers");
    const nowhere = await setUp((query) => (query.type === "A" ? query.response({ rcode: 3 }) : "usual"));
    expect((await nowhere.resolver.ask("shop.acme.com", "A")).delegation).toEqual({
      kind: "no_nameservers",
      reason: "no_nameserver_address",
    });
    const silent = await setUp((query) => (query.type === "A" ? undefined : "usual"));
    expect((await silent.resolver.ask("shop.acme.com", "A")).delegation).toEqual({
      kind: "unreachable",
      reason: "timeout",
    });
  });

  it("follows no more than 13 nameservers with 16 addresses, and says so", async () => {
    const names = Array.from({ length: 40 }, (_, i) => `ns${i}.acme.com`);
    const { dns, resolver } = await setUp((query) => {
      if (query.type === "NS") {
        return query.response({ answers: names.map((data) => ({ name: "acme.com", type: "NS", ttl: 60, data })) });
      }
      if (query.type !== "A") return "usual";
      const index = names.indexOf(query.name);
      const answers = Array.from(
        { length: 10 },
        (_, i): Answer => ({ name: query.name, type: "A", ttl: 60, data: `127.1.${index}.${i + 1}` }),
      );
      return query.response({ answers });
    });
    const { servers, delegation } = await resolver.ask("shop.acme.com", "A", { budgetMs: 4_000 });
    expect(new Set(servers.map((server) => server.server)).size).toBe(13);
    expect(servers).toHaveLength(16);
    // No more than 8 addresses of a name are read.
    expect(delegation).toEqual({ kind: "ok", asked: { addresses: 16, of: 104 } });
    expect(new Set(dns.queries.filter((query) => query.type === "AAAA").map((query) => query.name)).size).toBe(13);
  });

  it("asks an address once, whatever number of names it has", async () => {
    const { resolver } = await setUp(() => "usual", {
      servers: { "ns1.acme.com": "127.0.0.1", "ns2.acme.com": "127.0.0.1" },
    });
    expect((await resolver.ask("shop.acme.com", "A")).servers).toMatchObject([{ address: "127.0.0.1" }]);
  });
});
