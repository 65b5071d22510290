import fc from "fast-check";
import { expect, it } from "vitest";
import { joinWork } from "@/lib/kernel/join-work";

type Item = { id: number; key: string; names: string[]; fails: boolean };

const item = fc.record({
  key: fc.constantFrom("a", "b"),
  names: fc.uniqueArray(fc.constantFrom("x", "y", "z"), { maxLength: 2 }),
  fails: fc.boolean(),
  /** How many turns of the queue of microtasks pass before it is asked for. */
  after: fc.nat({ max: 12 }),
});

it("each item has its own end, runs of a key follow each other, and no run has two items with a name in common", async () => {
  const run = async (asked: (Omit<Item, "id"> & { after: number })[], maxItems: number, breaks: boolean) => {
    const running = new Set<string>();
    const runs: Item[][] = [];
    const arrived = new Set<number>();
    const join = joinWork<Item, number>({
      maxItems,
      names: ({ names }) => names,
      run: async (items) => {
        const key = items[0]?.key ?? "";
        expect(running.has(key)).toBe(false);
        running.add(key);
        const place = runs.push([...items]);
        for (const { id } of items) expect(arrived.has(id)).toBe(true);
        for (let turn = 0; turn < 5; turn += 1) await null;
        running.delete(key);
        if (breaks && place === 2) throw new Error("broken");
        return items.map(({ id, fails }) =>
          fails ? { ok: false, error: new Error(`${id}`) } : { ok: true, value: id },
        );
      },
    });
    const ends = await Promise.allSettled(
      asked.map(async ({ after, ...rest }, id) => {
        for (let turn = 0; turn < after; turn += 1) await null;
        arrived.add(id);
        return join(rest.key, { ...rest, id });
      }),
    );
    for (const [id, end] of ends.entries()) {
      if (breaks && runs[1]?.some((each) => each.id === id))
        expect(end).toMatchObject({ reason: { message: "broken" } });
      else if (asked[id]?.fails) expect(end).toMatchObject({ reason: { message: `${id}` } });
      else expect(end).toEqual({ status: "fulfilled", value: id });
    }
    for (const items of runs) {
      expect(items.length).toBeLessThanOrEqual(maxItems);
      expect(new Set(items.map(({ key }) => key)).size).toBe(1);
      const names = items.flatMap((each) => each.names);
      expect(new Set(names).size).toBe(names.length);
    }
    expect(
      runs
        .flat()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(asked.map((_, id) => id).sort());
  };
  const cases = fc.asyncProperty(fc.array(item, { maxLength: 25 }), fc.integer({ min: 1, max: 6 }), fc.boolean(), run);
  await fc.assert(cases, { numRuns: 300 });
});

it("who is alone waits for nobody, and those who come meanwhile share the next run", async () => {
  const runs: number[][] = [];
  const gates: (() => void)[] = [];
  const join = joinWork<number, number>({
    maxItems: 10,
    run: async (items) => {
      runs.push([...items]);
      await new Promise<void>((resolve) => gates.push(resolve));
      return items.map((value) => ({ ok: true, value }));
    },
  });
  const first = join("a", 1);
  const others = [join("a", 2), join("a", 3), join("b", 4)];
  expect(runs).toEqual([[1], [4]]);
  for (const open of gates.splice(0)) open();
  expect(await first).toBe(1);
  await expect.poll(() => runs).toEqual([[1], [4], [2, 3]]);
  for (const open of gates.splice(0)) open();
  expect(await Promise.all(others)).toEqual([2, 3, 4]);
});

it("two with a name in common run in the order of their arrival", async () => {
  const runs: string[][] = [];
  const join = joinWork<{ id: string; names: string[] }, null>({
    maxItems: 10,
    names: ({ names }) => names,
    run: async (items) => {
      runs.push(items.map(({ id }) => id));
      await null;
      return items.map(() => ({ ok: true, value: null }));
    },
  });
  await Promise.all([
    join("k", { id: "0", names: [] }),
    join("k", { id: "1", names: ["x"] }),
    join("k", { id: "2", names: ["x", "y"] }),
    // It shares a name with one that waits itself.
    join("k", { id: "3", names: ["y"] }),
    join("k", { id: "4", names: ["z"] }),
  ]);
  expect(runs).toEqual([["0"], ["1", "4"], ["2"], ["3"]]);
});
