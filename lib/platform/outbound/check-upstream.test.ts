import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { upstreamSchema } from "@/lib/accounts/applications/schema";
import { parseNetwork } from "@/lib/kernel/networks";
import { isMetadataAddress, isPublicAddress } from "@/lib/kernel/public-address";
import {
  checkUpstream,
  checkUpstreamAddresses,
  rulesFor,
  type UpstreamPolicy,
  type UpstreamRefusal,
} from "@/lib/platform/outbound/check-upstream";
import { testUpstreamPolicy } from "@/lib/runtime/testing/upstreams";

const tenant = "0192f7a0-1111-7abc-8def-000000000001";
const otherTenant = "0192f7a0-2222-7abc-8def-000000000002";

function allowing(...items: (string | [tenantId: string, network: string])[]): UpstreamPolicy {
  const networks = items.flatMap((item) => {
    const [tenantId, text] = typeof item === "string" ? [null, item] : item;
    const network = parseNetwork(text);
    return network === null ? [] : { tenantId, network };
  });
  return { ...testUpstreamPolicy, networks };
}

const sandbox: UpstreamPolicy = {
  ...testUpstreamPolicy,
  allowLoopback: true,
  own: { ...testUpstreamPolicy.own, addresses: ["127.0.0.1"], appHostname: null, ports: [3_000, 8_443, 5_353] },
};

/** As when an application is saved: the form first, then the rules. */
function reasonOf(origin: string, policy: UpstreamPolicy = testUpstreamPolicy): string | null {
  const form = upstreamSchema.safeParse(origin);
  if (!form.success) return "form";
  const checked = checkUpstream(form.data, rulesFor(policy, tenant));
  return checked.ok ? null : checked.reason;
}

/** What a name that passes then resolves to. */
function reasonAt(origin: string, addresses: string[], policy: UpstreamPolicy = testUpstreamPolicy): string | null {
  const rules = rulesFor(policy, tenant);
  const checked = checkUpstream(origin, rules);
  if (!checked.ok) throw new Error(checked.message);
  return checkUpstreamAddresses(checked.target, addresses, rules)?.reason ?? null;
}

