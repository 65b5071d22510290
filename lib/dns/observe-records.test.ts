import type { Answer } from "dns-packet";
import { afterEach, describe, expect, it } from "vitest";
import { observeRecords, observeTxt } from "@/lib/dns/observe-records";
import type { DesiredRecord } from "@/lib/dns/records";
import { createResolver } from "@/lib/dns/resolver";
import { type SandboxDns, startSandboxDns } from "@/lib/dns/sandbox/dns-server";
import { delegate, type ScriptedQuery, soa, startScriptedDns } from "@/lib/runtime/testing/scripted-dns-server";

const edge = { hostname: "edge.sandbox.test", addresses: ["203.0.113.10", "2001:db8::10"] };
const challenge = "_customdomain-challenge.shop.acme.test";
const cname: DesiredRecord = { host: "shop.acme.test", type: "CNAME", value: edge.hostname, ttl: 300 };
const apex: DesiredRecord[] = [
  { host: "acme.test", type: "A", value: "203.0.113.10", ttl: 300 },
  { host: "acme.test", type: "AAAA", value: "2001:db8::10", ttl: 300 },
];

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function resolverFor(port: number) {
  const resolver = createResolver({
    resolvers: [{ host: "127.0.0.1", port }],
    authoritativePort: port,
    allowPrivateNameservers: true,
    attemptTimeoutMs: 150,
  });
  closers.push(resolver.close);
  return resolver;
}

async function sandbox(...records: [name: string, type: string, value: string][]) {
  const dns: SandboxDns = await startSandboxDns({ host: "127.0.0.1", port: 0, edge });
  closers.push(dns.close);
  for (const [name, type, value] of records) dns.put({ name, type, value });
  return { dns, resolver: resolverFor(dns.port) };
}

/** Two servers of acme.test; the script gives what each holds. */
async function twoServers(script: (query: ScriptedQuery, server: 1 | 2) => Answer[] | "silent" | "none") {
  const servers = { "ns1.acme.test": "127.0.0.1", "ns2.acme.test": "127.0.0.2" };
  const dns = await startScriptedDns(
    (query) => {
      if (query.recursionDesired) return delegate(query, "acme.test", servers);
      const answers = script(query, query.host === "127.0.0.1" ? 1 : 2);
      if (answers === "silent") return undefined;
      if (answers === "none") return query.response({ rcode: 3, authorities: [soa("acme.test")] });
      return query.response({ answers, authorities: answers.length === 0 ? [soa("acme.test")] : [] });
    },
    ["127.0.0.1", "127.0.0.2"],
  );
  closers.push(dns.close);
  return { dns, resolver: resolverFor(dns.port) };
}

const txt = (...data: string[]): Answer => ({ name: challenge, type: "TXT", ttl: 60, data });

describe("observeRecords", () => {
  it("sees an alias with one question per server", async () => {
    const alias: Answer = { name: "shop.acme.test", type: "CNAME", ttl: 60, data: edge.hostname };
    const { dns, resolver } = await twoServers(() => [alias]);
    const [seen] = await observeRecords(resolver, [cname], edge);
    expect(seen).toMatchObject({ record: cname, observation: { kind: "match" }, observedValue: edge.hostname });
    expect(seen?.servers.map((server) => server.server)).toEqual(["ns1.acme.test", "ns2.acme.test"]);
    expect(dns.queries.filter((query) => !query.recursionDesired)).toHaveLength(2);
  });

  it("distinguishes missing, wrong, and right as the customer publishes, deletes, and corrects", async () => {
    const { dns, resolver } = await sandbox();
    const observe = async () => (await observeRecords(resolver, [cname], edge))[0]?.observation;
    expect(await observe()).toEqual({ kind: "missing" });
    dns.put({ name: "shop.acme.test", type: "A", value: "198.51.100.7" });
    expect(await observe()).toEqual({ kind: "conflict", found: ["198.51.100.7"] });
    dns.remove({ name: "shop.acme.test", type: "A" });
    dns.put({ name: "shop.acme.test", type: "CNAME", value: "Edge.Sandbox.Test." });
    expect(await observe()).toEqual({ kind: "match" });
  });

  it("follows an alias into another zone and believes that zone's servers", async () => {
    const { resolver } = await sandbox(
      ["shop.acme.test", "CNAME", "alias.other.test"],
      ["alias.other.test", "CNAME", edge.hostname],
    );
    const [seen] = await observeRecords(resolver, [cname], edge);
    expect(seen).toMatchObject({
      observation: { kind: "match" },
      observedValue: expect.stringContaining("alias.other.test"),
    });
    expect(new Set(seen?.servers.map((server) => server.name))).toEqual(
      new Set(["shop.acme.test", "alias.other.test"]),
    );
  });

  it("ends a loop of aliases as a conflict", async () => {
    const { resolver } = await sandbox(
      ["shop.acme.test", "CNAME", "a.other.test"],
      ["a.other.test", "CNAME", "shop.acme.test"],
    );
    expect(await observeRecords(resolver, [cname], edge)).toMatchObject([
      { observation: { kind: "conflict", found: ["a.other.test"] } },
    ]);
  });

  it("compares an apex by all addresses of both families", async () => {
    const { dns, resolver } = await sandbox(["acme.test", "A", "203.0.113.10"], ["acme.test", "AAAA", "2001:db8::10"]);
    const kinds = async () => (await observeRecords(resolver, apex, edge)).map((seen) => seen.observation.kind);
    expect(await kinds()).toEqual(["match", "match"]);
    dns.remove({ name: "acme.test", type: "AAAA" });
    expect(await kinds()).toEqual(["match", "missing"]);
    dns.put({ name: "acme.test", type: "AAAA", value: "2001:db8::bad" });
    expect(await kinds()).toEqual(["conflict", "conflict"]);
  });

  it("accepts a wildcard's alias", async () => {
    const { resolver } = await sandbox(["*.acme.test", "CNAME", edge.hostname]);
    expect(await observeRecords(resolver, [cname], edge)).toMatchObject([{ observation: { kind: "match" } }]);
  });

  it("calls silent servers unreachable and keeps them as evidence", async () => {
    const { resolver } = await twoServers(() => "silent");
    const [seen] = await observeRecords(resolver, [cname], edge);
    expect(seen).toMatchObject({ observation: { kind: "unreachable", reason: "timeout" }, observedValue: null });
    expect(seen?.servers.map((server) => server.reason)).toEqual(["timeout", "timeout"]);
  });
});

