import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import type { RenewalFacts } from "@/lib/edge/guardian/renewal-status";
import { createRenewalTable, type RenewalTable } from "@/lib/edge/guardian/renewal-table";
import { readRenewals, writeRenewals } from "@/lib/edge/guardian/renewals-file";

const scratch = createScratchDirectory("renewals");
const path = join(scratch.path, "renewals");
afterAll(scratch.remove);

const uint32 = fc.integer({ min: 1, max: 2 ** 32 - 1 });
const facts = fc.record({
  notBefore: uint32,
  notAfter: uint32,
  triedAt: uint32,
  serial: uint32,
  tries: fc.integer({ min: 0, max: 255 }),
});
const hostname = fc.stringMatching(/^[a-z0-9]{1,20}\.test$/);

const contentOf = (table: RenewalTable) => new Map([...table.hostnames()].map((name) => [name, table.find(name)]));

it("the table is a map, however hostnames come and go", () => {
  const change = fc.tuple(hostname, fc.option(facts));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 3_000, size: "max" }), (changes) => {
      const table = createRenewalTable();
      const model = new Map<string, RenewalFacts>();
      for (const [name, value] of changes) {
        if (value === null) table.delete(name);
        else table.set(name, value);
        if (value === null) model.delete(name);
        else model.set(name, value);
      }
      expect(contentOf(table)).toEqual(model);
      expect(table.size()).toBe(model.size);
    }),
    { numRuns: 20 },
  );
});

it("reads what was written, and nothing of a file that was cut or changed anywhere", async () => {
  const table = createRenewalTable();
  for (const [index, value] of fc.sample(facts, 50).entries()) table.set(`shop${index}.test`, value);
  await writeRenewals(path, table);
  const again = createRenewalTable();
  expect(await readRenewals(path, again)).toBeNull();
  expect(contentOf(again)).toEqual(contentOf(table));

  const good = readFileSync(path);
  const at = fc.integer({ min: 0, max: good.length - 2 });
  await fc.assert(
    fc.asyncProperty(at, fc.integer({ min: 1, max: 255 }), fc.boolean(), async (position, flip, isCut) => {
      const bad = isCut ? good.subarray(0, position) : Buffer.from(good);
      if (!isCut) bad[position] = (bad[position] ?? 0) ^ flip;
      writeFileSync(path, bad);
      const damaged = createRenewalTable();
      expect(await readRenewals(path, damaged)).toEqual(expect.any(String));
      expect(damaged.size()).toBe(0);
    }),
    // A line feed that became a carriage return.
    { numRuns: 150, examples: [[good.indexOf("\n"), 7, false]] },
  );
});

it("starts empty without a file", async () => {
  rmSync(path, { force: true });
  const table = createRenewalTable();
  expect(await readRenewals(path, table)).toBeNull();
  expect(table.size()).toBe(0);
});
