import { afterAll, afterEach, expect, it } from "vitest";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { desec } from "@/lib/dns/adapters/desec";
import { startDesec, throttled } from "./desec/server";
import { createModelZone } from "./model-zone";
import { createWriters } from "./open-writer";
import { hasReferees, runLexicon } from "./referee";
import type { StandIn } from "./stand-in";

describeAdapter({ adapter: desec, startServer: startDesec, checksWrites: false });

const writers = createWriters();
let standIn: StandIn;
afterEach(() => standIn?.close());
afterAll(() => writers.close());

const zone = { id: "example.com", name: "example.com", nameservers: null };

async function open(options: Parameters<typeof startDesec>[0] = {}) {
  standIn = await startDesec(options);
  return writers.open(desec, standIn);
}

it.skipIf(!hasReferees())("dns-lexicon works against the stand-in", async () => {
  standIn = await startDesec();
  const options = { auth_token: String(standIn.credential.token) };
  const { steps } = await runLexicon({ provider: "desec", host: "desec.io", options, standIn, finalDot: "always" });
  expect(steps).toContain("CNAME deleted");
});

it("more than 500 domains and sets are read with cursors, which stay on the API's own host", async () => {
  const zones = Array.from({ length: 501 }, (_, index) =>
    createModelZone(index === 0 ? "example.com" : `n${index}.example`),
  );
  const writer = await open({ zones });
  for (let index = 0; index < 501; index += 1) {
    standIn.zone.put({ name: `n${index}.example.com`, type: "A", value: "192.0.2.1" });
  }
  const listed = await writer.listZones();
  expect([listed.zones.length, listed.complete]).toEqual([501, true]);
  const names = ["n0", "n1", "n499", "n500"].map((label) => `${label}.example.com`);
  expect((await writer.readSets(zone, names)).map(({ name }) => name).sort()).toEqual(names);
});

it("all changes of one apply are one call, and one that is refused undoes the others", async () => {
  const writer = await open();
  standIn.zone.put({ name: "b.example.com", type: "CAA", value: '0 issue "a"' });
  const wanted = ["a", "b", "c"].map((label) => ({
    name: `${label}.example.com`,
    type: "TXT" as const,
    ttl: 60,
    add: ["x"],
    remove: [],
  }));
  standIn.onRequest(({ method }) => {
    if (method === "PATCH") standIn.zone.put({ name: "c.example.com", type: "CNAME", value: "example.net" });
  });
  const refusal = writer.apply(zone, wanted);
  await expect(refusal).rejects.toMatchObject({
    code: "conflict_existing",
    said: expect.stringContaining("RRset with conflicting type present at same subname: database (CNAME)."),
  });
  expect(standIn.zone.sets().filter(({ type }) => type === "TXT")).toEqual([]);
  expect(standIn.requests.filter(({ method }) => method === "PATCH")).toHaveLength(1);
});

it("a throttled call that would have to wait for long is a fault with the moment", async () => {
  const writer = await open();
  standIn.fail(throttled(1_800));
  const refusal = writer.readSets(zone, ["example.com"]);
  await expect(refusal).rejects.toMatchObject({ code: "rate_limited", retryAfterMs: 1_800_000, status: 429 });
});

it("a token without a policy that allows writing, and a wrong one", async () => {
  const writer = await open({ writable: false });
  const refusal = writer.apply(zone, [{ name: "example.com", type: "TXT", ttl: 3600, add: ["x"], remove: [] }]);
  await expect(refusal).rejects.toMatchObject({ code: "permission_missing", said: "Insufficient token permissions." });
  const wrong = writers.open(desec, { ...standIn, credential: { token: "wrong" } });
  await expect(wrong.listZones()).rejects.toMatchObject({ code: "credential_invalid", said: "Invalid token." });
});
