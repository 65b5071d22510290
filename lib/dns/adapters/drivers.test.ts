import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createModelZone, type ModelZone } from "@/e2e/providers/model-zone";
import type { AdapterFacts, Zone, ZoneWriter } from "@/lib/dns/adapters/adapter";
import { createRowDriver } from "@/lib/dns/adapters/row-driver";
import { createSetDriver, type SetWrite } from "@/lib/dns/adapters/set-driver";
import { createZoneDriver } from "@/lib/dns/adapters/zone-driver";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";
import { type RecordSet, type SetChange, type WritableType, writableTypes } from "@/lib/dns/zones/record-set";

const zone: Zone = { id: "1", name: "example.com", nameservers: null };
const facts = (batch: number): AdapterFacts => ({
  provider: "model",
  fields: [],
  tokenUrl: null,
  permissions: "",
  gates: [],
  types: writableTypes,
  minTtl: 60,
  batch,
  rate: { requests: 1, seconds: 1 },
  publishedAfterSeconds: 0,
  checkedAt: "2026-11-28",
});

/** For each shape. */
const runs = 60;

/** Before each call: somebody else's changes, or a fault. */
type Call = { kind: "read" | "write" };
type Hook = (call: Call) => "pass" | "fail_before" | "fail_after";
type Model = { zone: ModelZone; hook: Hook; calls: Call[]; published: number };

function during<T>(model: Model, kind: Call["kind"], effect: () => T): T {
  const call = { kind };
  model.calls.push(call);
  const fate = model.hook(call);
  if (fate === "fail_before") throw new ProviderFault("provider_unavailable");
  const result = effect();
  if (fate === "fail_after") throw new ProviderFault("provider_unavailable");
  return result;
}

const zones = { listZones: async () => ({ zones: [zone], complete: true }), findZoneAt: async () => zone };

const rowsOf = ({ zone }: Model) =>
  zone.rows().map(({ extra, ...row }) => ({ ...row, ...(extra.locked === true && { locked: true }) }));

function removeRow({ zone }: Model, id: string): void {
  zone.remove(id);
}

function openRows(model: Model, batch: number, publishes: boolean): ZoneWriter {
  return createRowDriver(
    {
      ...zones,
      listRows: async () => during(model, "read", () => rowsOf(model)),
      createRow: async (_zone, row) => during(model, "write", () => void model.zone.put(row)),
      deleteRow: async (_zone, { id }) => during(model, "write", () => removeRow(model, id)),
      ...(batch > 1 && {
        batch: async (
          _zone: Zone,
          { create, remove }: Parameters<NonNullable<Parameters<typeof createRowDriver>[0]["batch"]>>[1],
        ) =>
          during(model, "write", () => {
            if (create.length + remove.length > batch) throw new Error("too many rows in one call");
            for (const { id } of remove) removeRow(model, id);
            for (const row of create) model.zone.put(row);
          }),
      }),
      ...(publishes && {
        publish: async () =>
          during(model, "write", () => {
            model.published = model.zone.rows().length;
          }),
      }),
    },
    facts(batch),
  );
}

function openSets(model: Model, batch: number): ZoneWriter {
  const current = (set: RecordSet | null) =>
    set && (model.zone.sets().find(({ name, type }) => name === set.name && type === set.type) ?? null);
  const write = (writes: readonly SetWrite[]) =>
    during(model, "write", () => {
      if (writes.length > batch) throw new Error("too many sets in one call");
      for (const { before, after } of writes) {
        const now = current(before ?? after);
        const isSame =
          JSON.stringify(now) === JSON.stringify(before && { ...before, values: [...before.values].sort() });
        if (!isSame) throw new ProviderFault("read_incomplete");
      }
      for (const { before, after } of writes) {
        const set = before ?? after;
        for (const row of model.zone.rows())
          if (row.name === set?.name && row.type === set.type) removeRow(model, row.id);
        for (const value of after?.values ?? []) if (after) model.zone.put({ ...after, value });
      }
    });
  return createSetDriver(
    {
      ...zones,
      listSets: async () => during(model, "read", () => model.zone.sets()),
      writeSet: async (_zone, one) => write([one]),
      ...(batch > 1 && { writeSets: async (_zone: Zone, writes: readonly SetWrite[]) => write(writes) }),
    },
    facts(batch),
  );
}

