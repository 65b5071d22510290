import { describe, expect, it } from "vitest";
import { findHold, holdNameservers } from "@/lib/diagnosis/evidence/hold-nameservers";
import { providers } from "@/lib/dns/providers/catalog";

const kindOf = (...nameservers: string[]) => findHold(nameservers, "acme.com")?.kind ?? null;

describe("nameservers that host nothing", () => {
  it.each(holdNameservers.map(({ suffix, kind }) => [suffix, kind]))("%s: %s", (suffix, kind) => {
    expect(kindOf(`ns1.${suffix}`, `NS2.${suffix.toUpperCase()}.`)).toBe(kind);
    expect(kindOf(suffix)).toBe(kind);
    // On label boundaries: another company has a name that ends alike.
    if (kind === "parked") expect(kindOf(`ns1.my${suffix}`)).toBeNull();
  });

  it.each([
    ["ns1.expired.registrar.example", "expired"],
    ["expired-ns2.registrar.example", "expired"],
    ["expirens7.registrar.example", "expired"],
    ["ns1.some-domain-expired.example", "expired"],
    ["ns1.pendingdelete.registrar.example", "expired"],
    ["ns1.redemption.registrar.example", "expired"],
    ["ns1.icann-verification.registrar.example", "verification"],
    ["failed-whois-verification.registrar.example", "verification"],
    ["ns1.suspended.registrar.example", "suspended"],
    ["ns1.clienthold.registrar.example", "suspended"],
  ])("%s is not in the table, and its name says: %s", (nameserver, kind) => {
    expect(kindOf(nameserver)).toBe(kind);
  });
});

describe("nameservers that host zones", () => {
  const hosting = providers.flatMap(({ nameserverSuffixes }) =>
    nameserverSuffixes.map((one) => `ns1.${one.replace("#", "7")}`),
  );

  it("no provider of the catalog is taken for a hold", () => {
    expect(hosting.length).toBeGreaterThan(50);
    expect(hosting.filter((name) => kindOf(name) !== null)).toEqual([]);
  });

  it.each([
    ["ns1.dns-parking.com"],
    ["atlas.dns-parking.com"],
    ["ns1.dnsowl.com"],
    ["ns1.dyna-ns.net"],
    ["dns1.name-services.com"],
    ["launch1.spaceship.net"],
    ["dns1.registrar-servers.com"],
    ["ns51.domaincontrol.com"],
    ["ns1.namebrightdns.com"],
    ["ns1.above.com.example"],
    ["ns1.suspense.example"],
    ["ns1.expiration-studios.example"],
    ["ns1.threshold.example"],
    ["ns1.household.example"],
  ])("%s", (name) => {
    expect(kindOf(name, name.replace(/1/, "2"))).toBeNull();
  });

  it("a nameserver inside the domain is its owner's, whatever its name", () => {
    expect(findHold(["ns1.expired.acme.com", "ns2.expired.acme.com"], "acme.com")).toBeNull();
  });

  it("one of three is not enough: registrars replace them all", () => {
    expect(kindOf("ns1.renewyourname.net", "ns1.dns.example", "ns2.dns.example")).toBeNull();
    expect(kindOf("ns1.renewyourname.net", "ns1.dns.example")).toBe("expired");
  });
});
