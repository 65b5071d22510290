import { describe, expect, it } from "vitest";
import { assertFields } from "@/lib/accounts/credentials/assert-fields";
import { hintsOf } from "@/lib/accounts/credentials/hints-of";
import { adapters } from "@/lib/dns/adapters/adapters";
import { powerdns } from "@/lib/dns/adapters/powerdns";
import { rfc2136 } from "@/lib/dns/adapters/rfc2136";

const production = { allowLoopback: false };
const sandbox = { allowLoopback: true };
const http = (base_url: string) => ({ base_url, api_key: "0123456789abcdef" });
const dns = (server: string) => ({ server, key_name: "k", secret: "c2VjcmV0LXNlY3JldC1zZWNyZXQ=" });

describe("a machine that a tenant names", () => {
  it.each([
    "https://169.254.169.254/",
    "https://10.0.0.7",
    "https://localhost:8081",
    "http://dns.example.com",
    "https://user:pass@dns.example.com",
    "https://dns.internal",
    "https://2130706433/",
    "https://dns.example.com:6379",
    "ftp://dns.example.com",
    "dns.example.com",
  ])("is refused in production: %s", (url) => {
    expect(() => assertFields(powerdns.facts.fields, http(url), production)).toThrow(
      expect.objectContaining({ code: "invalid", param: "fields.base_url" }),
    );
  });

  it.each([
    "127.0.0.1",
    "[::1]:53",
    "10.1.2.3:53",
    "localhost",
    "ns.internal",
    "ns1",
    "ns1.example.com:0",
    "169.254.169.254",
  ])("is refused as a DNS server in production: %s", (server) => {
    expect(() => assertFields(rfc2136.facts.fields, dns(server), production)).toThrow(
      expect.objectContaining({ code: "invalid", param: "fields.server" }),
    );
  });

  it("is taken where it is public, and on loopback in the sandbox alone", () => {
    expect(assertFields(powerdns.facts.fields, http(" https://dns.example.com/x "), production)).toEqual(
      http("https://dns.example.com/x"),
    );
    expect(assertFields(powerdns.facts.fields, http("http://127.0.0.1:8081"), sandbox).base_url).toMatch(/8081/);
    expect(assertFields(rfc2136.facts.fields, dns("ns1.example.com:5353"), production)).toEqual(
      dns("ns1.example.com:5353"),
    );
    expect(assertFields(rfc2136.facts.fields, dns("127.0.0.1:5353"), sandbox)).toEqual(dns("127.0.0.1:5353"));
  });

  it("every field that names one is marked: no other field asks for a URL or a server", () => {
    const fields = adapters.flatMap(({ facts }) =>
      facts.fields.map((field) => ({ ...field, provider: facts.provider })),
    );
    const asking = fields.filter(
      ({ name, placeholder }) => /url|server$|host|endpoint/.test(name) || /^https?:/.test(placeholder ?? ""),
    );
    expect(asking.map(({ provider, name, target }) => `${provider} ${name} ${target}`)).toEqual([
      "powerdns base_url url",
      "rfc2136 server dns_server",
    ]);
  });
});

describe("what may be shown", () => {
  it("is never more of a secret than its last four characters, of no provider", () => {
    const secret = "abcdefghij0123456789WXYZ";
    for (const { facts } of adapters) {
      const credential = Object.fromEntries(facts.fields.map(({ name }) => [name, secret]));
      for (const { name, secret: isSecret } of facts.fields) {
        expect(hintsOf(facts.fields, credential)[name]).toBe(isSecret ? "••••WXYZ" : secret);
      }
    }
    const [field] = powerdns.facts.fields.filter((one) => one.secret);
    const hint = (value: string) => hintsOf(powerdns.facts.fields, { [field?.name ?? ""]: value })[field?.name ?? ""];
    expect([hint("short"), hint('{\n  "private_key": "x",\n  "type": "service_account"\n}')]).toEqual(["••••", "••••"]);
  });

  it("every adapter has a secret field, and calls every token, key and password one", () => {
    for (const { facts } of adapters) {
      expect([facts.provider, facts.fields.some(({ secret }) => secret)]).toEqual([facts.provider, true]);
      const open = facts.fields.filter(({ name, secret }) => !secret && /token|secret|password/.test(name));
      expect(open.map(({ name }) => `${facts.provider} ${name}`)).toEqual([]);
    }
  });
});
