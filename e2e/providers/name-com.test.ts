import { afterAll, afterEach, expect, it } from "vitest";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { name_com } from "@/lib/dns/adapters/name-com";
import { createNameComZone, startNameCom } from "./name-com/server";
import { createWriters } from "./open-writer";
import { hasReferees, runLexicon } from "./referee";
import type { StandIn } from "./stand-in";

const writers = createWriters();
const zone = { id: "example.com", name: "example.com", nameservers: null };
let standIn: StandIn;
afterEach(() => standIn?.close());
afterAll(() => writers.close());

async function open(options: Parameters<typeof startNameCom>[0] = {}) {
  standIn = await startNameCom(options);
  return writers.open(name_com, standIn);
}

// No quotes and no final spaces in text.
const texts = ["v=spf1 include:_spf.example.net -all", `p=${"MIIBIjANBgkqhkiG9w0B".repeat(20)}`, "back\\slash"];
describeAdapter({ adapter: name_com, startServer: () => startNameCom({ perPage: 200 }), texts });

it.skipIf(!hasReferees())("dns-lexicon works against the stand-in", async () => {
  standIn = await startNameCom();
  const { username, api_token } = standIn.credential;
  const options = { auth_username: String(username), auth_token: String(api_token) };
  const { steps } = await runLexicon({ provider: "namecom", host: "api.name.com", options, standIn });
  expect(steps).toContain("CNAME deleted");
});

it("says which of Name.com's nameservers the domain has, and nothing of those of others", async () => {
  const writer = await open();
  const found = await writer.findZone("shop.example.com");
  expect(found).toMatchObject({ name: "example.com", nameservers: expect.arrayContaining(["ns1cqr.name.com"]) });
  standIn.zone.nameservers.splice(0, 4, "ns1.other.example", "ns2.other.example");
  expect(await writer.findZone("shop.example.com")).toEqual(zone);
});

it("a domain with other nameservers cannot be read or written here", async () => {
  const writer = await open({ elsewhere: ["example.com"] });
  await expect(writer.readSets(zone, ["example.com"])).rejects.toMatchObject({ code: "zone_not_here" });
});

it.each([
  [401, { message: "Unauthorized" }, "credential_invalid"],
  [403, { message: "Permission denied", details: "Failed authentication" }, "credential_invalid"],
  [403, { message: "Permission denied" }, "permission_missing"],
  [500, { message: "Internal Server Error" }, "provider_unavailable"],
])("%i %j is %s", async (status, body, code) => {
  const writer = await open();
  standIn.fail({ status, body, times: 9 });
  const said = expect.stringContaining(body.message);
  await expect(writer.findZone("example.com")).rejects.toMatchObject({ code, said });
});

it("waits until the moment that the limit names", async () => {
  const writer = await open();
  const reset = Math.floor(writers.now().getTime() / 1_000) + 60;
  const headers = { "x-ratelimit-reset": String(reset) };
  standIn.fail({ status: 429, body: { message: "Rate Limit Exceeded" }, headers, times: 9 });
  const fault = await writer.findZone("example.com").catch((error: unknown) => error);
  expect(fault).toMatchObject({ code: "rate_limited" });
  expect((fault as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(50_000);
});

it("does not try to write CAA records", async () => {
  const writer = await open();
  const change = { name: "example.com", type: "CAA", ttl: 600, add: ['0 issue "ca.example"'], remove: [] } as const;
  await expect(writer.apply(zone, [change])).rejects.toMatchObject({ code: "record_refused" });
  expect(standIn.requests.filter(({ method }) => method === "POST")).toEqual([]);
});

it("reads all pages, and notices a list that changed between two of them", async () => {
  const zones = ["one.example", "two.example", "example.com"].map(createNameComZone);
  const writer = await open({ zones, perPage: 2 });
  expect((await writer.listZones()).zones.map(({ name }) => name)).toEqual(zones.map(({ name }) => name));
  for (let index = 0; index < 5; index += 1) {
    zones[2]?.put({ name: `n${index}.example.com`, type: "TXT", value: "theirs" });
  }
  expect(await writer.readSets(zone, ["n4.example.com"])).toMatchObject([{ values: ["theirs"] }]);
  standIn.onRequest(({ query }) => {
    const [first] = zones[2]?.rows() ?? [];
    if (query.get("page") === "2" && first) zones[2]?.remove(first.id);
  });
  await expect(writer.readSets(zone, ["n4.example.com"])).rejects.toMatchObject({ code: "read_incomplete" });
});

it("a record that somebody else makes meanwhile is made once", async () => {
  const writer = await open();
  standIn.onRequest(({ method }) => {
    if (method !== "POST") return;
    standIn.onRequest(null);
    standIn.zone.put({ name: "a.example.com", type: "TXT", value: "same" });
  });
  await writer.apply(zone, [{ name: "a.example.com", type: "TXT", ttl: 600, add: ["same"], remove: [] }]);
  expect(standIn.zone.rows().filter(({ name }) => name === "a.example.com")).toHaveLength(1);
});
