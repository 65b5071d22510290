import { afterAll, afterEach, expect, it } from "vitest";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { godaddy } from "@/lib/dns/adapters/godaddy";
import { keyCredential, startGodaddy, throttled } from "./godaddy/server";
import { createWriters } from "./open-writer";
import { hasReferees, runLexicon, runPython } from "./referee";
import type { StandIn } from "./stand-in";

describeAdapter({ adapter: godaddy, startServer: startGodaddy });

// Keys go with an API that has no CAA records, and replaces every SRV record of a name.
const types = godaddy.facts.types.filter((type) => type !== "CAA" && type !== "SRV");
describeAdapter({
  adapter: { ...godaddy, facts: { ...godaddy.facts, types } },
  startServer: async () => ({ ...(await startGodaddy()), credential: keyCredential }),
  checksWrites: false,
});

const writers = createWriters();
let standIn: StandIn;
afterEach(() => standIn?.close());
afterAll(() => writers.close());

const zone = { id: "example.com", name: "example.com", nameservers: null };

async function open(options: Parameters<typeof startGodaddy>[0] = {}, credential?: Record<string, string>) {
  standIn = await startGodaddy(options);
  return writers.open(godaddy, credential === undefined ? standIn : { ...standIn, credential });
}

it.skipIf(!hasReferees())("dns-lexicon works against the stand-in, with a key", async () => {
  standIn = await startGodaddy();
  const [auth_key = "", auth_secret = ""] = keyCredential.token.split(":");
  const options = { auth_key, auth_secret };
  const { steps } = await runLexicon({ provider: "godaddy", host: "api.godaddy.com", options, standIn });
  expect(steps).toContain("CNAME deleted");
});

it.skipIf(!hasReferees())("certbot-dns-godaddy-v3 works against the stand-in, with a token: TXT records", async () => {
  standIn = await startGodaddy();
  const before = standIn.zone.sets();
  await runPython({
    script: "godaddy_v3_referee.py",
    input: { token: standIn.credential.token, zone: "example.com" },
    hosts: { "api.godaddy.com": standIn.baseUrl },
  });
  const left = { name: "_acme-challenge.shop.example.com", type: "TXT", ttl: 600, values: ["left"] };
  expect(standIn.zone.sets().filter(({ name }) => name === left.name)).toEqual([left]);
  expect(standIn.zone.sets().filter(({ name }) => name !== left.name)).toEqual(before);
});

it("an account that is too small for keys is named as such, with the fix", async () => {
  const writer = await open({ gated: true }, keyCredential);
  await expect(writer.findZone("www.example.com")).rejects.toMatchObject({
    code: "gate_account_tier",
    status: 403,
    said: "Authenticated user is not allowed access",
  });
  const gate = godaddy.facts.gates.find(({ code }) => code === "gate_account_tier");
  expect(gate?.text).toContain("Personal access tokens");
  const token = writers.open(godaddy, standIn);
  expect((await token.findZone("www.example.com"))?.nameservers).toEqual(standIn.zone.nameservers);
});

it("a token without the scope to write, and wrong credentials", async () => {
  const writer = await open({ scopes: ["domains.domain:read"] });
  const refusal = writer.apply(zone, [{ name: "example.com", type: "TXT", ttl: 600, add: ["x"], remove: [] }]);
  await expect(refusal).rejects.toMatchObject({ code: "permission_missing", status: 403 });
  for (const token of ["gd_pat_wrong", "key:wrong"]) {
    const wrong = writers.open(godaddy, { ...standIn, credential: { token } });
    const error = await wrong.listZones().catch((error) => error);
    expect(error).toMatchObject({ code: "credential_invalid", status: 401 });
    expect(error.message).not.toContain("wrong");
  }
});

it("a value is replaced without the PUT that empties the zone", async () => {
  const writer = await open();
  standIn.zone.put({ name: "mail.example.com", type: "A", value: "192.0.2.9" });
  const place = { name: "shop.example.com", type: "A" as const, ttl: 600 };
  await writer.apply(zone, [{ ...place, add: ["192.0.2.1"], remove: [] }]);
  await writer.apply(zone, [{ ...place, add: ["192.0.2.2"], remove: ["192.0.2.1"] }]);
  expect(standIn.requests.map(({ method }) => method)).not.toContain("PUT");
  expect(standIn.zone.sets().filter(({ type }) => type === "A")).toMatchObject([
    { name: "mail.example.com", values: ["192.0.2.9"] },
    { name: "shop.example.com", values: ["192.0.2.2"] },
  ]);
});

it("with a key, changes to a domain that is being published are tried again", async () => {
  const writer = await open({}, keyCredential);
  standIn.fail({
    status: 409,
    body: { code: "CONFLICT", message: "busy" },
    times: 2,
    when: ({ method }) => method === "PATCH",
  });
  const change = { name: "shop.example.com", type: "TXT" as const, ttl: 600, add: ["x"], remove: [] };
  await writer.apply(zone, [change]);
  expect(standIn.zone.sets().find(({ name }) => name === change.name)?.values).toEqual(["x"]);
  standIn.fail({
    status: 409,
    body: { code: "CONFLICT", message: "not eligible" },
    times: 9,
    when: ({ method }) => method === "PATCH",
  });
  const refusal = writer.apply(zone, [{ ...change, add: ["y"] }]);
  await expect(refusal).rejects.toMatchObject({ code: "zone_read_only", said: "not eligible" });
});

it("waits as long as the body of a refusal says", async () => {
  const writer = await open();
  standIn.fail({ ...throttled(45), times: 9 });
  await expect(writer.listZones()).rejects.toMatchObject({ code: "rate_limited", retryAfterMs: 45_000 });
});
