import { afterAll, afterEach, expect, it } from "vitest";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { netlify } from "@/lib/dns/adapters/netlify";
import { getZone, www } from "./example-zone";
import { createModelZone } from "./model-zone";
import { startNetlify } from "./netlify/server";
import { createWriters } from "./open-writer";
import type { StandIn } from "./stand-in";

describeAdapter({
  adapter: netlify,
  startServer: startNetlify,
});

const writers = createWriters();
let standIn: StandIn;
afterEach(() => standIn?.close());
afterAll(() => writers.close());

async function open(options: Parameters<typeof startNetlify>[0] = {}) {
  standIn = await startNetlify(options);
  return writers.open(netlify, standIn);
}

it("reports Netlify's own records in the way, and leaves managed ones alone", async () => {
  const writer = await open();
  const zone = await getZone(writer);
  standIn.zone.put({ name: "www.example.com", type: "NETLIFY", value: "site.netlify.app", extra: { managed: true } });
  standIn.zone.put({ name: "a.example.com", type: "A", value: "192.0.2.9", extra: { managed: true } });
  const before = standIn.zone.sets();
  await expect(writer.apply(zone, [www("CNAME", ["edge.example.net"])])).rejects.toMatchObject({
    code: "conflict_existing",
    said: expect.stringContaining("site.netlify.app"),
  });
  const removal = writer.apply(zone, [{ ...www("A", [], ["192.0.2.9"]), name: "a.example.com" }]);
  await expect(removal).rejects.toMatchObject({ code: "conflict_existing" });
  expect(standIn.zone.sets()).toEqual(before);
});

it("asks for the list of zones once for all suffixes of a hostname, and only for the team's", async () => {
  const writer = await open();
  expect(await writer.findZone("a.b.c.example.com")).toMatchObject({ name: "example.com" });
  expect(standIn.requests.map(({ path, query }) => [path, query.get("account_slug")])).toEqual([
    ["/dns_zones", "stand-in-team"],
  ]);
});

it("finds no zone where the team does not use Netlify DNS", async () => {
  standIn = await startNetlify();
  const credential = { ...standIn.credential, account_slug: "another-team" };
  const writer = writers.open(netlify, { ...standIn, credential });
  expect(await writer.listZones()).toEqual({ zones: [], complete: true });
  expect(await writer.findZone("www.example.com")).toBeNull();
});

it("takes no suffix for a zone without the boundary of a label", async () => {
  const writer = await open({ zones: [createModelZone("ample.com", { id: "a1" })] });
  expect(await writer.findZone("www.example.com")).toBeNull();
});

it.each([
  ["credential_invalid", 401, "Access Denied"],
  ["permission_missing", 403, "Forbidden"],
  ["rate_limited", 429, "Too Many Requests"],
  ["provider_unavailable", 502, "Bad Gateway"],
])("says %s for %i", async (code, status, message) => {
  const writer = await open();
  const zone = await getZone(writer);
  standIn.fail({ status, body: { code: status, message }, headers: { "x-ratelimit-reset": "1999999999" }, times: 9 });
  await expect(writer.readSets(zone, ["www.example.com"])).rejects.toMatchObject({ code, status, said: message });
});

it.each([
  ["TXT", ""],
  ["MX", "0 ."],
] as const)("refuses a %s record that Netlify refuses: %j", async (type, value) => {
  const writer = await open();
  const zone = await getZone(writer);
  await expect(writer.apply(zone, [www(type, [value])])).rejects.toMatchObject({ code: "record_refused" });
});
