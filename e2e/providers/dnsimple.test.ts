import { afterAll, afterEach, expect, it } from "vitest";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { dnsimple } from "@/lib/dns/adapters/dnsimple";
import { startDnsimple } from "./dnsimple/server";
import { getZone, www } from "./example-zone";
import { createModelZone } from "./model-zone";
import { createWriters } from "./open-writer";
import { hasReferees, runLexicon } from "./referee";
import type { StandIn } from "./stand-in";

describeAdapter({
  adapter: dnsimple,
  startServer: startDnsimple,
  texts: [
    "v=spf1 include:_spf.example.net -all",
    `v=DKIM1; k=rsa; p=${"MIIBIjANBgkqhkiG".repeat(24)}`,
    'say "yes"',
    "back\\slash",
  ],
});

const writers = createWriters();
let standIn: StandIn;
afterEach(() => standIn?.close());
afterAll(() => writers.close());

async function open(options: Parameters<typeof startDnsimple>[0] = {}) {
  standIn = await startDnsimple(options);
  return writers.open(dnsimple, standIn);
}

it.skipIf(!hasReferees())("dns-lexicon works against the stand-in", async () => {
  standIn = await startDnsimple();
  const options = { auth_token: String(standIn.credential.api_token) };
  const { steps } = await runLexicon({
    provider: "dnsimple",
    host: "api.dnsimple.com",
    options,
    standIn,
  });
  expect(steps).toContain("CNAME deleted");
});

it("keeps records from the other DNS hosts of an integrated zone", async () => {
  const writer = await open();
  const zone = await getZone(writer);
  await writer.apply(zone, [{ ...www("TXT", ["text"]), name: "example.com" }]);
  expect(standIn.requests.at(-1)?.json).toEqual({
    name: "",
    type: "TXT",
    content: '"text"',
    ttl: 3600,
    integrated_zones: ["dnsimple"],
  });
});

it("writes in one call on the Enterprise plan, and row by row where the plan has no batches", async () => {
  const changes = [www("A", ["192.0.2.1"]), www("TXT", ["one", "two"])];
  for (const enterprise of [true, false]) {
    const writer = await open({ enterprise });
    const zone = await getZone(writer);
    await writer.apply(zone, changes);
    await writer.apply(zone, [www("TXT", ["three"], ["one"])]);
    expect(standIn.zone.sets()).toMatchObject([
      { type: "A", values: ["192.0.2.1"] },
      { type: "TXT", values: ["three", "two"] },
    ]);
    const writes = standIn.requests.filter(({ method }) => method !== "GET").map(({ path }) => path.split("/").at(4));
    // It is asked for once.
    expect(writes).toEqual(
      enterprise ? ["batch", "batch"] : ["batch", "records", "records", "records", "records", "records"],
    );
    await standIn.close();
  }
});

it("leaves regional and system records alone", async () => {
  const writer = await open();
  const zone = await getZone(writer);
  standIn.zone.put({ name: "www.example.com", type: "A", value: "192.0.2.9", extra: { regions: ["SYD"] } });
  standIn.zone.put({ name: "www.example.com", type: "TXT", value: "theirs", extra: { system: true } });
  const before = standIn.zone.sets();
  for (const change of [www("A", [], ["192.0.2.9"]), www("TXT", [], ["theirs"])]) {
    await expect(writer.apply(zone, [change])).rejects.toMatchObject({ code: "conflict_existing" });
  }
  expect(standIn.zone.sets()).toEqual(before);
});

it("asks for the account of a user token that reaches several", async () => {
  const writer = await open({ userToken: true });
  await expect(writer.listZones()).rejects.toMatchObject({
    code: "credential_invalid",
    said: expect.stringContaining("2 accounts"),
  });
  const withAccount = writers.open(dnsimple, { ...standIn, credential: { ...standIn.credential, account_id: "1010" } });
  expect(await withAccount.findZone("www.example.com")).toMatchObject({ name: "example.com" });
});

it("says that a secondary zone cannot be written", async () => {
  const writer = await open({ zones: [createModelZone("secondary.example.com")] });
  await expect(writer.findZone("www.secondary.example.com")).rejects.toMatchObject({ code: "zone_read_only" });
});

it.each([
  ["credential_invalid", 401, "Authentication failed"],
  ["gate_account_tier", 402, "Account is not in good standing"],
  ["permission_missing", 403, "Permission Denied. Required Scope: zones:*:read"],
  ["rate_limited", 429, "quota exceeded"],
])("says %s for %i", async (code, status, message) => {
  const writer = await open();
  const zone = await getZone(writer);
  standIn.fail({ status, body: { message }, headers: { "x-ratelimit-reset": "1999999999" } });
  await expect(writer.readSets(zone, ["www.example.com"])).rejects.toMatchObject({ code, status, said: message });
});

it.each(["", "final space ", "x".repeat(1001)])("refuses a text that DNSimple would not keep: %j", async (text) => {
  const writer = await open();
  const zone = await getZone(writer);
  await expect(writer.apply(zone, [www("TXT", [text])])).rejects.toMatchObject({ code: "record_refused" });
});
