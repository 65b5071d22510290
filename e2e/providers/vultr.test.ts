import { afterAll, afterEach, expect, it } from "vitest";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { vultr } from "@/lib/dns/adapters/vultr";
import { createWriters } from "./open-writer";
import { hasReferees, runLexicon } from "./referee";
import type { StandIn } from "./stand-in";
import { createVultrZone, startVultr } from "./vultr/server";

const writers = createWriters();
const zone = { id: "example.com", name: "example.com", nameservers: null };
let standIn: StandIn;
afterEach(() => standIn?.close());
afterAll(() => writers.close());

async function open(options: Parameters<typeof startVultr>[0] = {}) {
  standIn = await startVultr(options);
  return writers.open(vultr, standIn);
}

// No quotes or backslashes in text.
const texts = ["v=spf1 include:_spf.example.net -all", `p=${"MIIBIjANBgkqhkiG9w0B".repeat(20)}`, "  two  spaces "];
describeAdapter({ adapter: vultr, startServer: () => startVultr({ perPage: 200 }), texts });

it.skipIf(!hasReferees())("dns-lexicon works against the stand-in", async () => {
  standIn = await startVultr();
  const options = { auth_token: String(standIn.credential.api_key) };
  const { steps } = await runLexicon({ provider: "vultr", host: "api.vultr.com", options, standIn });
  expect(steps).toContain("CNAME deleted");
});

it.each(["198.51.100.7", "2001:db8::7"])(
  "names the address that is not on the key's list: %s",
  async (callerAddress) => {
    const writer = await open({ callerAddress, allowed: ["192.0.2.1"] });
    await expect(writer.findZone("example.com")).rejects.toMatchObject({
      code: "gate_ip_allowlist",
      address: callerAddress,
      said: `Unauthorized IP address: ${callerAddress}`,
    });
  },
);

it("a wrong key is a wrong credential", async () => {
  standIn = await startVultr();
  const writer = writers.open(vultr, { ...standIn, credential: { api_key: "wrong" } });
  await expect(writer.listZones()).rejects.toMatchObject({ code: "credential_invalid", said: "Invalid API token." });
});

it("reads all pages of zones and of records", async () => {
  const zones = ["one.example", "two.example", "example.com"].map(createVultrZone);
  const writer = await open({ zones, perPage: 2 });
  expect((await writer.listZones()).zones.map(({ name }) => name)).toEqual(zones.map(({ name }) => name));
  for (let index = 0; index < 5; index += 1) {
    zones[2]?.put({ name: `n${index}.example.com`, type: "TXT", value: "theirs" });
  }
  expect(await writer.readSets(zone, ["n4.example.com"])).toMatchObject([{ values: ["theirs"] }]);
});

it("a list that changes between two pages is not the whole zone", async () => {
  const writer = await open({ perPage: 2 });
  for (let index = 0; index < 5; index += 1) {
    standIn.zone.put({ name: `n${index}.example.com`, type: "TXT", value: "theirs" });
  }
  standIn.onRequest(({ query }) => {
    const [, , first] = standIn.zone.rows();
    if (query.has("cursor") && first) standIn.zone.remove(first.id);
  });
  await expect(writer.readSets(zone, ["n4.example.com"])).rejects.toMatchObject({ code: "read_incomplete" });
});

it("refuses text that Vultr cannot hold, before it asks", async () => {
  const writer = await open();
  const change = { name: "a.example.com", type: "TXT", ttl: 600, add: ['say "yes"'], remove: [] } as const;
  await expect(writer.apply(zone, [change])).rejects.toMatchObject({ code: "record_refused" });
  expect(standIn.requests.filter(({ method }) => method === "POST")).toEqual([]);
});

it("reads targets in Unicode as what they are", async () => {
  const writer = await open();
  standIn.zone.put({ name: "a.example.com", type: "CNAME", value: "bücher.example" });
  expect(await writer.readSets(zone, ["a.example.com"])).toMatchObject([{ values: ["xn--bcher-kva.example"] }]);
});

it("a limit that is answered with 503 is a limit", async () => {
  const writer = await open();
  standIn.fail({ status: 503, body: { error: "Rate limit reached.", status: 503 }, times: 9 });
  await expect(writer.findZone("example.com")).rejects.toMatchObject({ code: "rate_limited" });
});
