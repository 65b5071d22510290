import { afterAll, afterEach, expect, it } from "vitest";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { vercel } from "@/lib/dns/adapters/vercel";
import { getZone, www } from "./example-zone";
import { createWriters } from "./open-writer";
import { hasReferees, runLexicon } from "./referee";
import type { StandIn } from "./stand-in";
import { startVercel } from "./vercel/server";

describeAdapter({
  adapter: vercel,
  startServer: startVercel,
  // By then the zone has 300 records: pages of 100.
  mostCalls: 6,
});

const writers = createWriters();
let standIn: StandIn;
afterEach(() => standIn?.close());
afterAll(() => writers.close());

async function open(options: Parameters<typeof startVercel>[0] = {}) {
  standIn = await startVercel(options);
  return writers.open(vercel, standIn);
}

it.skipIf(!hasReferees())("dns-lexicon works against the stand-in", async () => {
  standIn = await startVercel();
  const options = { auth_token: String(standIn.credential.api_token) };
  const { steps } = await runLexicon({
    provider: "vercel",
    host: "api.vercel.com",
    options,
    standIn,
    withoutUpdate: ["CNAME"],
  });
  expect(steps).toContain("CNAME deleted");
});

it("sends the team with every request, and takes Vercel's own defaults for no records", async () => {
  const writer = await open();
  standIn.zone.put({
    name: "www.example.com",
    type: "ALIAS",
    value: "cname.vercel-dns-017.com",
    extra: { creator: "system" },
  });
  standIn.zone.put({
    name: "www.example.com",
    type: "CAA",
    value: '0 issue "letsencrypt.org"',
    extra: { creator: "system" },
  });
  const before = standIn.zone.sets();
  const zone = await getZone(writer);
  expect(zone.nameservers).toEqual(["ns1.vercel-dns.com", "ns2.vercel-dns.com"]);
  await writer.apply(zone, [www("CNAME", ["edge.example.net"])]);
  expect(standIn.zone.sets()).toEqual(expect.arrayContaining(before));
  expect(await writer.readSets(zone, ["www.example.com"])).toMatchObject([{ type: "CNAME" }]);
  for (const { query } of standIn.requests) expect(query.get("teamId")).toBe("team_standIn");
});

it("reads records that were created at the same moment, on both sides of a page's end", async () => {
  const writer = await open();
  const zone = await getZone(writer);
  for (let number = 0; number < 201; number += 1) {
    standIn.zone.put({ name: `n${number}.example.com`, type: "TXT", value: "theirs" });
  }
  const names = standIn.zone.rows().map(({ name }) => name);
  expect((await writer.readSets(zone, names)).map(({ name }) => name).sort()).toEqual([...names].sort());
});

it("is refused the fifty-first value of a set in Vercel's words", async () => {
  const writer = await open();
  const zone = await getZone(writer);
  for (let number = 0; number < 50; number += 1) {
    standIn.zone.put({ name: "www.example.com", type: "TXT", value: `theirs ${number}` });
  }
  await expect(writer.apply(zone, [www("TXT", ["ours"])])).rejects.toMatchObject({
    code: "record_refused",
    said: "A record set can have 50 values at most.",
  });
});

it.each([
  ["credential_invalid", 403, { code: "forbidden", message: "Not authorized", invalidToken: true }],
  ["permission_missing", 403, { code: "forbidden", message: "You don't have permission to access this domain" }],
  ["rate_limited", 429, { code: "rate_limited", message: "The request was rate limited" }],
])("says %s for %i %o", async (code, status, error) => {
  const writer = await open();
  const zone = await getZone(writer);
  standIn.fail({ status, headers: { "x-ratelimit-reset": "1999999999" }, body: { error } });
  await expect(writer.readSets(zone, ["www.example.com"])).rejects.toMatchObject({ code, status, said: error.message });
});

it("says that a domain has no zone at Vercel", async () => {
  const writer = await open();
  const domain = { name: "www.example.com", zone: false, intendedNameservers: [] };
  standIn.fail({ status: 200, body: { domain } });
  await expect(writer.findZone("www.example.com")).rejects.toMatchObject({ code: "zone_not_here" });
});
