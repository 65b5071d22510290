import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  afterChanges,
  planZoneChanges,
  type UnwantedRecord,
  type WantedRecord,
  withRemovals,
  type ZonePlanInput,
} from "@/lib/dns/zones/plan-changes";
import type { RecordSet, WritableType } from "@/lib/dns/zones/record-set";

const zone = "acme.test";
const names = [zone, "shop.acme.test", "_customdomain-challenge.shop.acme.test"] as const;
const valuesOf: Record<string, readonly string[]> = {
  A: ["192.0.2.1", "192.0.2.2", "203.0.113.9"],
  AAAA: ["2001:db8::1", "2001:db8::2"],
  CNAME: ["edge.latchkey.test", "elsewhere.test"],
  TXT: ["cd-verify-1", "v=spf1 -all", "google-site-verification=1"],
  MX: ["10 mail.acme.test", "20 mail.other.test"],
  CAA: ['0 issue "ca.test"'],
  NS: ["ns1.other.test", "ns2.other.test"],
  RRSIG: ["TXT 8 3 300 ..."],
  HTTPS: ["1 . alpn=h2"],
};

const foreignSets = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...Object.keys(valuesOf))), {
    selector: ([name, type]) => `${name} ${type}`,
  })
  .chain((keys) =>
    fc.tuple(
      ...keys.map(([name, type]) =>
        fc
          .subarray([...(valuesOf[type] ?? [])], { minLength: 1, ...(type === "CNAME" ? { maxLength: 1 } : {}) })
          .map((values): RecordSet => ({ name, type, ttl: 600, values })),
      ),
    ),
  );

const oneRecord = fc
  .constantFrom<WritableType>("A", "AAAA", "CNAME", "TXT", "MX", "CAA")
  .chain((type) => fc.tuple(fc.constantFrom(...names), fc.constant(type), fc.constantFrom(...(valuesOf[type] ?? []))))
  .map(([name, type, value]): UnwantedRecord => ({ name, type, value }));

/** As templates are checked: one CNAME at a name, and nothing else there. */
function isPossible(wanted: readonly UnwantedRecord[]): boolean {
  return wanted.every(
    ({ name, type, value }) =>
      type !== "CNAME" ||
      wanted.every((other) => other.name !== name || (other.type === type && other.value === value)),
  );
}

const inputs: fc.Arbitrary<ZonePlanInput> = fc.record({
  zone: fc.constant(zone),
  sets: foreignSets,
  wanted: fc
    .array(oneRecord, { maxLength: 4 })
    .filter(isPossible)
    .map((records) => records.map((record): WantedRecord => ({ ...record, ttl: 300 }))),
  unwanted: fc.array(oneRecord, { maxLength: 3 }),
  flattensApex: fc.boolean(),
});

const recordsOf = (sets: readonly RecordSet[]) =>
  sets.flatMap(({ name, type, values }) => values.map((value) => `${name} ${type} ${value}`)).sort();
const key = ({ name, type, value }: UnwantedRecord) => `${name} ${type} ${value}`;

describe("planZoneChanges", () => {
  it("afterwards the wanted values are there, the unwanted are not, and every other value is as it was", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const wanted = new Set(input.wanted.map(key));
        const unwanted = new Set(input.unwanted.map(key));
        const expected = new Set([...recordsOf(input.sets).filter((one) => !unwanted.has(one)), ...wanted]);
        for (const one of recordsOf(input.sets)) if (wanted.has(one)) expected.add(one);
        const after = afterChanges(input.sets, planZoneChanges(input).changes);
        expect(recordsOf(after)).toEqual([...expected].sort());
      }),
    );
  });

  it("planned again after it was applied, there is nothing left to do", () => {
    fc.assert(
      fc.property(inputs, fc.boolean(), (input, remove) => {
        const plan = planZoneChanges(input);
        const sets = afterChanges(input.sets, remove ? withRemovals(plan) : plan.changes);
        const again = planZoneChanges({ ...input, sets });
        expect(again.changes).toEqual([]);
        if (remove) expect(again.conflicts.filter(({ removable }) => removable)).toEqual([]);
      }),
    );
  });

  it("with the conflicts removed, what stays of others is all that is not named as a conflict that can go", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const plan = planZoneChanges(input);
        const gone = new Set(
          plan.conflicts
            .filter(({ removable }) => removable)
            .flatMap(({ name, type, values }) => values.map((value) => `${name} ${type} ${value}`)),
        );
        const without = recordsOf(afterChanges(input.sets, plan.changes)).filter((one) => !gone.has(one));
        expect(recordsOf(afterChanges(input.sets, withRemovals(plan)))).toEqual(without);
      }),
    );
  });

  it("no TXT, NS or DNSSEC record of others is ever removed, and no wanted value is a conflict", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const plan = planZoneChanges(input);
        const wanted = new Set(input.wanted.map(key));
        for (const { name, type, values, removable } of plan.conflicts) {
          expect(["RRSIG"]).not.toContain(type);
          if (removable) expect(["TXT", "NS", "SOA", "HTTPS"]).not.toContain(type);
          for (const value of values) expect(wanted.has(`${name} ${type} ${value}`)).toBe(false);
        }
      }),
    );
  });

  it("without conflicts, the zone is one that DNS allows at the wanted names, and whose addresses are all wanted", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const plan = planZoneChanges(input);
        const left = plan.conflicts.filter(({ removable }) => !removable);
        fc.pre(left.length === 0);
        const after = afterChanges(input.sets, withRemovals(plan)).filter(({ type }) => type !== "RRSIG");
        for (const { name, type } of input.wanted) {
          const there = after.filter((set) => set.name === name && (name !== zone || set.type !== "NS"));
          const aliases = there.flatMap((set) => (set.type === "CNAME" ? set.values : []));
          expect(aliases.length).toBeLessThanOrEqual(1);
          if (aliases.length > 0 && name !== zone) expect(there).toHaveLength(1);
          if (type === "A" || type === "AAAA") {
            const addresses = there.filter((set) => set.type === "A" || set.type === "AAAA");
            const wanted = input.wanted.filter((one) => one.name === name && (one.type === "A" || one.type === "AAAA"));
            expect(recordsOf(addresses)).toEqual([...new Set(wanted.map(key))].sort());
          }
        }
      }),
    );
  });
});