function openZone(model: Model): ZoneWriter {
  return createZoneDriver(
    {
      ...zones,
      readZone: async () => during(model, "read", () => ({ rows: rowsOf(model), complete: true, context: "MX" })),
      writeZone: async (_zone, rows, context) =>
        during(model, "write", () => {
          if (context !== "MX") throw new Error("the context is lost");
          for (const { id } of model.zone.rows()) removeRow(model, id);
          for (const row of rows) model.zone.put(row);
        }),
    },
    facts(1),
  );
}

const shapes: Record<string, { open(model: Model): ZoneWriter; isChecked: boolean }> = {
  rows: { open: (model) => openRows(model, 1, false), isChecked: true },
  "rows that are published": { open: (model) => openRows(model, 1, true), isChecked: true },
  "rows in batches": { open: (model) => openRows(model, 3, false), isChecked: true },
  sets: { open: (model) => openSets(model, 1), isChecked: true },
  "sets in batches": { open: (model) => openSets(model, 3), isChecked: true },
  "whole zones": { open: (model) => openZone(model), isChecked: false },
};

const names = ["example.com", "www.example.com", "a.b.example.com", "_x.www.example.com"];
const types = ["A", "MX", "TXT", "NETLIFY"] as const;
/** Ours and theirs never agree on a value; names and types they share. */
const valueOfOwner = (owner: string, type: string, number: number) =>
  type === "A"
    ? `192.0.2.${number + (owner === "ours" ? 0 : 100)}`
    : type === "MX"
      ? `${number} ${owner}.example`
      : `${owner} ${number}`;
const foreignRow = fc
  .record({
    name: fc.constantFrom(...names),
    type: fc.constantFrom(...types),
    number: fc.nat(3),
    ttl: fc.constant(300),
  })
  .map(({ number, ...row }) => ({ ...row, value: valueOfOwner("theirs", row.type, number) }));
const change: fc.Arbitrary<SetChange> = fc
  .record({
    name: fc.constantFrom(...names),
    type: fc.constantFrom<WritableType>("A", "MX", "TXT"),
    ttl: fc.constant(300),
    add: fc.uniqueArray(fc.nat(3), { maxLength: 3 }),
    remove: fc.uniqueArray(fc.nat(3), { maxLength: 3 }),
  })
  .map(({ add, remove, ...rest }) => ({
    ...rest,
    add: add.map((number) => valueOfOwner("ours", rest.type, number)),
    remove: remove.map((number) => valueOfOwner("ours", rest.type, number)),
  }));
const step = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ kind: "pass" as const }) },
  { weight: 1, arbitrary: fc.constantFrom({ kind: "fail_before" as const }, { kind: "fail_after" as const }) },
  { weight: 2, arbitrary: foreignRow.map((row) => ({ kind: "put" as const, row })) },
  { weight: 1, arbitrary: fc.nat(20).map((index) => ({ kind: "remove" as const, index })) },
);
const scenario = fc.record({
  foreign: fc.uniqueArray(foreignRow, { maxLength: 8, selector: (row) => JSON.stringify(row) }),
  rounds: fc.array(fc.array(change, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 }),
  steps: fc.array(step, { maxLength: 30 }),
});

const isTheirs = ({ value }: { value: string }) => /theirs|192\.0\.2\.1\d\d/.test(value);
const show = ({ name, type, value }: { name: string; type: string; value: string }) => `${name} ${type} ${value}`;

function createModel(): Model {
  return { zone: createModelZone("example.com"), hook: () => "pass", calls: [], published: 0 };
}

/** Repeats as a job does, until it comes through. */
async function persist(writer: ZoneWriter, changes: readonly SetChange[]): Promise<void> {
  for (let tries = 0; tries < 60; tries += 1) {
    try {
      await writer.apply(zone, changes);
      return;
    } catch (error) {
      if (!(error instanceof ProviderFault && error.canRetry)) throw error;
    }
  }
  throw new Error("does not converge");
}

function expectChangesHold(model: Model, changes: readonly SetChange[]): void {
  const rows = model.zone.rows().map(show);
  const added = changes.flatMap(({ name, type, add }) => add.map((value) => show({ name, type, value })));
  const removed = changes.flatMap(({ name, type, remove }) => remove.map((value) => show({ name, type, value })));
  for (const row of added) expect(rows.filter((other) => other === row)).toEqual([row]);
  for (const row of removed) if (!added.includes(row)) expect(rows).not.toContain(row);
}

