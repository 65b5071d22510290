import { afterAll, afterEach, expect, it } from "vitest";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { gandi } from "@/lib/dns/adapters/gandi";
import { startGandi } from "./gandi/server";
import { createWriters } from "./open-writer";
import { hasReferees, runLexicon } from "./referee";
import { findSet } from "./set-model";
import type { StandIn } from "./stand-in";

describeAdapter({ adapter: gandi, startServer: startGandi, checksWrites: false });

const writers = createWriters();
let standIn: StandIn;
afterEach(() => standIn?.close());
afterAll(() => writers.close());

async function open(options: Parameters<typeof startGandi>[0] = {}) {
  standIn = await startGandi(options);
  const writer = writers.open(gandi, standIn);
  const { name, id } = standIn.zone;
  return { writer, zone: { id: name, name, nameservers: null }, modelId: id };
}

it.skipIf(!hasReferees())("dns-lexicon works against the stand-in", async () => {
  standIn = await startGandi();
  const options = { auth_token: String(standIn.credential.token), api_protocol: "rest" };
  const { steps } = await runLexicon({
    provider: "gandi",
    host: "api.gandi.net",
    options,
    standIn,
    finalDot: "always",
  });
  expect(steps).toContain("CNAME deleted");
});

it("a target without a final dot is below the zone, and goes back as it came", async () => {
  const { writer, zone } = await open();
  const place = { name: "shop.example.com", type: "MX", ttl: 3600 };
  standIn.zone.put({ ...place, value: "10 mail.example.com", extra: { written: "10 mail" } });
  standIn.zone.put({ ...place, value: "20 mail.example.net" });
  const [set] = await writer.readSets(zone, [place.name]);
  expect(set?.values).toEqual(["10 mail.example.com", "20 mail.example.net"]);
  const add = ["30 mx.example.net"];
  await writer.apply(zone, [{ ...place, type: "MX", add, remove: ["20 mail.example.net"] }]);
  const sent = standIn.requests.find(({ method }) => method === "PUT")?.json.rrset_values;
  expect(sent).toEqual(["10 mail", "30 mx.example.net."]);
});

it("a set that somebody makes between our reading and creating is not replaced", async () => {
  const { writer, zone } = await open();
  const place = { name: "shop.example.com", type: "TXT" as const, ttl: 3600 };
  standIn.onRequest(({ method }) => {
    if (method !== "POST") return;
    standIn.onRequest(null);
    standIn.zone.put({ ...place, value: "theirs" });
  });
  await writer.apply(zone, [{ ...place, add: ["ours"], remove: [] }]);
  expect(findSet(standIn.zone, place.name, "TXT")?.values).toEqual(["ours", "theirs"]);
});

it("what is refused, and what is not to be had", async () => {
  const { writer } = await open({ restricted: true });
  expect(await writer.findZone("www.example.net")).toBeNull();
  const denied = {
    code: 403,
    object: "HTTPForbidden",
    cause: "Forbidden",
    message: "Access was denied to this resource.",
  };
  const isWanted = ({ path }: { path: string }) => path === "/domains/example.com";
  standIn.fail({ status: 403, body: denied, when: isWanted });
  const refusal = writer.findZone("example.com");
  await expect(refusal).rejects.toMatchObject({ code: "permission_missing", said: denied.message, status: 403 });
  const wrong = writers.open(gandi, { ...standIn, credential: { token: "x".repeat(40) } });
  await expect(wrong.listZones()).rejects.toMatchObject({ code: "credential_invalid", status: 401 });
});