describe("observeTxt", () => {
  it("is a match where both servers hold the value, whatever else is published", async () => {
    const { resolver } = await twoServers(() => [txt("v=spf1 -all"), txt("cd-", "verify-", "x")]);
    expect(await observeTxt(resolver, challenge, "cd-verify-x")).toMatchObject({ kind: "match" });
  });

  it("names the servers that agree and those that lag behind", async () => {
    const { resolver } = await twoServers((_query, server) => (server === 1 ? [txt("cd-verify-x")] : "none"));
    expect(await observeTxt(resolver, challenge, "cd-verify-x")).toMatchObject({
      kind: "seen",
      values: ["cd-verify-x"],
      agreeing: ["ns1.acme.test (127.0.0.1)"],
      disagreeing: ["ns2.acme.test (127.0.0.2)"],
    });
  });

  it("lets a silent server neither prove nor veto", async () => {
    const half = await twoServers((_query, server) => (server === 1 ? [txt("cd-verify-x")] : "silent"));
    expect(await observeTxt(half.resolver, challenge, "cd-verify-x")).toMatchObject({
      kind: "match",
      servers: [{ kind: "answer" }, { kind: "unreachable", reason: "timeout" }],
    });
  });

  it("is unreachable, not missing, where every server is silent", async () => {
    const none = await twoServers(() => "silent");
    expect(await observeTxt(none.resolver, challenge, "cd-verify-x")).toMatchObject({
      kind: "unreachable",
      reason: "timeout",
    });
  });

  it("compares exactly: letters, spaces, and quotes matter", async () => {
    for (const value of ["CD-VERIFY-X", " cd-verify-x", '"cd-verify-x"', "cd-verify-x2", "cd-verify-"]) {
      const { resolver } = await sandbox([challenge, "TXT", value]);
      expect(await observeTxt(resolver, challenge, "cd-verify-x")).toMatchObject({
        kind: "seen",
        values: [value],
        agreeing: [],
      });
    }
  });

  it("is missing where the name, its texts, or its domain do not exist", async () => {
    const { dns, resolver } = await sandbox(
      ["shop.acme.test", "A", "192.0.2.1"],
      [challenge, "CAA", '0 issue "ca.test"'],
    );
    expect(await observeTxt(resolver, challenge, "cd-verify-x")).toMatchObject({ kind: "missing" });
    dns.remove({ name: challenge, type: "CAA" });
    expect(await observeTxt(resolver, challenge, "cd-verify-x")).toMatchObject({ kind: "missing" });
    const registry = await startScriptedDns((query) => query.response({ rcode: 3, authorities: [soa("com")] }));
    closers.push(registry.close);
    expect(await observeTxt(resolverFor(registry.port), "_x.acme.com", "y")).toEqual({ kind: "missing", servers: [] });
  });

  it("sees the wrong value that a wildcard gives", async () => {
    const { resolver } = await sandbox(["*.acme.test", "TXT", "parked"]);
    expect(await observeTxt(resolver, challenge, "cd-verify-x")).toMatchObject({ kind: "seen", values: ["parked"] });
  });

  it("follows a delegated challenge", async () => {
    const { dns, resolver } = await sandbox([challenge, "CNAME", "shop.verify.other.test"]);
    expect(await observeTxt(resolver, challenge, "cd-verify-x")).toMatchObject({ kind: "missing" });
    dns.put({ name: "shop.verify.other.test", type: "TXT", value: "cd-verify-x" });
    expect(await observeTxt(resolver, challenge, "cd-verify-x")).toMatchObject({ kind: "match" });
  });

  it("bounds what was seen and never cuts off the expected value", async () => {
    const { resolver } = await twoServers((_query, server) => {
      const noise = Array.from({ length: 60 }, (_, i) =>
        txt(`noise ${i} `.concat("x".repeat(200)), "y".repeat(250), "z".repeat(250)),
      );
      return server === 1 ? [...noise, txt("cd-verify-x")] : noise;
    });
    const seen = await observeTxt(resolver, challenge, "cd-verify-x");
    expect(seen.kind).toBe("seen");
    const values = seen.kind === "seen" ? seen.values : [];
    expect(values).toHaveLength(20);
    expect(values[0]).toBe("cd-verify-x");
    expect(Math.max(...values.map((value) => value.length))).toBe(512);
  });
});