describe.each(Object.entries(shapes))("%s", (_shape, { open, isChecked }) => {
  it("converge, and lose nothing foreign, whatever fails and whoever else writes", async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async ({ foreign, rounds, steps }) => {
        const model = createModel();
        const theirs = new Map(foreign.map((row) => [show(row), row]));
        for (const row of foreign) model.zone.put(row);
        const left = [...steps];
        model.hook = ({ kind }) => {
          const next = left.shift();
          if (next === undefined || next.kind === "pass") return "pass";
          if (next.kind === "fail_before" || next.kind === "fail_after") return next.kind;
          // A provider that cannot check what it replaces is read just before; what comes after that, nobody can save.
          if (kind === "write" && !isChecked) return "pass";
          if (next.kind === "put" && !theirs.has(show(next.row))) {
            theirs.set(show(next.row), next.row);
            model.zone.put(next.row);
          }
          if (next.kind === "remove") {
            const row = model.zone.rows().filter(isTheirs)[next.index];
            if (row) {
              theirs.delete(show(row));
              model.zone.remove(row.id);
            }
          }
          return "pass";
        };
        const writer = open(model);
        for (const changes of rounds) {
          await persist(writer, changes);
          expectChangesHold(model, changes);
        }
        expect(model.zone.rows().filter(isTheirs).map(show).sort()).toEqual([...theirs.keys()].sort());
      }),
      { numRuns: runs },
    );
  });

  it("write nothing where nothing has to be different", async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async ({ foreign, rounds }) => {
        const model = createModel();
        for (const row of foreign) model.zone.put(row);
        const writer = open(model);
        for (const changes of rounds) {
          await writer.apply(zone, changes);
          const rows = model.zone.rows();
          const again = await writer.apply(zone, changes);
          expect(again).toEqual({ before: [], after: [] });
          expect(model.zone.rows()).toBe(rows);
        }
      }),
      { numRuns: runs / 4 },
    );
  });

  it("say what each set was and is", async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async ({ foreign, rounds }) => {
        const model = createModel();
        for (const row of foreign) model.zone.put(row);
        const writer = open(model);
        for (const changes of rounds) {
          const was = model.zone.sets().map((set) => JSON.stringify(set));
          const { before, after } = await writer.apply(zone, changes);
          const is = model.zone.sets().map((set) => JSON.stringify(set));
          const sorted = (sets: readonly RecordSet[]) =>
            sets.map((set) => JSON.stringify({ ...set, values: [...set.values].sort() })).sort();
          expect(sorted(before)).toEqual(was.filter((set) => !is.includes(set)).sort());
          expect(sorted(after)).toEqual(is.filter((set) => !was.includes(set)).sort());
        }
      }),
      { numRuns: runs / 4 },
    );
  });

  it("keep a name resolving while its values are exchanged", async () => {
    const model = createModel();
    model.zone.put({ name: "www.example.com", type: "A", value: "192.0.2.1" });
    const atEachCall: number[] = [];
    model.hook = () => {
      atEachCall.push(model.zone.rows().length);
      return "pass";
    };
    const exchange = {
      name: "www.example.com",
      type: "A",
      ttl: 60,
      add: ["192.0.2.2"],
      remove: ["192.0.2.1"],
    } as const;
    await open(model).apply(zone, [exchange]);
    expect(Math.min(...atEachCall)).toBe(1);
    expect(model.zone.rows().map(({ value }) => value)).toEqual(["192.0.2.2"]);
  });

  it("replace an address by a CNAME record and back: where the call is one, never with both at once", async () => {
    const model = createModel();
    model.zone.put({ name: "www.example.com", type: "A", value: "192.0.2.1" });
    model.hook = () => {
      expect(model.zone.sets().length).toBeLessThanOrEqual(1);
      return "pass";
    };
    const writer = open(model);
    const a = { name: "www.example.com", type: "A", ttl: 60 } as const;
    const cname = { name: "www.example.com", type: "CNAME", ttl: 60 } as const;
    const target = "edge.example.net";
    await writer.apply(zone, [
      { ...cname, add: [target], remove: [] },
      { ...a, add: [], remove: ["192.0.2.1"] },
    ]);
    expect(model.zone.sets()).toMatchObject([{ type: "CNAME", values: [target] }]);
    await writer.apply(zone, [{ ...cname, add: ["other.example.net"], remove: [target] }]);
    expect(model.zone.sets()).toMatchObject([{ type: "CNAME", values: ["other.example.net"] }]);
    await writer.apply(zone, [
      { ...a, add: ["192.0.2.1"], remove: [] },
      { ...cname, add: [], remove: ["other.example.net"] },
    ]);
    expect(model.zone.sets()).toMatchObject([{ type: "A", values: ["192.0.2.1"] }]);
  });

  it.each([
    ["a CNAME record beside another", { type: "TXT", value: "theirs" }, { type: "CNAME", value: "edge.example.net" }],
    ["an address beside a CNAME record", { type: "CNAME", value: "old.example" }, { type: "A", value: "192.0.2.1" }],
    ["a second CNAME record", { type: "CNAME", value: "old.example" }, { type: "CNAME", value: "edge.example.net" }],
  ] as const)("refuse %s before they write", async (_what, theirs, ours) => {
    const model = createModel();
    model.zone.put({ name: "www.example.com", ...theirs });
    const add = { name: "www.example.com", type: ours.type, ttl: 60, add: [ours.value], remove: [] };
    const other = { name: "other.example.com", type: "TXT", ttl: 60, add: ["x"], remove: [] } as const;
    const refusal = open(model).apply(zone, [other, add]);
    await expect(refusal).rejects.toMatchObject({
      code: "conflict_existing",
      said: expect.stringContaining(theirs.value),
    });
    expect(model.zone.rows()).toHaveLength(1);
  });

  it("leave it to the provider whether the apex takes a CNAME record beside mail", async () => {
    const model = createModel();
    for (const type of ["SOA", "NS", "MX"]) model.zone.put({ name: "example.com", type, value: "x" });
    const change = { name: "example.com", type: "CNAME", ttl: 60, add: ["edge.example.net"], remove: [] } as const;
    await open(model).apply(zone, [change]);
    expect(model.zone.rows()).toHaveLength(4);
  });

  it("raise a TTL to the provider's floor, and keep that of a set that exists", async () => {
    const model = createModel();
    model.zone.put({ name: "www.example.com", type: "TXT", value: "theirs", ttl: 7 });
    await open(model).apply(zone, [
      { name: "www.example.com", type: "TXT", ttl: 1, add: ["ours"], remove: [] },
      { name: "example.com", type: "TXT", ttl: 1, add: ["ours"], remove: [] },
    ]);
    expect(model.zone.sets().map(({ ttl }) => ttl)).toEqual([60, 7]);
  });

  it.each<[Partial<SetChange>, string]>([
    [{ name: "www.notexample.com" }, "zone_not_here"],
    [{ name: "com" }, "zone_not_here"],
  ])("refuse %j", async (part, code) => {
    const model = createModel();
    const change: SetChange = { name: "www.example.com", type: "A", ttl: 60, add: ["192.0.2.1"], remove: [], ...part };
    await expect(open(model).apply(zone, [change])).rejects.toMatchObject({ code });
    expect(model.zone.rows()).toEqual([]);
  });
});

