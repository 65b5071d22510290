import { afterAll, afterEach, expect, it } from "vitest";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { ovh } from "@/lib/dns/adapters/ovh";
import { createWriters } from "./open-writer";
import { type OvhStandIn, ovhKeys, ovhServiceAccount, startOvh } from "./ovh/server";
import { hasReferees, runLexicon } from "./referee";

const writers = createWriters();
const zone = { id: "example.com", name: "example.com", nameservers: null };
const change = { name: "a.example.com", type: "TXT", ttl: 600, add: ["ours"], remove: [] } as const;
let standIn: OvhStandIn;
afterEach(() => standIn?.close());
afterAll(() => writers.close());

async function open(options: Parameters<typeof startOvh>[0] = {}, credential: Record<string, string> = ovhKeys) {
  standIn = await startOvh(options);
  return writers.open(ovh, { ...standIn, credential });
}

// A call for each name, one for each record at it, and one that publishes. The suite's own clock passes the stand-in's.
describeAdapter({
  adapter: ovh,
  startServer: () => startOvh({ signedForSeconds: 1e9 }),
  readsOneByOne: true,
  mostCalls: 5,
});

it.skipIf(!hasReferees())("dns-lexicon works against the stand-in", async () => {
  standIn = await startOvh();
  const options = {
    auth_entrypoint: "ovh-eu",
    auth_application_key: ovhKeys.application_key,
    auth_application_secret: ovhKeys.application_secret,
    auth_consumer_key: ovhKeys.consumer_key,
  };
  const host = "eu.api.ovh.com";
  const { steps } = await runLexicon({ provider: "ovh", host, options, standIn, targetsAreRelative: true });
  expect(steps).toContain("CNAME deleted");
});

it("publishes what it wrote, once", async () => {
  const writer = await open();
  await writer.apply(zone, [change, { ...change, name: "b.example.com" }]);
  expect(standIn.published()).toContainEqual(expect.objectContaining({ name: "b.example.com", values: ["ours"] }));
  expect(standIn.requests.filter(({ path }) => path.endsWith("/refresh"))).toHaveLength(1);
});

it("publishes what an earlier run wrote and did not publish", async () => {
  const writer = await open();
  standIn.fail({ kind: "break_before", when: ({ path }) => path.endsWith("/refresh") });
  await expect(writer.apply(zone, [change])).rejects.toMatchObject({ code: "provider_unavailable" });
  expect(standIn.published().map(({ name }) => name)).not.toContain("a.example.com");
  await writer.apply(zone, [change]);
  expect(standIn.published()).toContainEqual(expect.objectContaining({ name: "a.example.com", values: ["ours"] }));
});

it.each([-3_600, 3_600])("signs by OVH's clock, %i s from ours", async (aheadSeconds) => {
  const writer = await open({ aheadSeconds });
  expect(await writer.findZone("shop.example.com")).toMatchObject({
    name: "example.com",
    nameservers: ["dns104.ovh.net", "ns104.ovh.net"],
  });
  expect(standIn.requests.filter(({ path }) => path === "/auth/time")).toHaveLength(1);
});

it("compares the clocks again where a signature comes too late", async () => {
  const writer = await open();
  await writer.findZone("example.com");
  const body = { message: "Query out of time", errorCode: "QUERY_TIME_OUT" };
  standIn.fail({ status: 400, body });
  expect(await writer.findZone("example.com")).toMatchObject({ name: "example.com" });
  expect(standIn.requests.filter(({ path }) => path === "/auth/time")).toHaveLength(2);
});

it("works with a key for the records of one zone alone", async () => {
  const path = "/domain/zone/example.com/*";
  const writer = await open({ rules: ["GET", "POST", "DELETE"].map((method) => ({ method, path })) });
  expect(await writer.listZones()).toEqual({ zones: [], complete: false });
  const found = await writer.findZone("shop.example.com");
  expect(found).toEqual(zone);
  await writer.apply(zone, [change]);
  expect(standIn.published().map(({ name }) => name)).toContain("a.example.com");
});

it("says that a key does not allow the zone, and not that the zone is absent", async () => {
  const writer = await open({ rules: [{ method: "GET", path: "/domain/zone/other.example/*" }] });
  await expect(writer.findZone("shop.example.com")).rejects.toMatchObject({
    code: "permission_missing",
    said: "This call has not been granted",
  });
});

it("takes a service account, with one token for many calls", async () => {
  const writer = await open({}, ovhServiceAccount);
  await writer.findZone("example.com");
  await writer.apply(zone, [change]);
  expect(standIn.zone.rows().map(({ value }) => value)).toContain("ours");
  expect(standIn.requests.filter(({ path }) => path === "/auth/oauth2/token")).toHaveLength(1);
});

it.each<Record<string, string>>([
  { application_key: "wrong" },
  { application_secret: "wrong" },
  { consumer_key: "wrong" },
  { application_key: "", application_secret: "", consumer_key: "", client_id: "EU.wrong", client_secret: "wrong" },
])("a wrong part is a wrong credential: %j", async (part) => {
  const writer = await open({}, { ...ovhKeys, ...part });
  await expect(writer.listZones()).rejects.toMatchObject({ code: "credential_invalid" });
});

it.each<Record<string, string>>([{ region: "moon" }, { consumer_key: "" }, { region: "eu", application_key: "ä" }])(
  "sees that it is not whole: %j",
  async (part) => {
    await expect(open({}, { ...ovhKeys, ...part })).rejects.toMatchObject({ code: "credential_invalid" });
  },
);

it("reads forms, relative targets and the zone's own TTL as what they are", async () => {
  const writer = await open();
  const { put } = standIn.zone;
  put({ name: "m.example.com", type: "TXT", value: "v=DMARC1; p=none", extra: { fieldType: "DMARC" } });
  put({ name: "c.example.com", type: "CNAME", value: "t.example.com", extra: { target: "t", isDefaultTtl: true } });
  put({ name: "t.example.com", type: "TXT", value: "bare", extra: { target: "bare" } });
  const read = await writer.readSets(zone, ["m.example.com", "c.example.com", "t.example.com"]);
  expect(read).toContainEqual(expect.objectContaining({ type: "TXT", values: ["v=DMARC1; p=none"] }));
  expect(read).toContainEqual(expect.objectContaining({ type: "CNAME", values: ["t.example.com"], ttl: 3_600 }));
  expect(read).toContainEqual(expect.objectContaining({ type: "TXT", values: ["bare"] }));
});

it("a record that is deleted between its id and its reading is not there", async () => {
  const writer = await open();
  const { id } = standIn.zone.put({ name: "a.example.com", type: "TXT", value: "theirs" });
  standIn.onRequest(({ path }) => {
    if (path.endsWith(`/record/${id}`)) standIn.zone.remove(id);
  });
  expect(await writer.readSets(zone, ["a.example.com"])).toEqual([]);
});
