import { afterAll, afterEach, expect, it } from "vitest";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { digitalocean } from "@/lib/dns/adapters/digitalocean";
import { startDigitalocean } from "./digitalocean/server";
import { getZone, www } from "./example-zone";
import { createWriters } from "./open-writer";
import { hasReferees, runLexicon } from "./referee";
import type { StandIn } from "./stand-in";

describeAdapter({
  adapter: digitalocean,
  startServer: startDigitalocean,
  // No backslashes in texts, and no other CAA value than a name.
  texts: ["v=spf1 include:_spf.example.net -all", `v=DKIM1; k=rsa; p=${"MIIBIjANBgkqhkiG".repeat(24)}`, 'say "yes"'],
});

const writers = createWriters();
let standIn: StandIn;
afterEach(() => standIn?.close());
afterAll(() => writers.close());

async function open(options: Parameters<typeof startDigitalocean>[0] = {}) {
  standIn = await startDigitalocean(options);
  return writers.open(digitalocean, standIn);
}

it.skipIf(!hasReferees())("dns-lexicon works against the stand-in", async () => {
  standIn = await startDigitalocean();
  const options = { auth_token: String(standIn.credential.api_token) };
  const { steps } = await runLexicon({
    provider: "digitalocean",
    host: "api.digitalocean.com",
    options,
    standIn,
    finalDot: true,
  });
  expect(steps).toContain("CNAME deleted");
});

it("writes names relative to the zone, and targets with a final dot", async () => {
  const writer = await open();
  const zone = await getZone(writer);
  await writer.apply(zone, [
    { ...www("MX", ["10 example.com"]), name: "example.com" },
    { ...www("CAA", ['0 issue "ca.example"']), name: "a.example.com" },
  ]);
  expect(standIn.requests.filter(({ method }) => method === "POST").map(({ json }) => json)).toEqual([
    { type: "MX", name: "@", ttl: 3600, data: "example.com.", priority: 10 },
    { type: "CAA", name: "a", ttl: 3600, flags: 0, tag: "issue", data: "ca.example." },
  ]);
  // The zone's own name comes back as @.
  expect(await writer.readSets(zone, ["example.com"])).toMatchObject([{ type: "MX", values: ["10 example.com"] }]);
});

it.each([
  ["TXT", "back\\slash"],
  ["TXT", ""],
  ["TXT", "x".repeat(510)],
  ["CAA", '0 issue "ca.example; validationmethods=dns-01"'],
  ["MX", "0 ."],
] as const)("refuses a %s record that DigitalOcean would not keep as it is: %j", async (type, value) => {
  const writer = await open();
  const zone = await getZone(writer);
  await expect(writer.apply(zone, [www(type, [value])])).rejects.toMatchObject({ code: "record_refused" });
  expect(standIn.zone.rows()).toEqual([]);
});

it.each([
  ["credential_invalid", 401, "Unauthorized", "Unable to authenticate you"],
  ["permission_missing", 403, "Forbidden", "You are not authorized to perform this operation"],
  ["rate_limited", 429, "too_many_requests", "API Rate limit exceeded."],
  ["provider_unavailable", 503, "service_unavailable", "Service Unavailable"],
])("says %s for %i", async (code, status, id, message) => {
  const writer = await open();
  const zone = await getZone(writer);
  standIn.fail({ status, body: { id, message }, headers: { "ratelimit-reset": "1999999999" }, times: 9 });
  await expect(writer.readSets(zone, ["www.example.com"])).rejects.toMatchObject({ code, status, said: message });
});

it("says which record is in the way of one that DigitalOcean refuses", async () => {
  const writer = await open();
  const zone = await getZone(writer);
  standIn.onRequest(({ method }) => {
    if (method !== "POST") return;
    standIn.zone.put({ name: "www.example.com", type: "CNAME", value: "theirs.example.net" });
    standIn.onRequest(null);
  });
  await expect(writer.apply(zone, [www("A", ["192.0.2.1"])])).rejects.toMatchObject({
    code: "conflict_existing",
    said: "CNAME records cannot share a name with other records (www.example.com has CNAME theirs.example.net)",
  });
});
