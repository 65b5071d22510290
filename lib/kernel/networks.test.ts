import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalAddress, isInNetwork, isOneAddress, parseNetwork } from "@/lib/kernel/networks";

describe("a network", () => {
  it.each([
    ["10.0.0.0/8", "10.255.255.255", "11.0.0.0"],
    ["192.168.7.20", "192.168.7.20", "192.168.7.21"],
    ["172.16.5.9/12", "172.31.0.1", "172.32.0.1"],
    ["0.0.0.0/0", "255.255.255.255", "::1"],
    ["fd12::/32", "fd12:0:ffff::1", "fd13::1"],
    ["FD12::5", "fd12::5", "fd12::6"],
    ["::ffff:10.0.0.5", "10.0.0.5", "10.0.0.6"],
    ["::/0", "fe80::1", "10.0.0.1"],
  ])("%s holds %s and not %s", (text, inside, outside) => {
    const network = parseNetwork(text);
    if (network === null) throw new Error("unreachable");
    expect([isInNetwork(inside, network), isInNetwork(outside, network)]).toEqual([true, false]);
  });

  it.each([
    "",
    "10",
    "10.0.0.0/",
    "10.0.0.0/33",
    "10.0.0.0/-1",
    "10.0.0.0/8/8",
    "10.0.0.0/0x8",
    "fd00::/129",
    "a.test/8",
  ])("is not what %j says", (text) => {
    expect(parseNetwork(text)).toBeNull();
  });

  it("of an IPv4-mapped address takes no length, which would count other bits", () => {
    expect(parseNetwork("::ffff:10.0.0.0/8")).toBeNull();
    expect(parseNetwork("::ffff:10.0.0.0/104")).toBeNull();
  });

  it("of one address differs from a wider one", () => {
    const single = ["10.0.0.1", "10.0.0.1/32", "fd00::1", "fd00::1/128"].flatMap((text) => parseNetwork(text) ?? []);
    expect(single.map(isOneAddress)).toEqual([true, true, true, true]);
    const wide = ["10.0.0.0/31", "fd00::/127"].flatMap((text) => parseNetwork(text) ?? []);
    expect(wide.map(isOneAddress)).toEqual([false, false]);
  });

  it("always holds the address that it was made of", () => {
    const made = fc.oneof(fc.tuple(fc.ipV4(), fc.nat(32)), fc.tuple(fc.ipV6(), fc.nat(128)));
    fc.assert(
      fc.property(made, ([address, length]) => {
        const canonical = canonicalAddress(address);
        const network = parseNetwork(`${address}/${length}`);
        // What is written as IPv6 and is IPv4 takes no length.
        if (canonical === null || network === null) return address.includes(":") && !canonical?.includes(":");
        return isInNetwork(canonical, network);
      }),
    );
  });
});

it("an address has one text, and an IPv4-mapped one is its IPv4 address", () => {
  const texts = [
    "::FFFF:7f00:1",
    "0:0:0:0:0:0:0:1",
    "10.0.0.1",
    "FD00::0001",
    "fe80::1%eth0",
    "127.1",
    "localhost",
    "",
  ];
  const canonical = ["127.0.0.1", "::1", "10.0.0.1", "fd00::1", null, null, null, null];
  expect(texts.map(canonicalAddress)).toEqual(canonical);
});
