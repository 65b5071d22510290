import { afterAll, afterEach, expect, it } from "vitest";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { hetzner } from "@/lib/dns/adapters/hetzner";
import { readOnlyCredential, startHetzner } from "./hetzner/server";
import { createWriters } from "./open-writer";
import { hasReferees, runLexicon } from "./referee";
import { findSet, rowsOf } from "./set-model";
import type { StandIn } from "./stand-in";

describeAdapter({ adapter: hetzner, startServer: startHetzner });

const writers = createWriters();
let standIn: StandIn;
afterEach(() => standIn?.close());
afterAll(() => writers.close());

async function open(options: Parameters<typeof startHetzner>[0] = {}, credential?: Record<string, string>) {
  standIn = await startHetzner(options);
  const writer = writers.open(hetzner, credential === undefined ? standIn : { ...standIn, credential });
  return { writer, zone: { id: standIn.zone.id, name: "example.com", nameservers: null } };
}

const text = { name: "shop.example.com", type: "TXT" as const, ttl: 3600 };

it.skipIf(!hasReferees())("dns-lexicon works against the stand-in", async () => {
  standIn = await startHetzner();
  const options = { auth_token: String(standIn.credential.token) };
  const host = "api.hetzner.cloud";
  const { steps } = await runLexicon({ provider: "hetzner", host, options, standIn, finalDot: "always" });
  expect(steps).toContain("CNAME deleted");
});

it("a token of the former DNS Console is named as such, before any call", async () => {
  const credential = { token: "0123456789abcdefABCDEF0123456789" };
  await expect(open({}, credential)).rejects.toMatchObject({ code: "credential_retired" });
  expect(standIn.requests).toEqual([]);
});

it("wrong, read-only, and for a zone whose primary is elsewhere", async () => {
  const wrong = await open({}, { token: "x".repeat(64) });
  await expect(wrong.writer.listZones()).rejects.toMatchObject({
    code: "credential_invalid",
    said: "unable to authenticate",
  });
  const { writer, zone } = await open({}, readOnlyCredential);
  const refusal = writer.apply(zone, [{ ...text, add: ["x"], remove: [] }]);
  await expect(refusal).rejects.toMatchObject({ code: "permission_missing", status: 403 });
  const secondary = await open({ mode: "secondary" });
  expect(await secondary.writer.findZone("www.example.com")).not.toBeNull();
  await expect(secondary.writer.readSets(secondary.zone, [text.name])).rejects.toMatchObject({
    code: "zone_read_only",
    said: "operation not supported for zone mode",
  });
});

it("comments of other records stay, and a protected set is not touched", async () => {
  const { writer, zone } = await open();
  standIn.zone.put({ ...text, value: "theirs", extra: { comment: "do not remove" } });
  await writer.apply(zone, [{ ...text, add: ["ours"], remove: [] }]);
  await writer.apply(zone, [{ ...text, add: ["again"], remove: ["ours"] }]);
  const [theirs] = rowsOf(standIn.zone, text.name, "TXT");
  expect(theirs).toMatchObject({ value: "theirs", extra: { comment: "do not remove" } });
  standIn.zone.put({ ...text, name: "kept.example.com", value: "x", extra: { protected: true } });
  const calls = standIn.requests.length;
  const refusal = writer.apply(zone, [{ ...text, name: "kept.example.com", add: ["y"], remove: [] }]);
  await expect(refusal).rejects.toMatchObject({ code: "conflict_existing" });
  expect(standIn.requests.slice(calls).every(({ method }) => method === "GET")).toBe(true);
});

it("a set without a TTL has the zone's", async () => {
  const { writer, zone } = await open();
  standIn.zone.put({ ...text, ttl: 3600, value: "x", extra: { hasZoneTtl: true } });
  expect(await writer.readSets(zone, [text.name])).toMatchObject([{ ttl: 3600 }]);
});

it("an action that is still running is waited for", async () => {
  const { writer, zone } = await open({ slowActions: true });
  await writer.apply(zone, [{ ...text, add: ["x"], remove: [] }]);
  expect(standIn.requests.filter(({ path }) => path.startsWith("/actions/")).length).toBeGreaterThan(1);
});

it("targets of other records that are written below the zone stay so", async () => {
  const { writer, zone } = await open();
  const place = { name: "example.com", type: "MX" as const, ttl: 3600 };
  standIn.zone.put({ ...place, value: "10 mail.example.com", extra: { written: "10 mail" } });
  await writer.apply(zone, [{ ...place, add: ["20 mx.example.net"], remove: [] }]);
  expect(await writer.readSets(zone, ["example.com"])).toMatchObject([
    { values: ["10 mail.example.com", "20 mx.example.net"] },
  ]);
  expect(findSet(standIn.zone, "example.com", "MX")?.values).toContain("10 mail.example.com");
});
