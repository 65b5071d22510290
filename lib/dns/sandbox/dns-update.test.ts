import { afterAll, beforeAll, expect, it } from "vitest";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { createProviderDns } from "@/lib/dns/adapters/create-provider-dns";
import { encodeMessage } from "@/lib/dns/adapters/dns-wire";
import { rfc2136 } from "@/lib/dns/adapters/rfc2136";
import { signMessage } from "@/lib/dns/adapters/tsig";
import { type SandboxDns, startSandboxDns } from "@/lib/dns/sandbox/dns-server";
import { sandboxKey } from "@/lib/dns/sandbox/dns-update";
import type { RecordSet } from "@/lib/dns/zones/record-set";

const start = () =>
  startSandboxDns({ host: "127.0.0.1", port: 0, edge: { hostname: "edge.test", addresses: ["127.0.0.1"] } });

const credentialOf = (dns: SandboxDns) => ({
  server: `127.0.0.1:${dns.port}`,
  key_name: sandboxKey.name,
  secret: sandboxKey.secret.toString("base64"),
});

describeAdapter({
  adapter: { ...rfc2136, facts: { ...rfc2136.facts, types: rfc2136.facts.types.filter((type) => type !== "SRV") } },
  foreignRecords: 30,
  startServer: async () => {
    const dns = await start();
    return {
      // Every domain is a zone of the sandbox; the contract has one.
      credential: { ...credentialOf(dns), zone: "acme.test" },
      zone: {
        name: "acme.test",
        put: (row) => dns.put(row),
        sets: () => setsOf(dns),
      },
      close: () => dns.close(),
    };
  },
});

let dns: SandboxDns;
beforeAll(async () => {
  dns = await start();
});
afterAll(() => dns.close());

const zone = { id: "acme.test", name: "acme.test", nameservers: null };
const open = (credential: Record<string, string> = {}) =>
  rfc2136.connect(
    { ...credentialOf(dns), ...credential },
    {
      http: { send: () => Promise.reject(new Error("HTTP")) },
      dns: createProviderDns({ allowLoopback: true }),
      now: () => new Date(),
      sleep: async () => {},
    },
  );

it("an update that the zone does not take changes nothing at all", async () => {
  const refusal = open().apply(zone, [
    { name: "www.acme.test", type: "TXT", ttl: 60, add: ["ours"], remove: [] },
    { name: "_sip._tcp.acme.test", type: "SRV", ttl: 60, add: ["1 5 443 host.example.net"], remove: [] },
  ]);
  await expect(refusal).rejects.toMatchObject({ code: "permission_missing" });
  expect(dns.records()).toEqual([]);
});

it("an update with another key changes nothing", async () => {
  const change = { name: "www.acme.test", type: "TXT", ttl: 60, add: ["ours"], remove: [] } as const;
  const refusal = open({ secret: Buffer.alloc(32).toString("base64") }).apply(zone, [change]);
  await expect(refusal).rejects.toMatchObject({ name: "ProviderFault" });
  expect(dns.records()).toEqual([]);
});

it.each([
  [15, Buffer.of(0)],
  [1, Buffer.of(192, 0, 2)],
  [257, Buffer.alloc(0)],
])("an update with a broken record (type %i) changes nothing, and the server goes on", async (type, rdata) => {
  const record = { class: 1, ttl: 60 };
  const authorities = [
    { ...record, name: "www.acme.test", type: 16, rdata: Buffer.from("\x04text") },
    { ...record, name: "www.acme.test", type, rdata },
  ];
  const update = encodeMessage({ id: 1, opcode: "update", question: { name: "acme.test", type: 6 }, authorities });
  const { signed } = signMessage(update, sandboxKey, Math.floor(Date.now() / 1000));
  const [reply] = await createProviderDns({ allowLoopback: true }).converse(
    { host: "127.0.0.1", port: dns.port },
    [signed],
    (replies) => replies.length === 1,
  );
  expect((reply?.readUInt16BE(2) ?? 0) & 0xf).not.toBe(0);
  expect(dns.records()).toEqual([]);
});

function setsOf(dns: SandboxDns): RecordSet[] {
  const sets = new Map<string, RecordSet>();
  for (const { name, type, value, ttl } of dns.records()) {
    const known = sets.get(`${name} ${type}`)?.values ?? [];
    sets.set(`${name} ${type}`, { name, type, ttl, values: [...known, value] });
  }
  return [...sets.values()];
}