const set = (name: string, type: string, ...values: string[]): RecordSet => ({ name, type, ttl: 600, values });
const host = "shop.acme.test";
const alias: WantedRecord = { name: host, type: "CNAME", value: "edge.latchkey.test", ttl: 300 };
const address: WantedRecord = { name: host, type: "A", value: "192.0.2.1", ttl: 300 };

describe("what is in the way", () => {
  it.each<[string, WantedRecord, RecordSet, string, boolean]>([
    ["an address beside a CNAME", alias, set(host, "A", "203.0.113.9"), "beside_cname", true],
    ["mail beside a CNAME", alias, set(host, "MX", "10 mail.acme.test"), "beside_cname", true],
    ["a TXT of others beside a CNAME", alias, set(host, "TXT", "v=spf1 -all"), "beside_cname", false],
    ["a type that is not written", alias, set(host, "HTTPS", "1 . alpn=h2"), "beside_cname", false],
    ["a CNAME elsewhere", alias, set(host, "CNAME", "elsewhere.test"), "other_target", true],
    ["a CNAME where an address is wanted", address, set(host, "CNAME", "elsewhere.test"), "cname_there", true],
    ["an alias of the provider's own", address, set(host, "ALIAS", "parking.test"), "cname_there", false],
    ["a redirect by the provider", address, set(host, "URL301", "https://other.test/"), "cname_there", false],
    ["another address", address, set(host, "A", "203.0.113.9"), "other_address", true],
    ["another address of the other family", address, set(host, "AAAA", "2001:db8::1"), "other_address", true],
    ["a delegation of the name", address, set(host, "NS", "ns1.other.test"), "delegated", false],
  ])("%s", (_title, wanted, there, because, removable) => {
    const { conflicts } = planZoneChanges({ zone, sets: [there], wanted: [wanted], unwanted: [] });
    const { name, type, values } = there;
    expect(conflicts).toEqual([{ name, type, values, because, removable }]);
  });

  it("a CNAME at the top of the zone, unless the provider flattens it", () => {
    const wanted = [{ ...alias, name: zone }];
    const sets = [set(zone, "NS", "ns1.acme.test"), set(zone, "MX", "10 mail.acme.test")];
    const plan = planZoneChanges({ zone, sets, wanted, unwanted: [] });
    expect(plan.conflicts.map(({ because }) => because)).toEqual(["zone_apex"]);
    expect(planZoneChanges({ zone, sets, wanted, unwanted: [], flattensApex: true }).conflicts).toEqual([]);
  });

  it("what of ours goes is no conflict", () => {
    const sets = [set(host, "CNAME", "old-edge.latchkey.test")];
    const unwanted: UnwantedRecord[] = [{ name: host, type: "CNAME", value: "old-edge.latchkey.test" }];
    expect(planZoneChanges({ zone, sets, wanted: [alias], unwanted })).toEqual({
      changes: [{ name: host, type: "CNAME", ttl: 300, add: [alias.value], remove: ["old-edge.latchkey.test"] }],
      conflicts: [],
    });
  });
});
