import { afterAll, afterEach, expect, it } from "vitest";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { porkbun } from "@/lib/dns/adapters/porkbun";
import { createWriters } from "./open-writer";
import { createPorkbunZone, startPorkbun } from "./porkbun/server";
import { hasReferees, runLexicon } from "./referee";
import type { StandIn } from "./stand-in";

const writers = createWriters();
let standIn: StandIn;
afterEach(() => standIn?.close());
afterAll(() => writers.close());

async function open(options: Parameters<typeof startPorkbun>[0] = {}) {
  standIn = await startPorkbun(options);
  return writers.open(porkbun, standIn);
}

// No final spaces in text.
const texts = [
  "v=spf1 include:_spf.example.net -all",
  `p=${"MIIBIjANBgkqhkiG9w0B".repeat(20)}`,
  'say "yes"',
  "back\\slash",
];
describeAdapter({ adapter: porkbun, startServer: () => startPorkbun(), texts });

it.skipIf(!hasReferees())("dns-lexicon works against the stand-in", async () => {
  standIn = await startPorkbun();
  const { api_key, secret_api_key } = standIn.credential;
  const options = { auth_key: String(api_key), auth_secret: String(secret_api_key) };
  const { steps } = await runLexicon({ provider: "porkbun", host: "api.porkbun.com", options, standIn });
  expect(steps).toContain("CNAME deleted");
});

it("names the switch of a domain without API access", async () => {
  const writer = await open({ closed: ["example.com"] });
  await expect(writer.findZone("shop.example.com")).rejects.toMatchObject({
    code: "gate_domain_switch",
    said: "Domain is not opted in to API access.",
  });
});

it("sees an error behind the status 200 too", async () => {
  const writer = await open();
  const body = { status: "ERROR", code: "DOMAIN_NOT_ALLOWED", message: "Domain is not opted in to API access." };
  standIn.fail({ status: 200, body });
  await expect(writer.findZone("example.com")).rejects.toMatchObject({ code: "gate_domain_switch" });
});

it.each(["api_key", "secret_api_key"])("a wrong %s is a wrong credential, and is not repeated", async (field) => {
  standIn = await startPorkbun();
  const credential = { ...standIn.credential, [field]: "pk1_wrong" };
  const writer = writers.open(porkbun, { ...standIn, credential });
  const fault = await writer.listZones().catch((error: unknown) => error);
  expect(fault).toMatchObject({ code: "credential_invalid", said: expect.stringContaining("Invalid API key.") });
  expect(String(fault)).not.toContain("pk1_wrong");
});

it("the rate limit is a page, and says nothing about the zone", async () => {
  const writer = await open({ burst: 1 });
  const zone = await writer.findZone("example.com");
  expect(zone).toMatchObject({ nameservers: expect.arrayContaining(["maceio.ns.porkbun.com"]) });
  await expect(writer.findZone("example.com")).rejects.toMatchObject({ code: "rate_limited", retryAfterMs: 2_000 });
});

it("another page, of a firewall, neither", async () => {
  const writer = await open();
  standIn.fail({ status: 403, body: "<html>Forbidden</html>", headers: { "content-type": "text/html" } });
  await expect(writer.findZone("example.com")).rejects.toMatchObject({ code: "provider_unavailable" });
});

it("a fresh domain's parking is a conflict that names it, and stays", async () => {
  const writer = await open({ zones: [createPorkbunZone("example.com", { isFresh: true })] });
  const zone = { id: "example.com", name: "example.com", nameservers: null };
  const before = standIn.zone.sets();
  const atApex = writer.apply(zone, [{ name: zone.name, type: "A", ttl: 600, add: ["192.0.2.1"], remove: [] }]);
  await expect(atApex).rejects.toMatchObject({
    code: "conflict_existing",
    said: expect.stringContaining("example.com has ALIAS pixie.porkbun.com"),
  });
  const wildcard = { name: "*.example.com", type: "A", ttl: 600, add: ["192.0.2.1"], remove: [] } as const;
  await expect(writer.apply(zone, [wildcard])).rejects.toMatchObject({ code: "conflict_existing" });
  expect(standIn.zone.sets()).toEqual(before);
});

it("a record that somebody else makes meanwhile is made once", async () => {
  const writer = await open();
  const zone = { id: "example.com", name: "example.com", nameservers: null };
  standIn.onRequest(({ path }) => {
    if (!path.startsWith("/dns/create/")) return;
    standIn.onRequest(null);
    standIn.zone.put({ name: "a.example.com", type: "TXT", value: "same" });
  });
  await writer.apply(zone, [{ name: "a.example.com", type: "TXT", ttl: 600, add: ["same"], remove: [] }]);
  expect(standIn.zone.rows().filter(({ name }) => name === "a.example.com")).toHaveLength(1);
});

it("a row that somebody else deletes meanwhile is gone, and one that stays is not", async () => {
  const writer = await open();
  const zone = { id: "example.com", name: "example.com", nameservers: null };
  const row = standIn.zone.put({ name: "a.example.com", type: "TXT", value: "old" });
  const change = { name: "a.example.com", type: "TXT", ttl: 600, add: [], remove: ["old"] } as const;
  const body = { status: "ERROR", message: "Delete error: We were unable to delete the DNS record." };
  standIn.fail({ status: 400, body, when: ({ path }) => path.startsWith("/dns/delete/") });
  await expect(writer.apply(zone, [change])).rejects.toMatchObject({ code: "record_refused", said: body.message });
  standIn.onRequest(({ path }) => {
    if (path.startsWith("/dns/delete/")) standIn.zone.remove(row.id);
  });
  await writer.apply(zone, [change]);
  expect(standIn.zone.find(row.id)).toBeNull();
});

it("an error that it does not know, of a read, says nothing about a record", async () => {
  const writer = await open();
  standIn.fail({ status: 400, body: { status: "ERROR", message: "Something went wrong." } });
  const said = "Something went wrong.";
  await expect(writer.findZone("example.com")).rejects.toMatchObject({ code: "provider_unavailable", said });
});

it("lists the domains of all pages", async () => {
  const names = Array.from({ length: 1_002 }, (_, index) => `n${index}.example`);
  const writer = await open({ zones: names.map((name) => createPorkbunZone(name)) });
  const { zones, complete } = await writer.listZones();
  expect(complete).toBe(true);
  expect(zones.map(({ name }) => name)).toEqual(names);
});
