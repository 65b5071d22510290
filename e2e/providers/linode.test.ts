import { afterAll, afterEach, expect, it } from "vitest";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { linode } from "@/lib/dns/adapters/linode";
import { getZone, www } from "./example-zone";
import { startLinode } from "./linode/server";
import { createModelZone } from "./model-zone";
import { createWriters } from "./open-writer";
import { hasReferees, runLexicon } from "./referee";
import type { StandIn } from "./stand-in";

describeAdapter({
  adapter: linode,
  startServer: startLinode,
  // No flags in CAA; SRV only directly below the domain, which has a test of its own.
  values: { CAA: ['0 issue "letsencrypt.org"', '0 issuewild ";"'], SRV: [] },
  foreignRecords: 510,
});

const writers = createWriters();
let standIn: StandIn;
afterEach(() => standIn?.close());
afterAll(() => writers.close());

async function open(options: Parameters<typeof startLinode>[0] = {}) {
  standIn = await startLinode(options);
  return writers.open(linode, standIn);
}

it.skipIf(!hasReferees())("dns-lexicon works against the stand-in", async () => {
  standIn = await startLinode();
  const options = { auth_token: String(standIn.credential.api_token) };
  const { steps } = await runLexicon({
    provider: "linode",
    host: "api.linode.com",
    options,
    standIn,
  });
  expect(steps).toContain("CNAME deleted");
});

it("writes SRV records by service and protocol, and only where Linode can", async () => {
  const writer = await open();
  const zone = await getZone(writer);
  const srv = { ...www("SRV", ["0 5 443 host.example.net"]), name: "_sip._tls.example.com" };
  await writer.apply(zone, [srv]);
  expect(standIn.zone.sets()).toEqual([{ name: srv.name, type: "SRV", ttl: 3600, values: srv.add }]);
  expect(await writer.apply(zone, [srv])).toEqual({ before: [], after: [] });
  const below = { ...srv, name: "_sip._tls.www.example.com" };
  await expect(writer.apply(zone, [below])).rejects.toMatchObject({ code: "record_refused" });
});

it.each([
  [1, 300],
  [300, 300],
  [301, 3600],
  [90_000, 172_800],
  [9_999_999, 2_419_200],
])("takes the next of Linode's TTLs: %i becomes %i", async (ttl, written) => {
  const writer = await open();
  const zone = await getZone(writer);
  const wanted = [
    { ...www("TXT", ["text"]), ttl },
    { ...www("CAA", ['0 issue "ca.example"']), ttl },
  ];
  await writer.apply(zone, wanted);
  expect(standIn.zone.sets().map((set) => set.ttl)).toEqual([written, written]);
  expect(await writer.apply(zone, wanted)).toEqual({ before: [], after: [] });
});

it("has a null MX record as no target, and no flags in CAA records", async () => {
  const writer = await open();
  const zone = await getZone(writer);
  await writer.apply(zone, [{ ...www("MX", ["0 ."]), name: "example.com" }]);
  expect(standIn.requests.at(-1)?.json).toMatchObject({ name: "", target: "", priority: 0 });
  expect(await writer.readSets(zone, ["example.com"])).toMatchObject([{ values: ["0 ."] }]);
  const flagged = writer.apply(zone, [www("CAA", ['128 issue "ca.example"'])]);
  await expect(flagged).rejects.toMatchObject({ code: "record_refused" });
});

it("says that a secondary zone cannot be written", async () => {
  const writer = await open({ zones: [createModelZone("slave.example.com")] });
  await expect(writer.findZone("www.slave.example.com")).rejects.toMatchObject({ code: "zone_read_only" });
});

it.each([
  ["credential_invalid", 401, { reason: "Invalid Token" }, "Invalid Token"],
  ["permission_missing", 403, { reason: "Unauthorized" }, "Unauthorized"],
  ["rate_limited", 429, { reason: "Too many requests" }, "Too many requests"],
  ["record_refused", 400, { field: "target", reason: "Invalid IPv4 address" }, "target: Invalid IPv4 address"],
])("says %s for %i", async (code, status, error, said) => {
  const writer = await open();
  const zone = await getZone(writer);
  standIn.fail({ status, body: { errors: [error] }, headers: { "retry-after": "60" } });
  await expect(writer.readSets(zone, ["www.example.com"])).rejects.toMatchObject({ code, status, said });
});
