import { describe, expect, it } from "vitest";
import { createUpstreamAddressBook } from "@/lib/edge/upstream-addresses";
import { createUpstreams, dialAddress } from "@/lib/edge/upstreams";
import { parseNetwork } from "@/lib/kernel/networks";
import type { UpstreamDecision } from "@/lib/platform/ports/edge";
import { lookupOf, testUpstreamPolicy, testUpstreams } from "@/lib/runtime/testing/upstreams";

const tenant = "t";
const addressOf = (decision: UpstreamDecision) => (decision.kind === "dial" ? decision.address : decision.kind);

describe("where a request for an origin goes", () => {
  it("is a checked address; the name goes with it for SNI and the certificate", async () => {
    const upstreams = testUpstreams({ lookup: lookupOf({ "origin.acme.com": ["93.184.215.14"] }) });
    const address = "93.184.215.14";
    const decision = { kind: "dial", address, fallback: address, name: "origin.acme.com" };
    expect(await upstreams.decide("https://origin.acme.com", tenant)).toEqual({
      ...decision,
      scheme: "https",
      port: 443,
    });
    expect(await upstreams.decide("http://origin.acme.com:8080", tenant)).toEqual({
      ...decision,
      scheme: "http",
      port: 8_080,
    });
  });

  it("follows a name that rebinds to nowhere: refused as soon as it answers a private address", async () => {
    let nowMs = 0;
    let answer = ["93.184.215.14"];
    const find = async () => ({ addresses: answer, ttlSeconds: 0 });
    const upstreams = createUpstreams({
      policy: testUpstreamPolicy,
      addresses: createUpstreamAddressBook({ lookup: { find, close() {} }, nowMs: () => nowMs }),
      isClaimed: () => false,
      probe: async () => false,
    });
    const seen: string[] = [];
    for (const next of [["127.0.0.1"], ["93.184.215.14", "169.254.169.254"], ["203.0.113.10"], ["93.184.215.14"]]) {
      seen.push(addressOf(await upstreams.decide("http://rebind.attacker.com", tenant)));
      answer = next;
      nowMs += 60_000;
    }
    expect(seen).toEqual(["93.184.215.14", "refused", "refused", "refused"]);
    expect(addressOf(await upstreams.decide("http://rebind.attacker.com", tenant))).toBe("93.184.215.14");
  });

  it("is nowhere while its host is a hostname that this edge serves, whoever connected it", async () => {
    const claimed = new Set<string>();
    const lookup = lookupOf({ "shop.other.com": ["93.184.215.14"] });
    const upstreams = testUpstreams({ lookup, isClaimed: (hostname) => claimed.has(hostname) });
    const ask = async () => addressOf(await upstreams.decide("http://SHOP.other.com.:8080", tenant));
    expect(await ask()).toBe("93.184.215.14");
    claimed.add("shop.other.com");
    expect(await upstreams.decide("http://SHOP.other.com.:8080", tenant)).toEqual({
      kind: "refused",
      reason: "leads_to_edge",
      message: expect.stringContaining("leads back to this edge"),
    });
    claimed.clear();
    expect(await ask()).toBe("93.184.215.14");
  });

  it("is checked for each tenant separately", async () => {
    const network = parseNetwork("10.20.0.0/16");
    const networks = network === null ? [] : [{ tenantId: "trusted", network }];
    const upstreams = testUpstreams({ lookup: lookupOf({ "o.acme.com": ["10.20.0.5"] }), policy: { networks } });
    const ask = async (tenantId: string) => addressOf(await upstreams.decide("http://o.acme.com", tenantId));
    expect([await ask("trusted"), await ask("other"), await ask("trusted")]).toEqual([
      "10.20.0.5",
      "refused",
      "10.20.0.5",
    ]);
  });

  it("takes turns among the addresses, those of IPv4 where there are any", async () => {
    const names = {
      "both.acme.com": ["2606:4700::1", "93.184.215.14", "93.184.215.15"],
      "six.acme.com": ["2606:4700::1", "2606:4700::2"],
    };
    const upstreams = testUpstreams({ lookup: lookupOf(names) });
    const ask = async (origin: string) => {
      const seen = new Set<string>();
      for (let turn = 0; turn < 6; turn += 1) {
        const decision = await upstreams.decide(origin, tenant);
        seen.add(addressOf(decision));
        expect(decision.kind === "dial" && decision.fallback).not.toBe(addressOf(decision));
      }
      return [...seen].sort();
    };
    expect(await ask("https://both.acme.com")).toEqual(["93.184.215.14", "93.184.215.15"]);
    expect(await ask("https://six.acme.com")).toEqual(["2606:4700::1", "2606:4700::2"]);
  });

  it("says that a name has no address, and that nobody could be asked", async () => {
    const silent = testUpstreams({ lookup: { find: () => Promise.reject(new Error("ETIMEOUT")) } });
    expect(await silent.decide("https://origin.acme.com", tenant)).toEqual({ kind: "unresolved" });
    expect(await testUpstreams().decide("https://origin.acme.com", tenant)).toEqual({ kind: "unresolved" });
  });

  it("asks no DNS for what is refused by its name, nor for localhost", async () => {
    const asked: string[] = [];
    const find = async (hostname: string) => {
      asked.push(hostname);
      return { addresses: ["93.184.215.14"], ttlSeconds: 60 };
    };
    const network = parseNetwork("127.0.0.0/8");
    const networks = network === null ? [] : [{ tenantId: null, network }];
    const upstreams = testUpstreams({ lookup: { find }, policy: { networks } });
    expect(await upstreams.decide("http://localhost:8080", tenant)).toMatchObject({ address: "127.0.0.1" });
    expect(await upstreams.decide("https://edge.latchkey.test", tenant)).toMatchObject({ reason: "leads_to_edge" });
    expect(asked).toEqual([]);
  });
});

it("an address is dialled under a text of its own for each name, so that no two names share a connection", () => {
  const to = { address: "192.0.2.7", port: 443 };
  expect(dialAddress({ ...to, name: "a.acme.com" })).toBe("[::ffff:192.0.2.7%name=a.acme.com]:443");
  expect(dialAddress({ ...to, name: "b.acme.com" })).toBe("[::ffff:192.0.2.7%name=b.acme.com]:443");
  expect(dialAddress({ address: "2001:db8::7", port: 8_443, name: "a.acme.com" })).toBe(
    "[2001:db8::7%name=a.acme.com]:8443",
  );
});
