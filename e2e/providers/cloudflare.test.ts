import { afterAll, afterEach, expect, it } from "vitest";
import { cloudflare } from "@/lib/dns/adapters/cloudflare";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { startCloudflare } from "./cloudflare/server";
import { getZone, www } from "./example-zone";
import { createModelZone } from "./model-zone";
import { createWriters } from "./open-writer";
import { hasReferees, runLexicon } from "./referee";
import type { StandIn } from "./stand-in";

describeAdapter({
  adapter: cloudflare,
  startServer: startCloudflare,
});

const writers = createWriters();
let standIn: StandIn;
afterEach(() => standIn?.close());
afterAll(() => writers.close());

async function open(options: Parameters<typeof startCloudflare>[0] = {}) {
  standIn = await startCloudflare(options);
  return writers.open(cloudflare, standIn);
}

it.skipIf(!hasReferees())("dns-lexicon works against the stand-in", async () => {
  standIn = await startCloudflare();
  const options = { auth_token: String(standIn.credential.api_token) };
  const { steps } = await runLexicon({
    provider: "cloudflare",
    host: "api.cloudflare.com",
    options,
    standIn,
  });
  expect(steps).toContain("CNAME deleted");
});

it("sends TXT records in quotes, and names as not proxied", async () => {
  const writer = await open();
  const zone = await getZone(writer);
  await writer.apply(zone, [www("A", ["192.0.2.1"]), www("TXT", ['say "yes"'])]);
  expect(standIn.requests.at(-1)?.json.posts).toEqual([
    { name: "www.example.com", type: "A", ttl: 3600, content: "192.0.2.1", proxied: false },
    { name: "www.example.com", type: "TXT", ttl: 3600, content: '"say \\"yes\\""' },
  ]);
});

it("reads TXT records that somebody else wrote without quotes, and removes a proxied record only where it is named", async () => {
  const writer = await open();
  const zone = await getZone(writer);
  standIn.zone.put({ name: "www.example.com", type: "TXT", value: "bare text", extra: { isQuoted: false } });
  standIn.zone.put({ name: "www.example.com", type: "A", value: "192.0.2.9", extra: { proxied: true } });
  expect(await writer.readSets(zone, ["www.example.com"])).toEqual([
    { name: "www.example.com", type: "TXT", ttl: 3600, values: ["bare text"] },
    { name: "www.example.com", type: "A", ttl: 300, values: ["192.0.2.9"] },
  ]);
  await writer.apply(zone, [www("TXT", ["ours"])]);
  expect(await writer.readSets(zone, ["www.example.com"])).toContainEqual(
    expect.objectContaining({ type: "A", values: ["192.0.2.9"] }),
  );
  await writer.apply(zone, [www("A", [], ["192.0.2.9"])]);
  expect(await writer.readSets(zone, ["www.example.com"])).toEqual([
    expect.objectContaining({ type: "TXT", values: ["bare text", "ours"] }),
  ]);
});

it("writes 200 records in a call, which every plan takes", async () => {
  const writer = await open();
  const zone = await getZone(writer);
  const calls = standIn.requests.length;
  const changes = Array.from({ length: 500 }, (_, number) => ({
    ...www("CNAME", ["edge.example.net"]),
    name: `n${number}.example.com`,
  }));
  await writer.apply(zone, changes);
  expect(standIn.requests.slice(calls).map(({ method, path }) => `${method} ${path.split("/").at(-1)}`)).toEqual([
    "GET dns_records",
    "POST batch",
    "POST batch",
    "POST batch",
  ]);
  expect(standIn.zone.rows()).toHaveLength(500);
});

it("writes the rest of a batch that was refused because somebody did a part of it", async () => {
  const writer = await open();
  const zone = await getZone(writer);
  standIn.zone.put({ name: "www.example.com", type: "TXT", value: "old" });
  standIn.onRequest(({ path }) => {
    if (!path.endsWith("/batch")) return;
    const [old] = standIn.zone.rows();
    standIn.zone.remove(old?.id ?? "");
    standIn.zone.put({ name: "www.example.com", type: "TXT", value: "new" });
    standIn.onRequest(null);
  });
  await writer.apply(zone, [www("TXT", ["new"], ["old"]), www("A", ["192.0.2.1"])]);
  expect(standIn.zone.sets()).toMatchObject([
    { type: "A", values: ["192.0.2.1"] },
    { type: "TXT", values: ["new"] },
  ]);
});

it("knows a zone by its A-labels", async () => {
  const writer = await open({ zones: [createModelZone("bücher.example", { id: "f".repeat(32) })] });
  expect((await writer.listZones()).zones).toMatchObject([{ name: "xn--bcher-kva.example" }]);
});

it.each([
  ["credential_invalid", 403, { code: 9109, message: "Invalid access token" }],
  ["permission_missing", 403, { code: 9109, message: "Unauthorized to access requested resource" }],
  ["permission_missing", 403, { code: 10000, message: "Authentication error" }],
  ["credential_invalid", 401, { code: 10000, message: "Authentication error" }],
  ["credential_invalid", 400, { code: 6003, message: "Invalid request headers" }],
  [
    "zone_not_here",
    404,
    { code: 7003, message: "Could not route to /zones/x, perhaps your object identifier is invalid?" },
  ],
  ["conflict_existing", 400, { code: 81053, message: "An A, AAAA, or CNAME record with that host already exists." }],
  ["record_refused", 400, { code: 9005, message: "Content for A record must be a valid IPv4 address." }],
])("says %s for %i %o", async (code, status, error) => {
  const writer = await open();
  const zone = await getZone(writer);
  standIn.fail({ status, body: { success: false, errors: [error], messages: [], result: null } });
  await expect(writer.readSets(zone, ["www.example.com"])).rejects.toMatchObject({ code, status, said: error.message });
});

it("says when Cloudflare is to be asked again", async () => {
  const writer = await open();
  const zone = await getZone(writer);
  const error = { code: 971, message: "Please wait and consider throttling your request speed" };
  standIn.fail({ status: 429, headers: { "retry-after": "240" }, body: { success: false, errors: [error] } });
  const refusal = writer.readSets(zone, ["www.example.com"]);
  await expect(refusal).rejects.toMatchObject({ code: "rate_limited", retryAfterMs: 240_000, said: error.message });
});

it("says that a wrong token is wrong, and never repeats it", async () => {
  standIn = await startCloudflare();
  const api_token = "wrongToken-40-characters-0000000000000000";
  const writer = writers.open(cloudflare, { ...standIn, credential: { api_token } });
  standIn.fail({ status: 403, body: { errors: [{ code: 9109, message: `Invalid access token ${api_token}` }] } });
  const fault = await writer.listZones().catch((error: unknown) => error);
  expect(fault).toMatchObject({ code: "credential_invalid" });
  expect(JSON.stringify(fault) + String(fault)).not.toContain(api_token);
  await expect(writer.listZones()).rejects.toMatchObject({ code: "credential_invalid", said: "Invalid access token" });
});

it("says when a token expires, where it does", async () => {
  const forever = await open();
  expect(await forever.findExpiry?.()).toBeNull();
  await standIn.close();
  const ending = await open({ expiresOn: "2027-01-31T23:59:59Z" });
  expect(await ending.findExpiry?.()).toEqual(new Date("2027-01-31T23:59:59Z"));
});