describe("hosts as attackers write them", () => {
  const hosts = readFileSync(new URL("hostile-hosts.txt", import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  /** Names that look public. What they resolve to is checked for each request. */
  const publicNames = [
    ...["kubernetes.default.svc", "127.0.0.1.nip.io", "169.254.169.254.nip.io", "localtest.me"],
    ...["spoofed.burpcollaborator.net", "example.com:65535", "example.com:8080", "example.com:2375"],
    ...["example.com:9200", "example.com:2019", "example.com.", "-example.com", "_svc.example.com"],
    ...["xn--80ak6aa92e.com", "xn--ls8h.la", "a.b.c.d.e.f.test", "example.test", "example.invalid", "example.example"],
  ];

  it.each(hosts.flatMap((host) => [`http://${host}`, `https://${host}`]))("%s is checked", (origin) => {
    const host = origin.replace(/^https?:\/\//, "");
    if (publicNames.includes(host)) expect(reasonOf(origin)).toBeNull();
    else expect(reasonOf(origin)).not.toBeNull();
  });
});

describe("an upstream of the public internet", () => {
  it.each([
    "https://shops.example.net",
    "http://shops.example.net",
    "https://shops.example.net:8443",
    "http://shops.example.net:3000",
    "https://bücher.example.net",
  ])("%s may be used", (origin) => {
    expect(reasonOf(origin)).toBeNull();
    expect(reasonAt(origin, ["93.184.215.14", "2606:4700:4700::1111"])).toBeNull();
  });

  it.each<[string, UpstreamRefusal]>([
    ["http://8.8.8.8", "host_not_allowed"],
    ["https://[2606:4700:4700::1111]", "host_not_allowed"],
    ["http://10.0.0.5", "address_not_allowed"],
    ["http://168.63.129.16", "address_not_allowed"],
    ["http://2130706433:8080", "address_not_allowed"],
    ["http://127.0.0.1:3000", "address_not_allowed"],
    ["http://0.0.0.0:3000", "address_not_allowed"],
    ["http://[::]:3000", "address_not_allowed"],
    ["http://[::ffff:127.0.0.1]:2019", "address_not_allowed"],
    ["http://10.0.0.2:443", "address_not_allowed"],
    ["http://localhost:8080", "host_not_allowed"],
    ["http://db.internal", "host_not_allowed"],
    ["http://redis", "host_not_allowed"],
    ["https://*.example.com", "host_not_allowed"],
    ["https://{env.internal_token}.example.com", "host_not_allowed"],
    ["http://shops.example.net:5432", "port_not_allowed"],
    ["https://203.0.113.10", "leads_to_edge"],
    ["http://203.0.113.10:8080", "leads_to_edge"],
    ["https://edge.latchkey.test", "leads_to_edge"],
    ["https://EDGE.latchkey.test.", "leads_to_edge"],
    ["https://eu.edge.latchkey.test:8443", "leads_to_edge"],
    ["https://app.example.com", "leads_to_edge"],
    ["ftp://shops.example.net", "invalid_url"],
    ["https://user@shops.example.net", "invalid_url"],
    ["no url", "invalid_url"],
  ])("%s may not: %s", (origin, reason) => {
    const checked = checkUpstream(origin, rulesFor(testUpstreamPolicy, tenant));
    expect(checked).toEqual({ ok: false, reason, message: expect.stringMatching(/^.{20,}\.$/su) });
  });

  it.each<[string[], string]>([
    [["127.0.0.1"], "address_not_allowed"],
    [["93.184.215.14", "10.0.0.1"], "address_not_allowed"],
    [["169.254.169.254"], "address_not_allowed"],
    [["::ffff:10.0.0.1"], "address_not_allowed"],
    [["64:ff9b::7f00:1"], "address_not_allowed"],
    [["203.0.113.10"], "leads_to_edge"],
    [["93.184.215.14", "203.0.113.10"], "leads_to_edge"],
    [["not an address"], "address_not_allowed"],
  ])("leads nowhere where its name resolves to %j: %s", (addresses, reason) => {
    expect(reasonAt("https://shops.example.net", addresses)).toBe(reason);
  });
});

describe("networks that the operator allows", () => {
  it("open their addresses, private names that resolve into them, and any port there", () => {
    const policy = allowing("10.20.0.0/16", "fd12::/32");
    for (const origin of ["http://10.20.0.5", "https://[fd12::5]:5432", "http://[::ffff:10.20.0.5]:6379"]) {
      expect([origin, reasonOf(origin, policy)]).toEqual([origin, null]);
    }
    expect(reasonAt("http://db.internal:5432", ["10.20.0.9", "fd12::9"], policy)).toBeNull();
    expect(reasonAt("http://db", ["10.20.0.9"], policy)).toBeNull();
  });

  it("open nothing beside them", () => {
    const policy = allowing("10.20.0.0/16");
    expect(reasonOf("http://10.21.0.5", policy)).toBe("address_not_allowed");
    expect(reasonOf("http://8.8.8.8", policy)).toBe("host_not_allowed");
    expect(reasonOf("http://127.0.0.1:8080", policy)).toBe("address_not_allowed");
    expect(reasonOf("http://localhost:8080", policy)).toBe("host_not_allowed");
    expect(reasonAt("http://db.internal", ["10.21.0.9"], policy)).toBe("address_not_allowed");
    expect(reasonAt("http://shops.example.net:5432", ["93.184.215.14"], policy)).toBe("port_not_allowed");
  });

  it("hold for the tenant whom they name, and for no other", () => {
    expect(reasonOf("http://10.20.0.5", allowing([tenant, "10.20.0.0/16"]))).toBeNull();
    expect(reasonOf("http://10.20.0.5", allowing([otherTenant, "10.20.0.0/16"]))).toBe("address_not_allowed");
    expect(reasonOf("http://db.internal", allowing([otherTenant, "10.20.0.0/16"]))).toBe("host_not_allowed");
  });

  it("never open what is our own", () => {
    const policy = allowing("0.0.0.0/0", "::/0");
    for (const port of testUpstreamPolicy.own.ports) {
      for (const host of [
        "127.0.0.1",
        "127.9.9.9",
        "[::1]",
        "0.0.0.0",
        "[::]",
        "10.0.0.2",
        "localhost",
        "[::ffff:7f00:1]",
      ]) {
        // The standard port of a scheme is not written in an origin.
        const origin = port === 443 ? `https://${host}` : `http://${host}:${port}`;
        expect([origin, reasonOf(origin, policy)]).toEqual([origin, "own_service"]);
      }
      expect(reasonAt(`http://shops.example.net:${port}`, ["127.0.0.1"], policy)).toBe("own_service");
    }
    expect(reasonOf("http://203.0.113.10:8080", policy)).toBe("leads_to_edge");
    expect(reasonOf("https://edge.latchkey.test", policy)).toBe("leads_to_edge");
    expect(reasonOf("http://127.0.0.1:8080", policy)).toBeNull();
    expect(reasonOf("http://localhost:8080", policy)).toBeNull();
  });

  it("open a metadata service by its own address alone", () => {
    for (const address of ["169.254.169.254", "168.63.129.16", "100.100.100.200"]) {
      expect(reasonOf(`http://${address}`, allowing("0.0.0.0/0", "169.254.0.0/16"))).toBe("address_not_allowed");
      expect(reasonOf(`http://${address}`, allowing(address))).toBeNull();
    }
    expect(reasonOf("http://[fd00:ec2::254]", allowing("fd00::/8"))).toBe("address_not_allowed");
    expect(reasonAt("http://meta.example.net", ["169.254.169.254"], allowing("169.254.169.252/30"))).toBe(
      "address_not_allowed",
    );
  });
});

describe("the sandbox", () => {
  it.each(["http://127.0.0.1:4010", "http://127.9.9.9:5432", "http://[::1]:4010", "http://localhost:6379"])(
    "takes %s",
    (origin) => {
      expect(reasonOf(origin, sandbox)).toBeNull();
    },
  );

  it.each<[string, UpstreamRefusal]>([
    ["http://127.0.0.1:3000", "own_service"],
    ["http://localhost:8443", "own_service"],
    ["http://foo.localhost:5353", "own_service"],
    ["http://[::1]:3000", "own_service"],
    ["http://10.0.0.5", "address_not_allowed"],
    ["http://169.254.169.254", "address_not_allowed"],
    ["http://edge.latchkey.test:8443", "leads_to_edge"],
  ])("refuses %s: %s", (origin, reason) => {
    expect(reasonOf(origin, sandbox)).toBe(reason);
  });
});

it("takes no address that is neither public nor in an allowed network, whatever its form", () => {
  const policy = allowing("10.20.0.0/16");
  const network = parseNetwork("10.20.0.0/16");
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.integer({ min: 1, max: 65_535 }), (address, port) => {
      const isAllowed = isPublicAddress(address) || (network !== null && /^(::ffff:)?10\.20\./i.test(address));
      const reason = reasonAt(`http://shops.example.net:${port === 5_432 ? 80 : port}`, [address], policy);
      return isAllowed || reason !== null || isMetadataAddress(address);
    }),
  );
});
