import fc from "fast-check";
import { expect, it } from "vitest";
import { createFairSlots, type FairSlots } from "@/lib/kernel/fair-slots";

/** How many the owner gets when it takes all that it may. */
function takeAll(slots: FairSlots, owner: string, parts: (string | undefined)[] = [undefined]): number {
  let count = 0;
  for (let part = 0, refused = 0; refused < parts.length; part = (part + 1) % parts.length) {
    if (slots.take(owner, parts[part])) {
      count += 1;
      refused = 0;
    } else refused += 1;
  }
  return count;
}

it.each([
  [2, 1],
  [3, 1],
  [16, 8],
  [30, 15],
  [2_000, 1_000],
])("of %i slots, an owner alone gets %i", (total, most) => {
  expect(takeAll(createFairSlots(total), "a")).toBe(most);
});

it("owners that take turns get equal shares, and one more share stays free", () => {
  for (const count of [1, 2, 3, 5]) {
    const slots = createFairSlots(60);
    const owners = Array.from({ length: count }, (_, index) => `owner-${index}`);
    const held = new Map(owners.map((owner) => [owner, 0]));
    for (let round = 0; round < 60; round += 1) {
      for (const owner of owners) if (slots.take(owner)) held.set(owner, (held.get(owner) ?? 0) + 1);
    }
    expect([...held.values()]).toEqual(owners.map(() => 60 / (count + 1)));
    expect(slots.free()).toBe(60 / (count + 1));
  }
});

it("a part of an owner gets half of the owner's share, and leaves the rest to the other parts", () => {
  const slots = createFairSlots(16);
  expect(takeAll(slots, "a", ["slow"])).toBe(4);
  expect(takeAll(slots, "a", ["healthy"])).toBe(2);
  expect(takeAll(slots, "b", ["x"])).toBeGreaterThan(0);
});

it("whatever is taken and released: no more than there are, and after each taking as many free as its owner holds", () => {
  const step = fc.record({
    owner: fc.constantFrom("a", "b", "c", "d"),
    part: fc.constantFrom(undefined, "x", "y"),
    isRelease: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.array(step, { maxLength: 200 }), (total, steps) => {
      const slots = createFairSlots(total);
      const held: { owner: string; part: string | undefined }[] = [];
      const of = (owner: string) => held.filter((one) => one.owner === owner).length;
      for (const { owner, part, isRelease } of steps) {
        const index = held.findIndex((one) => one.owner === owner && one.part === part);
        if (isRelease && index >= 0) {
          slots.release(owner, part);
          held.splice(index, 1);
        } else if (!isRelease) {
          const isNew = of(owner) === 0;
          const hadFree = slots.free() > 0;
          const taken = slots.take(owner, part);
          if (taken) held.push({ owner, part });
          // Nobody is refused a first slot while one is free.
          if (isNew) expect(taken).toBe(hadFree);
          if (taken) expect(of(owner)).toBeLessThanOrEqual(Math.max(1, slots.free()));
        }
        expect(slots.free()).toBe(total - held.length);
        expect(slots.free()).toBeGreaterThanOrEqual(0);
      }
      for (const { owner, part } of held) slots.release(owner, part);
      expect(slots.free()).toBe(total);
    }),
  );
});
