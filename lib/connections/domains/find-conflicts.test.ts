import { describe, expect, it } from "vitest";
import { type ConflictInput, findConflicts } from "@/lib/connections/domains/find-conflicts";
import type { PresentRecord } from "@/lib/connections/domains/schema";
import type { DesiredRecord } from "@/lib/dns/records";

const edge = { hostname: "edge.example.net", addresses: ["203.0.113.10", "2001:db8::10"] };
const shop = "shop.example.com";
const apex = "example.com";

const wanted = (host: string, type: DesiredRecord["type"], value: string): DesiredRecord => ({
  host,
  type,
  value,
  ttl: 300,
});
const alias = wanted(shop, "CNAME", edge.hostname);
const addresses = [wanted(apex, "A", "203.0.113.10"), wanted(apex, "AAAA", "2001:db8::10")];

function there(host: string, type: string, value: string, wildcard = false): PresentRecord {
  return { host, type, value, ttl: 60, wildcard };
}

function find(desired: DesiredRecord[], present: PresentRecord[], more: Partial<ConflictInput> = {}): string[] {
  const conflicts = findConflicts({ desired, present, edge, zone: apex, canFlatten: false, ...more });
  expect(conflicts.every((conflict) => /^[A-Z].*\.$|^[a-z0-9.-]+ is .*\.$/.test(conflict.reason))).toBe(true);
  return conflicts.map(({ host, type, value }) => `${host} ${type} ${value}`);
}

describe("findConflicts, where a CNAME is wanted", () => {
  it("finds nothing where there are no records", () => {
    expect(find([alias], [])).toEqual([]);
  });

  it("accepts the desired CNAME in any spelling", () => {
    expect(find([alias], [there(shop, "CNAME", "Edge.Example.NET")])).toEqual([]);
  });

  it("asks for another value of a CNAME that points elsewhere", () => {
    const present = [there(shop, "CNAME", "shops.example.org")];
    expect(find([alias], present)).toEqual([`${shop} CNAME shops.example.org`]);
    const [conflict] = findConflicts({ desired: [alias], present, edge, zone: apex, canFlatten: false });
    expect(conflict?.reason).toContain(edge.hostname);
  });

  it("finds every other record beside it: addresses, mail, texts, CAA", () => {
    const present = [
      there(shop, "A", "198.51.100.7"),
      there(shop, "AAAA", "2001:db8:ffff::7"),
      there(shop, "MX", "10 mail.example.com"),
      there(shop, "TXT", "v=spf1 -all"),
      there(shop, "CAA", '0 issue "letsencrypt.org"'),
    ];
    expect(find([alias], present)).toHaveLength(5);
  });

  it("takes our own addresses for a flattened CNAME", () => {
    expect(find([alias], [there(shop, "A", "203.0.113.10"), there(shop, "AAAA", "2001:DB8:0::10")])).toEqual([]);
    expect(find([alias], [there(shop, "A", "203.0.113.10"), there(shop, "A", "198.51.100.7")])).toHaveLength(2);
  });

  it("leaves alone what a wildcard answers: the CNAME goes before it", () => {
    expect(find([alias], [there(shop, "A", "198.51.100.7", true)])).toEqual([]);
  });

  it("ignores records at other names", () => {
    expect(find([alias], [there(apex, "A", "198.51.100.7"), there(`www.${shop}`, "A", "198.51.100.7")])).toEqual([]);
  });

  it("says that the top of a zone cannot have a CNAME", () => {
    const present = [
      there(shop, "NS", "ns1.example.com"),
      there(shop, "NS", "ns2.example.com"),
      there(shop, "MX", "1 m.example"),
    ];
    expect(find([alias], present, { zone: shop })).toEqual([`${shop} NS ns1.example.com, ns2.example.com`]);
  });

  it("finds only foreign addresses at the top of a zone whose provider can flatten", () => {
    const present = [
      there(shop, "NS", "ns1.example.com"),
      there(shop, "A", "198.51.100.7"),
      there(shop, "MX", "1 m.example"),
    ];
    expect(find([alias], present, { zone: shop, canFlatten: true })).toEqual([`${shop} A 198.51.100.7`]);
  });
});

describe("findConflicts, where addresses are wanted", () => {
  it("is content with ours, in whatever spelling, and with what does not bear on them", () => {
    const present = [
      there(apex, "A", "203.0.113.10"),
      there(apex, "AAAA", "2001:db8:0:0::10"),
      there(apex, "MX", "10 mail.example.com"),
      there(apex, "TXT", "v=spf1 -all"),
      there(apex, "NS", "ns1.example.com"),
      there(apex, "CAA", '0 issue "digicert.com"'),
    ];
    expect(find(addresses, present)).toEqual([]);
  });

  it("finds a foreign address beside ours, of either family", () => {
    const present = [
      there(apex, "A", "203.0.113.10"),
      there(apex, "A", "198.51.100.7"),
      there(apex, "AAAA", "2001:db8:ffff::7"),
    ];
    expect(find(addresses, present)).toEqual([`${apex} A 198.51.100.7`, `${apex} AAAA 2001:db8:ffff::7`]);
    expect(find(addresses.slice(0, 1), present)).toHaveLength(2);
  });

  it("finds a CNAME in their place, unless it leads to us", () => {
    const www = wanted("www.example.com", "A", "203.0.113.10");
    expect(find([www], [there("www.example.com", "CNAME", "host.example.org")])).toHaveLength(1);
    expect(find([www], [there("www.example.com", "CNAME", edge.hostname)])).toEqual([]);
  });
});

describe("findConflicts, where a text is wanted", () => {
  const text = wanted(`_check.${shop}`, "TXT", "hello");

  it("leaves other texts beside it", () => {
    expect(find([text], [there(text.host, "TXT", "other"), there(text.host, "A", "198.51.100.7")])).toEqual([]);
  });

  it("finds a CNAME in its place", () => {
    expect(find([text], [there(text.host, "CNAME", "host.example.org")])).toHaveLength(1);
  });
});
