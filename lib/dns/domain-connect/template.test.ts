import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findDeletions } from "@/lib/dns/domain-connect/find-deletions";
import { problemOfKeyDomain, problemOfProviderId } from "@/lib/dns/domain-connect/provider-id";
import {
  appliedRecords,
  buildTemplate,
  services,
  type TemplateSource,
  tokenOf,
} from "@/lib/dns/domain-connect/template";
import { challenge } from "@/lib/dns/records/challenge";
import { desiredRecords } from "@/lib/dns/records/desired-records";
import type { RecordTemplate } from "@/lib/dns/records/schema";

const source: TemplateSource = {
  providerId: "shops.example",
  providerName: "Example Shops",
  logoUrl: null,
  keyDomain: "dckeys.shops.example",
  version: 3,
  redirectHosts: ["app.shops.example"],
  recordTemplate: null,
  edge: { hostname: "edge.shops.example", addresses: ["203.0.113.10", "2001:db8::10"] },
};

const host = fc.constantFrom("{{hostname}}", "www.{{hostname}}", "_verify.{{hostname}}");
const recordTemplate = fc.oneof(
  fc.record({
    host,
    type: fc.constant("TXT" as const),
    value: fc.constantFrom("x", "site={{hostname}}"),
    ttl: fc.constant(300),
  }),
  fc.record({
    host,
    type: fc.constant("CNAME" as const),
    value: fc.constantFrom("{{edge_hostname}}", "{{hostname}}", "a.{{edge_hostname}}"),
    ttl: fc.constant(60),
  }),
  fc.record({ host, type: fc.constant("A" as const), value: fc.ipV4(), ttl: fc.constant(60) }),
);

it("publishes what the instructions ask for, for any records and hostname", () => {
  const templates = fc.option(fc.array(recordTemplate, { minLength: 1, maxLength: 4 }), { nil: null });
  fc.assert(
    fc.property(templates, fc.domain(), fc.constantFrom("web", "apex"), (recordTemplate, hostname, service) => {
      const built = buildTemplate({ ...source, recordTemplate }, service);
      if (!built.ok) {
        expect(service).toBe("apex");
        expect(recordTemplate?.some(({ type, host }) => type === "CNAME" && host === "{{hostname}}")).toBe(true);
        return;
      }
      const { template } = built;
      const name = hostname.toLowerCase();
      const subject = { hostname: name, kind: services[service].kind };
      const proof = { host: challenge.name(name), type: "TXT", value: challenge.value("tok-en"), ttl: 300 };
      expect(appliedRecords(template, name, "tok-en")).toEqual([
        ...desiredRecords(subject, source.edge, recordTemplate as RecordTemplate[] | null),
        proof,
      ]);
      // The binding rules of template reviews: a key, fixed text around variables, none in a host.
      for (const record of template.records) {
        expect(record.host).not.toContain("%");
        const value = record.type === "TXT" ? record.data : record.pointsTo;
        expect(value).not.toMatch(/^%[^%]*%$/);
      }
      expect(template).toMatchObject({ syncPubKeyDomain: source.keyDomain, syncBlock: false });
      expect(template.syncRedirectDomain).not.toMatch(/\s/);
      const hasAlias = template.records.some(({ type, host }) => type === "CNAME" && host === "@");
      expect(template.hostRequired ?? false).toBe(hasAlias);
    }),
  );
});

it("knows the token of a challenge, and of nothing else", () => {
  expect(tokenOf(challenge.value("abc"))).toBe("abc");
  expect(tokenOf("abc")).toBeNull();
});

it("refuses values that a template would take for a variable, and an edge without addresses", () => {
  const records: RecordTemplate[] = [{ host: "{{hostname}}", type: "TXT", value: "100%", ttl: 300 }];
  expect(buildTemplate({ ...source, recordTemplate: records }, "web")).toMatchObject({ ok: false });
  expect(buildTemplate({ ...source, edge: { ...source.edge, addresses: [] } }, "apex")).toMatchObject({ ok: false });
});

it.each([
  ["shops.example", true],
  ["customdomain.ai", true],
  ["connectdomain.app", false],
  ["connect-your-domain.example", false],
  ["domain-connect.example", false],
  ["domainconnect.shops.example", false],
  ["Shops.example", false],
  ["shops", false],
  ["shops .example", false],
  ["a_b.example", false],
])("the provider id %s is taken: %s", (id, ok) => {
  expect(problemOfProviderId(id) === null).toBe(ok);
});

it.each([
  ["dckeys.shops.example", true],
  ["_dckeys.shops.example", false],
  ["dckeys", false],
  ["dckeys.shops.example.", false],
])("the key domain %s is taken: %s", (name, ok) => {
  expect(problemOfKeyDomain(name) === null).toBe(ok);
});

describe("what a provider deletes", () => {
  const name = "shop.example.com";
  const at = (type: string, value: string, host = name) => ({ host, type, value });
  const alias = [{ host: name, type: "CNAME" as const, value: "edge.shops.example", ttl: 300 }];
  const addresses = [{ host: name, type: "A" as const, value: "203.0.113.10", ttl: 300 }];
  const proof = [{ host: `_c.${name}`, type: "TXT" as const, value: "new", ttl: 300 }];
  const typesOf = (...args: Parameters<typeof findDeletions>) =>
    findDeletions(...args).map(({ type, value }) => `${type} ${value}`);

  it("beside a CNAME nothing stands, but the same CNAME and other names do", () => {
    const present = [
      at("A", "192.0.2.1"),
      at("AAAA", "2001:db8::1"),
      at("TXT", "x"),
      at("MX", "10 m.example"),
      at("CAA", "0 issue x"),
    ];
    expect(typesOf(alias, present, new Set())).toEqual(["A 192.0.2.1", "AAAA 2001:db8::1", "TXT x", "MX 10 m.example"]);
    expect(typesOf(alias, [at("CNAME", "EDGE.shops.example.")], new Set())).toEqual([]);
    expect(typesOf(alias, [at("A", "192.0.2.1", "example.com"), at("A", "192.0.2.1", `a.${name}`)], new Set())).toEqual(
      [],
    );
  });

  it("addresses replace addresses of both families and a CNAME, and nothing else", () => {
    const present = [
      at("A", "192.0.2.1"),
      at("A", "203.0.113.10"),
      at("AAAA", "2001:db8::1"),
      at("TXT", "x"),
      at("MX", "10 m.example"),
    ];
    expect(typesOf(addresses, present, new Set())).toEqual(["A 192.0.2.1", "AAAA 2001:db8::1"]);
    expect(typesOf(addresses, [at("CNAME", "x.example")], new Set())).toEqual(["CNAME x.example"]);
  });

  it("a text replaces others where its template says so", () => {
    const present = [
      at("TXT", "old", `_c.${name}`),
      at("TXT", "new", `_c.${name}`),
      at("A", "192.0.2.1", `_c.${name}`),
    ];
    expect(typesOf(proof, present, new Set([`_c.${name}`]))).toEqual(["TXT old"]);
    expect(typesOf(proof, present, new Set())).toEqual([]);
  });
});
