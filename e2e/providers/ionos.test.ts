import { afterAll, afterEach, expect, it } from "vitest";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { ionos } from "@/lib/dns/adapters/ionos";
import { createIonosZone, startIonos } from "./ionos/server";
import { createWriters } from "./open-writer";
import { hasReferees, runLexicon } from "./referee";
import type { StandIn } from "./stand-in";

const writers = createWriters();
let standIn: StandIn;
afterEach(() => standIn?.close());
afterAll(() => writers.close());

async function open(options: Parameters<typeof startIonos>[0] = {}) {
  standIn = await startIonos(options);
  return writers.open(ionos, standIn);
}

describeAdapter({ adapter: ionos, startServer: () => startIonos() });

it.skipIf(!hasReferees())("dns-lexicon works against the stand-in", async () => {
  standIn = await startIonos();
  const options = { api_key: String(standIn.credential.api_key) };
  const { steps } = await runLexicon({ provider: "ionos", host: "api.hosting.ionos.com", options, standIn });
  expect(steps).toContain("CNAME deleted");
});

it("says that a secondary zone cannot be written", async () => {
  const writer = await open({ secondary: ["example.com"] });
  await expect(writer.findZone("example.com")).rejects.toMatchObject({ code: "zone_read_only" });
});

it.each([
  ["eyJ0eXAiOiJKV1QifQ.eyJzdWIiOiIxIn0", "This is a token of IONOS Cloud, not of IONOS hosting."],
  ["prefix-without-secret", null],
  ["", null],
])("sees from the key alone that it cannot work: %s", async (api_key, said) => {
  standIn = await startIonos();
  expect(() => writers.open(ionos, { ...standIn, credential: { api_key } })).toThrow(
    expect.objectContaining({ code: "credential_invalid", said }),
  );
});

it("a wrong key is a wrong credential, and its secret is not repeated", async () => {
  standIn = await startIonos();
  const writer = writers.open(ionos, { ...standIn, credential: { api_key: "prefix.wrong-secret" } });
  standIn.fail({ status: 401, body: [{ code: "UNAUTHORIZED", message: "No customer has the key wrong-secret." }] });
  await expect(writer.listZones()).rejects.toMatchObject({
    code: "credential_invalid",
    said: "UNAUTHORIZED: No customer has the key ….",
  });
});

it("finds a zone whose name it gets in Unicode", async () => {
  const writer = await open({ zones: [createIonosZone("bücher.example")] });
  expect(await writer.findZone("www.xn--bcher-kva.example")).toMatchObject({ name: "xn--bcher-kva.example" });
});

it("a disabled record is not there, and stays", async () => {
  const writer = await open();
  const zone = await writer.findZone("example.com");
  if (zone === null) throw new Error("no zone");
  const row = { name: "a.example.com", type: "TXT", value: "theirs", extra: { disabled: true } };
  const { id } = standIn.zone.put(row);
  await writer.apply(zone, [{ name: "a.example.com", type: "TXT", ttl: 600, add: ["ours"], remove: ["theirs"] }]);
  expect(standIn.zone.find(id)).toMatchObject(row);
  expect(standIn.zone.rows().map(({ value }) => value)).toContain("ours");
});

it("replaces neither zones nor sets: PUT and PATCH would lose what somebody else adds", async () => {
  const writer = await open();
  const zone = await writer.findZone("shop.example.com");
  if (zone === null) throw new Error("no zone");
  const name = "shop.example.com";
  await writer.apply(zone, [{ name, type: "A", ttl: 600, add: ["192.0.2.1"], remove: [] }]);
  await writer.apply(zone, [{ name, type: "A", ttl: 600, add: ["192.0.2.2"], remove: ["192.0.2.1"] }]);
  expect(new Set(standIn.requests.map(({ method }) => method))).toEqual(new Set(["GET", "POST", "DELETE"]));
  expect(standIn.requests.filter(({ path }) => path === "/zones")).toHaveLength(1);
});
