import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Step } from "@/lib/diagnosis/instructions/instructions";
import { challenge } from "@/lib/dns/records/challenge";
import {
  diagnoseFake,
  type FakeRecords,
  instructFake,
  testChallenge,
  writeFrom,
} from "@/lib/runtime/testing/diagnosis";

/** What somebody does who follows each step to the letter. */
function apply(records: FakeRecords, steps: readonly Step[]): FakeRecords {
  const zone: FakeRecords = { ...records };
  for (const { action, type, fullHost, value, status } of steps) {
    if (status === "done") continue;
    const key = `${fullHost} ${type}`;
    const current = zone[key] ?? [];
    if (action === "delete") {
      expect(current, `there is a ${key} ${value} to delete`).toContain(value);
      zone[key] = current.filter((one) => one !== value);
    } else if (action === "add") {
      if (type === "CNAME") expect(recordsAt(zone, fullHost), `a CNAME can be added at ${fullHost}`).toEqual([]);
      else expect(zone[`${fullHost} CNAME`] ?? [], `no CNAME is beside ${key}`).toEqual([]);
      zone[key] = [...current, value];
    } else {
      expect(current.length, `there is a ${key} to change`).toBeGreaterThan(0);
      if (type === "CNAME") expect(recordsAt(zone, fullHost).filter((one) => one !== key)).toEqual([]);
      zone[key] = type === "CNAME" ? [value] : [...current.slice(1), value];
    }
  }
  return zone;
}

function recordsAt(zone: FakeRecords, name: string): string[] {
  return Object.entries(zone).flatMap(([key, values]) =>
    key.startsWith(`${name} `) && values.length > 0 ? [key] : [],
  );
}

const foreign = fc.constantFrom("192.0.2.80", "198.51.100.7", "192.168.1.10", "91.195.240.94", "104.18.3.4");
const target = fc.constantFrom(
  "edge.latchkey.test",
  "edge.latchkye.test",
  "edge.latchkey.test.acme.com",
  "shops.other.net",
  "www.acme.com",
  "shop.acme.com",
);
const six = fc.constantFrom("2001:db8::80", "fd00::1");
const text = fc.constantFrom(
  testChallenge,
  `"${testChallenge}"`,
  ` ${testChallenge}`,
  testChallenge.toUpperCase(),
  testChallenge.slice(0, 14),
  testChallenge.slice(14),
  challenge.value("of-last-week"),
  "v=spf1 -all",
);

function zones(hostname: string): fc.Arbitrary<FakeRecords> {
  const proof = challenge.name(hostname);
  const list = (one: fc.Arbitrary<string>, maxLength: number) => fc.uniqueArray(one, { maxLength });
  const zone: Record<string, fc.Arbitrary<string[]>> = {
    [`${proof} TXT`]: list(text, 3),
    [`${proof}.acme.com TXT`]: list(fc.constant(testChallenge), 1),
    [`${hostname} A`]: list(fc.oneof(foreign, fc.constant("203.0.113.10")), 2),
    [`${hostname} AAAA`]: list(six, 1),
    [`${hostname} CNAME`]: list(target, 2),
    [`${hostname} MX`]: list(fc.constant("10 mail.acme.com"), 1),
    [`${hostname} TXT`]: list(fc.constantFrom(testChallenge, "v=spf1 -all"), 1),
    [`${hostname}.acme.com CNAME`]: list(fc.constant("edge.latchkey.test"), 1),
    // An own record that is the same as the wildcard's cannot be distinguished from it.
    "*.acme.com A": list(fc.constant("192.0.2.99"), 1),
    "www.acme.com A": list(foreign, 1),
    "shops.other.net A": fc.constant(["192.0.2.80"]),
  };
  return fc.record(zone).map((records) => asPublished(records));
}

/** As a provider would have it: a CNAME in place of addresses, and nothing empty. */
function asPublished(records: FakeRecords): FakeRecords {
  return Object.fromEntries(
    Object.entries(records).filter(([key, values]) => {
      const [name = "", type = ""] = key.split(" ");
      return values.length > 0 && (type === "CNAME" || (records[`${name} CNAME`] ?? []).length === 0);
    }),
  );
}

describe.each(["shop.acme.com", "acme.com"])("the steps for %s", (hostname) => {
  it("make every check pass, when each is done to the letter, whatever was published before", async () => {
    await fc.assert(
      fc.asyncProperty(zones(hostname), async (records) => {
        const before = await instructFake({ hostname, records });
        const after = apply(records, before.steps);
        const { evidence, findings } = await diagnoseFake({ hostname, records: after });
        const open = findings.filter(({ severity, who }) => severity === "blocking" && who === "customer");
        expect(open.map(({ code, explanation }) => `${code}: ${explanation}`)).toEqual([]);
        expect(evidence.ownership?.kind).toBe("match");
        expect(evidence.records.map(({ observation }) => observation.kind)).toEqual(
          evidence.records.map(() => "match"),
        );
        expect(writeFrom(evidence, findings).isDone).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});