describe("what cannot be repeated is left alone and named", () => {
  const change = { name: "www.example.com", type: "A", ttl: 60, add: ["192.0.2.1"], remove: [] } as const;

  it("a locked row", async () => {
    const model = createModel();
    model.zone.put({ name: "www.example.com", type: "A", value: "192.0.2.9", extra: { locked: true } });
    for (const changes of [change, { ...change, add: [], remove: ["192.0.2.9"] }]) {
      for (const open of [openRows(model, 1, false), openRows(model, 3, false), openZone(model)]) {
        const refusal = open.apply(zone, [changes]);
        await expect(refusal).rejects.toMatchObject({
          code: "conflict_existing",
          said: expect.stringContaining("www.example.com A"),
        });
      }
    }
    expect(model.zone.rows()).toHaveLength(1);
  });

  it("a set of several TTLs gets no new value, and can lose one", async () => {
    const model = createModel();
    model.zone.put({ name: "www.example.com", type: "A", value: "192.0.2.8", ttl: 60 });
    model.zone.put({ name: "www.example.com", type: "A", value: "192.0.2.9", ttl: 300 });
    const writer = openRows(model, 1, false);
    await expect(writer.apply(zone, [change])).rejects.toMatchObject({ code: "conflict_existing" });
    await writer.apply(zone, [{ ...change, add: [], remove: ["192.0.2.9"] }]);
    expect(model.zone.rows().map(({ value }) => value)).toEqual(["192.0.2.8"]);
  });
});

