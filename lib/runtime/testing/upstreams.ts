import type { AddressLookup } from "@/lib/dns/address-lookup";
import { createUpstreamAddressBook } from "@/lib/edge/upstream-addresses";
import { createUpstreams } from "@/lib/edge/upstreams";
import type { UpstreamPolicy } from "@/lib/platform/outbound/check-upstream";
import type { OriginProbe, Upstreams } from "@/lib/platform/ports/edge";

/** A production policy with an edge and a dashboard, without private networks. */
export const testUpstreamPolicy: UpstreamPolicy = {
  allowLoopback: false,
  networks: [],
  own: {
    edgeHostname: "edge.latchkey.test",
    appHostname: "app.example.com",
    addresses: ["203.0.113.10"],
    interfaces: ["10.0.0.2"],
    ports: [3_000, 80, 443, 2_019],
  },
};

type TestUpstreamsOptions = {
  policy?: Partial<UpstreamPolicy>;
  lookup?: Partial<AddressLookup>;
  isClaimed?(hostname: string): boolean | Promise<boolean>;
  probe?: OriginProbe;
};

/** The real upstreams with the test's own DNS, where only the given names exist. */
export function testUpstreams({ policy, lookup, isClaimed, probe }: TestUpstreamsOptions = {}): Upstreams {
  const nothing: AddressLookup = { find: async () => ({ addresses: [], ttlSeconds: 60 }), close() {} };
  return createUpstreams({
    policy: { ...testUpstreamPolicy, ...policy },
    addresses: createUpstreamAddressBook({ lookup: { ...nothing, ...lookup }, nowMs: () => performance.now() }),
    isClaimed: isClaimed ?? (() => false),
    probe: probe ?? (async () => false),
  });
}

/** Names and their addresses. */
export function lookupOf(names: Readonly<Record<string, readonly string[]>>): AddressLookup {
  return { find: async (hostname) => ({ addresses: names[hostname] ?? [], ttlSeconds: 60 }), close() {} };
}
