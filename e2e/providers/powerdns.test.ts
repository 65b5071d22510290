import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PowerDns, startPowerDns } from "@/e2e/support/powerdns";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { createProviderHttp } from "@/lib/dns/adapters/create-provider-http";
import { powerdns } from "@/lib/dns/adapters/powerdns";
import { canonicalValue, presentationValue } from "@/lib/dns/zones/canonical-value";
import type { RecordSet } from "@/lib/dns/zones/record-set";
import { createOutboundHttp } from "@/lib/platform/outbound/outbound-http";

type Rrset = { name: string; type: string; ttl: number; records: { content: string; disabled: boolean }[] };

async function readRrsets(server: PowerDns): Promise<Rrset[]> {
  return (JSON.parse(await server.call("GET", "/example.com.")) as { rrsets: Rrset[] }).rrsets;
}

async function readSets(server: PowerDns): Promise<RecordSet[]> {
  return (await readRrsets(server)).map(({ name, type, ttl, records }) => ({
    name: name.slice(0, -1),
    type,
    ttl,
    values: records.map(({ content }) => canonicalValue(type, content)),
  }));
}

async function putRow(
  server: PowerDns,
  { name, type, value, ttl = 3600 }: { name: string; type: string; value: string; ttl?: number },
): Promise<void> {
  const known = (await readRrsets(server)).find((set) => set.name === `${name}.` && set.type === type)?.records ?? [];
  const records = [...known, { content: presentationValue(type, value), disabled: false }];
  await server.call("PATCH", "/example.com.", {
    rrsets: [{ name: `${name}.`, type, ttl, changetype: "REPLACE", records }],
  });
}

describeAdapter({
  adapter: powerdns,
  checksWrites: false,
  foreignRecords: 10,
  startServer: async () => {
    const server = await startPowerDns([{ name: "example.com" }, { name: "other.example" }]);
    return {
      baseUrl: server.baseUrl,
      credential: { base_url: server.baseUrl, api_key: server.apiKey },
      zone: {
        name: "example.com",
        put: (row) => putRow(server, row),
        sets: () => readSets(server),
      },
      close: server.stop,
    };
  },
});

describe("PowerDNS", () => {
  let server: PowerDns;
  const outbound = createOutboundHttp({ allowLoopback: true });
  const open = (credential: Record<string, string>) => {
    const { rate } = powerdns.facts;
    const now = () => new Date();
    const sleep = async () => {};
    const http = createProviderHttp({ outbound, tenantId: "ten_1", rate, now, sleep });
    return powerdns.connect({ base_url: server.baseUrl, api_key: server.apiKey, ...credential }, { http, now, sleep });
  };
  const add = { name: "www.example.com", type: "TXT", ttl: 60, add: ["ours"], remove: [] } as const;

  beforeAll(async () => {
    server = await startPowerDns([{ name: "example.com" }, { name: "copy.example", kind: "Slave" }]);
  });
  afterAll(async () => {
    await outbound.close();
    await server?.stop();
  });

  it("refuses a wrong key", async () => {
    await expect(open({ api_key: "wrong" }).listZones()).rejects.toMatchObject({ code: "credential_invalid" });
  });

  it.each(["/", "/api", "/api/v1"])("takes the address with %s at its end", async (end) => {
    const { zones } = await open({ base_url: `${server.baseUrl}${end}` }).listZones();
    expect(zones.map(({ name }) => name).sort()).toEqual(["copy.example", "example.com"]);
  });

  it("has no server of another id", async () => {
    await expect(open({ server_id: "other" }).listZones()).rejects.toMatchObject({ code: "zone_not_here" });
  });

  it("does not write a copy of a zone", async () => {
    const writer = open({});
    const zone = await writer.findZone("copy.example");
    expect(zone?.name).toBe("copy.example");
    const change = { ...add, name: "www.copy.example" };
    if (zone) await expect(writer.apply(zone, [change])).rejects.toMatchObject({ code: "zone_read_only" });
  });

  it("leaves a set with a disabled record alone", async () => {
    const records = [{ content: '"theirs"', disabled: true }];
    const rrset = { name: "www.example.com.", type: "TXT", ttl: 60, changetype: "REPLACE", records };
    await server.call("PATCH", "/example.com.", { rrsets: [rrset] });
    const writer = open({});
    const zone = await writer.findZone("www.example.com");
    if (zone) await expect(writer.apply(zone, [add])).rejects.toMatchObject({ code: "conflict_existing" });
    expect((await readRrsets(server)).find(({ name }) => name === "www.example.com.")?.records).toEqual(records);
  });

  it("writes other people's values back as it presented them", async () => {
    const content = '"in" "two \\195\\188 parts"';
    const records = [{ content, disabled: false }];
    const rrset = { name: "parts.example.com.", type: "TXT", ttl: 60, changetype: "REPLACE", records };
    await server.call("PATCH", "/example.com.", { rrsets: [rrset] });
    const writer = open({});
    const zone = await writer.findZone("parts.example.com");
    if (zone) await writer.apply(zone, [{ ...add, name: "parts.example.com" }]);
    const contents = (await readRrsets(server)).find(({ name }) => name === "parts.example.com.")?.records;
    expect(contents?.map((record) => record.content).sort()).toEqual([content, '"ours"'].sort());
  });
});