it("a zone that may not have been read whole is never written", async () => {
  const model = createModel();
  const refuse = () => {
    throw new Error("written");
  };
  const readZone = async () => ({ rows: rowsOf(model), complete: false, context: null });
  const writer = createZoneDriver({ ...zones, readZone, writeZone: refuse }, facts(1));
  const change = { name: "www.example.com", type: "A", ttl: 60, add: ["192.0.2.1"], remove: [] } as const;
  await expect(writer.apply(zone, [change])).rejects.toMatchObject({ code: "read_incomplete" });
});

it.each([1, 3])("a race that is lost is planned again within one apply (%i sets per call)", async (batch) => {
  const model = createModel();
  model.hook = ({ kind }) => {
    if (kind === "write" && model.zone.rows().length === 0) {
      model.zone.put({ name: "www.example.com", type: "A", value: "192.0.2.101", ttl: 300 });
    }
    return "pass";
  };
  const change = { type: "A", ttl: 60, add: ["192.0.2.1"], remove: [] } as const;
  const { before, after } = await openSets(model, batch).apply(zone, [
    { ...change, name: "www.example.com" },
    { ...change, name: "example.com" },
  ]);
  expect(before).toMatchObject([{ name: "www.example.com", values: ["192.0.2.101"] }]);
  expect(after.map(({ values }) => values.length).sort()).toEqual([1, 2]);
  expect(model.zone.rows()).toHaveLength(3);
});

it("what was written before a crash is published by the next run", async () => {
  const model = createModel();
  model.hook = () => (model.calls.length === 3 ? "fail_before" : "pass");
  const writer = openRows(model, 1, true);
  const change = { name: "www.example.com", type: "A", ttl: 60, add: ["192.0.2.1"], remove: [] } as const;
  await expect(writer.apply(zone, [change])).rejects.toMatchObject({ code: "provider_unavailable" });
  expect(model).toMatchObject({ published: 0 });
  await writer.apply(zone, [change]);
  expect(model).toMatchObject({ published: 1 });
});

describe("500 hostnames in one zone", () => {
  const changes = Array.from({ length: 500 }, (_, index): SetChange[] => [
    { name: `t${index}.example.com`, type: "CNAME", ttl: 60, add: ["edge.example.net"], remove: [] },
    { name: `_challenge.t${index}.example.com`, type: "TXT", ttl: 60, add: [`v=${index}`], remove: [] },
  ]).flat();

  it.each([
    ["one row per call", (model: Model) => openRows(model, 1, false), 1 + 1000],
    ["200 rows per call", (model: Model) => openRows(model, 200, false), 1 + 5],
    ["1,000 sets per call", (model: Model) => openSets(model, 1000), 1 + 1],
    ["the zone in one call", openZone, 3],
  ])("%s", async (_shape, open, calls) => {
    const model = createModel();
    await open(model).apply(zone, changes);
    expect(model.zone.rows()).toHaveLength(1000);
    expect(model.calls).toHaveLength(calls);
  });
});

describe("faults", () => {
  it("are the only thing that is thrown", async () => {
    const broken = async () => JSON.parse("<html>");
    const writer = createRowDriver(
      { listZones: broken, findZoneAt: broken, listRows: broken, createRow: broken, deleteRow: broken },
      facts(1),
    );
    for (const work of [writer.listZones(), writer.findZone("a.example.com"), writer.readSets(zone, ["a.example.com"])])
      await expect(work).rejects.toMatchObject({ name: "ProviderFault", code: "provider_unavailable" });
  });
});

describe("zones are found by exact names", () => {
  it.each([
    ["a.b.example.co.uk", ["a.b.example.co.uk", "b.example.co.uk", "example.co.uk"]],
    ["*.shop.example.com", ["shop.example.com", "example.com"]],
    ["example.com", ["example.com"]],
    ["co.uk", ["co.uk"]],
    [
      "1.2.3.4.5.6.7.8.9.example.com",
      ["3", "4", "5", "6", "7", "8", "9"]
        .map((_, i, all) => [...all.slice(i), "example.com"].join("."))
        .concat("example.com"),
    ],
  ])("%s", async (hostname, expected) => {
    const asked: string[] = [];
    const findZoneAt = async (name: string) => {
      asked.push(name);
      return null;
    };
    const none = async () => {
      throw new Error("unused");
    };
    const writer = createRowDriver(
      { listZones: none, findZoneAt, listRows: none, createRow: none, deleteRow: none },
      facts(1),
    );
    expect(await writer.findZone(hostname)).toBeNull();
    expect(asked).toEqual(expected);
  });
});
