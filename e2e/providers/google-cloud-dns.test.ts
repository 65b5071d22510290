import { afterAll, afterEach, expect, it } from "vitest";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { google_cloud_dns } from "@/lib/dns/adapters/google-cloud-dns";
import { overQuota, startGoogleCloudDns } from "./google-cloud-dns/server";
import { createModelZone } from "./model-zone";
import { createWriters } from "./open-writer";
import { hasReferees, runLexicon } from "./referee";
import type { StandIn } from "./stand-in";

describeAdapter({ adapter: google_cloud_dns, startServer: startGoogleCloudDns });

const writers = createWriters();
let standIn: StandIn;
afterEach(() => standIn?.close());
afterAll(() => writers.close());

const zone = { id: "example-com", name: "example.com", nameservers: null };
const text = { name: "shop.example.com", type: "TXT" as const, ttl: 300 };

async function open(options: Parameters<typeof startGoogleCloudDns>[0] = {}, more: Record<string, string> = {}) {
  standIn = await startGoogleCloudDns(options);
  const { baseUrl, credential } = standIn;
  return writers.open(google_cloud_dns, { baseUrl, credential: { ...credential, ...more } });
}

it.skipIf(!hasReferees())("dns-lexicon works against the stand-in", async () => {
  standIn = await startGoogleCloudDns();
  const account = Buffer.from(String(standIn.credential.service_account)).toString("base64");
  const { steps } = await runLexicon({
    provider: "googleclouddns",
    host: ["www.googleapis.com", "content.googleapis.com"],
    options: { auth_service_account_info: `base64::${account}` },
    standIn,
  });
  expect(steps).toContain("CNAME deleted");
});

it("one token serves all calls of an opened writer", async () => {
  const writer = await open();
  await Promise.all([writer.listZones(), writer.findZone("www.example.com"), writer.readSets(zone, ["example.com"])]);
  await writer.apply(zone, [{ ...text, add: ["x"], remove: [] }]);
  expect(standIn.requests.filter(({ path }) => path === "/token")).toHaveLength(1);
});

it("a service account with a role on its zone only needs the zone named", async () => {
  const writer = await open({ zoneRoleOnly: true });
  await expect(writer.findZone("www.example.com")).rejects.toMatchObject({ code: "permission_missing", status: 403 });
  const named = writers.open(google_cloud_dns, {
    baseUrl: standIn.baseUrl,
    credential: { ...standIn.credential, managed_zone: "example-com" },
  });
  expect((await named.listZones()).zones.map(({ name }) => name)).toEqual(["example.com"]);
  expect((await named.findZone("www.example.com"))?.id).toBe("example-com");
  expect(await named.findZone("www.example.net")).toBeNull();
});

it("private zones are none, and one of several public zones of a name is chosen by delegation", async () => {
  const zones = ["one", "two", "inside"].map((id) =>
    createModelZone("example.com", { id, nameservers: [`ns.${id}.example`] }),
  );
  const writer = await open({ zones, privateZones: ["inside"] });
  expect((await writer.listZones()).zones.map(({ id }) => id)).toEqual(["one", "two"]);
  await expect(writer.findZone("www.example.com")).rejects.toMatchObject({ code: "delegated_elsewhere" });
  const { baseUrl, credential } = standIn;
  const informed = writers.open(google_cloud_dns, { baseUrl, credential }, async () => ["ns.two.example"]);
  expect((await informed.findZone("www.example.com"))?.id).toBe("two");
});

it("a set with a routing policy is read, and never changed", async () => {
  const writer = await open();
  const geo = { geo: { items: [{ location: "us-east1", rrdatas: ["192.0.2.1"] }] } };
  standIn.zone.put({ name: "geo.example.com", type: "A", value: "x", extra: { routingPolicy: geo } });
  const refusal = writer.apply(zone, [
    { name: "geo.example.com", type: "A", ttl: 300, add: ["192.0.2.2"], remove: [] },
  ]);
  await expect(refusal).rejects.toMatchObject({ code: "conflict_existing" });
  expect(standIn.requests.map(({ path }) => path).join()).not.toContain("/changes");
});

it("values that stay are deleted and created exactly as they were sent", async () => {
  const writer = await open();
  standIn.zone.put({ ...text, value: "in two strings", extra: { written: '"in two" " strings"' } });
  await writer.apply(zone, [{ ...text, add: ["ours"], remove: [] }]);
  const change = standIn.requests.find(({ path }) => path.endsWith("/changes"))?.json;
  expect(change).toMatchObject({
    deletions: [{ rrdatas: ['"in two" " strings"'], ttl: 300 }],
    additions: [{ rrdatas: ['"in two" " strings"', '"ours"'], ttl: 300 }],
  });
});

it("what is wrong with the key, and what Google says of a quota", async () => {
  const writer = await open();
  for (const service_account of ["", "{}", "not JSON"]) {
    const connect = () => writers.open(google_cloud_dns, { ...standIn, credential: { service_account } });
    expect(connect).toThrow(expect.objectContaining({ code: "credential_invalid" }));
  }
  const account = JSON.parse(String(standIn.credential.service_account));
  const { privateKey } = await import("node:crypto").then(({ generateKeyPairSync }) =>
    generateKeyPairSync("rsa", { modulusLength: 2048 }),
  );
  const keys = ["no key", privateKey.export({ type: "pkcs8", format: "pem" })];
  for (const private_key of keys) {
    const credential = { service_account: JSON.stringify({ ...account, private_key }) };
    const wrong = writers.open(google_cloud_dns, { ...standIn, credential });
    await expect(wrong.listZones()).rejects.toMatchObject({ code: "credential_invalid" });
  }
  standIn.fail({ ...overQuota, when: ({ path }) => path.endsWith("/rrsets") });
  await expect(writer.readSets(zone, ["example.com"])).rejects.toMatchObject({ code: "rate_limited", status: 403 });
});
