import { Resolver } from "node:dns/promises";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Knot, startKnot, zoneFile } from "@/e2e/support/knot";
import type { DesiredRecord } from "@/lib/dns/records";
import { toZoneFile } from "@/lib/dns/records/zone-file";

// A real server loads our export as its zone, and answers with the exported records.
const zone = "export.test";
const text = fc
  .array(fc.oneof(fc.constantFrom(...'\r\n\t\0\u2028"\\;()$@ '), fc.string({ unit: "binary", maxLength: 3 })), {
    maxLength: 300,
  })
  .map((parts) => parts.join(""))
  .filter((value) => value !== "" && !/\p{Surrogate}/u.test(value));
const values = [
  "cd-verify-abc",
  'a "quoted" \\ text; no comment',
  "ü, ↯",
  "x".repeat(600),
  "a\r\nb",
  "\0",
  "\u2028",
  ...fc.sample(text, { numRuns: 60, seed: 7 }),
];
const records: DesiredRecord[] = [
  ...values.map((value, index) => ({ host: `_t${index}.shop.${zone}`, type: "TXT" as const, value, ttl: 300 })),
  { host: `shop.${zone}`, type: "CNAME", value: "edge.example.net", ttl: 300 },
  { host: `*.${zone}`, type: "CNAME", value: "edge.example.net", ttl: 300 },
  { host: `v4.${zone}`, type: "A", value: "192.0.2.1", ttl: 300 },
  { host: `v6.${zone}`, type: "AAAA", value: "2001:db8::1", ttl: 300 },
];
let knot: Knot;
let resolver: Resolver;

beforeAll(async () => {
  const addresses = ["127.0.0.1"];
  const file = zoneFile({ name: zone }, addresses) + toZoneFile(`shop.${zone}`, records);
  knot = await startKnot({ zones: [{ name: zone, file }], addresses });
  resolver = new Resolver({ timeout: 5_000, tries: 2 });
  resolver.setServers([`127.0.0.1:${knot.port}`]);
});
afterAll(() => knot?.stop());

it("is loaded by a DNS server, character by character", async () => {
  for (const [index, value] of values.entries()) {
    // Node returns a character for each octet.
    const [chunks = []] = await resolver.resolveTxt(`_t${index}.shop.${zone}`);
    expect(Buffer.from(chunks.join(""), "latin1").toString("utf8")).toBe(value);
  }
  expect(await resolver.resolveCname(`shop.${zone}`)).toEqual(["edge.example.net"]);
  expect(await resolver.resolveCname(`any.${zone}`)).toEqual(["edge.example.net"]);
  expect(await resolver.resolve4(`v4.${zone}`)).toEqual(["192.0.2.1"]);
  expect(await resolver.resolve6(`v6.${zone}`)).toEqual(["2001:db8::1"]);
});
