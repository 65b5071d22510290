import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFairGate, type FairGate, type Permit } from "@/lib/kernel/fair-gate";
import { createFairSlots, type FairSlots } from "@/lib/kernel/fair-slots";

/** For each level of the path: how many its owner holds, and how many are free of what the level above may hold. */
function levelsOf(path: string[], held: string[][], total: number): { own: number; free: number }[] {
  let free = total - held.length;
  return path.map((_, depth) => {
    const own = held.filter((one) => path.slice(0, depth + 1).every((key, index) => one[index] === key)).length;
    const level = { own, free };
    free = Math.max(1, Math.floor((own + free) / 2)) - own;
    return level;
  });
}

describe("slots", () => {
  /** How many there are for these paths, taken in turn, until none may take another. */
  function takeAll(slots: FairSlots, ...paths: string[][]): number {
    let count = 0;
    for (let turn = 0, refused = 0; refused < paths.length; turn = (turn + 1) % paths.length) {
      if (slots.take(paths[turn] ?? [])) {
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
  ])("of %i, an owner alone gets %i", (total, most) => {
    expect(takeAll(createFairSlots(total), ["a"])).toBe(most);
  });

  it("of owners that take turns are equal shares, and one more share stays free", () => {
    for (const count of [1, 2, 3, 5]) {
      const slots = createFairSlots(60);
      const owners = Array.from({ length: count }, (_, index) => `owner-${index}`);
      const held = new Map(owners.map((owner) => [owner, 0]));
      for (let round = 0; round < 60; round += 1) {
        for (const owner of owners) if (slots.take([owner])) held.set(owner, (held.get(owner) ?? 0) + 1);
      }
      expect([...held.values()]).toEqual(owners.map(() => 60 / (count + 1)));
      expect(slots.free()).toBe(60 / (count + 1));
    }
  });

  it("of one part are half of its owner's, and the rest is for the other parts", () => {
    const slots = createFairSlots(16);
    expect(takeAll(slots, ["a", "slow"])).toBe(4);
    expect(takeAll(slots, ["a", "healthy"])).toBe(2);
    expect(takeAll(slots, ["b", "x"])).toBeGreaterThan(0);
  });

  it("whatever is taken and released: no more than there are, and after each taking as many free as its owner holds", () => {
    const step = fc.record({
      owner: fc.constantFrom("a", "b", "c", "d"),
      parts: fc.constantFrom([], ["x"], ["y"], ["x", "1"], ["x", "2"]),
      isRelease: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.array(step, { maxLength: 200 }), (total, steps) => {
        const slots = createFairSlots(total);
        const held: string[][] = [];
        for (const { owner, parts, isRelease } of steps) {
          const path = [owner, ...parts];
          const index = held.findIndex((one) => one.join() === path.join());
          if (isRelease && index >= 0) {
            slots.release(path);
            held.splice(index, 1);
          } else if (!isRelease) {
            const isNew = held.every((one) => one[0] !== owner);
            const hadFree = slots.free() > 0;
            expect(slots.mayTake([owner]) || !slots.mayTake(path)).toBe(true);
            const taken = slots.take(path);
            if (taken) held.push(path);
            // Nobody is refused a first slot while one is free.
            if (isNew) expect(taken).toBe(hadFree);
            for (const { own, free } of taken ? levelsOf(path, held, total) : []) {
              expect(own).toBeLessThanOrEqual(Math.max(1, free));
            }
          }
          expect(slots.free()).toBe(total - held.length);
          expect(slots.free()).toBeGreaterThanOrEqual(0);
        }
        for (const path of held) slots.release(path);
        expect(slots.free()).toBe(total);
        // Nothing is left over from before.
        expect(takeAll(slots, ["a", "x"])).toBe(takeAll(createFairSlots(total), ["a", "x"]));
      }),
    );
  });
});

describe("a gate", () => {
  const longMs = 60_000;

  /** Enters without waiting for the permits: those that were given at once. */
  async function enterMany(gate: FairGate, path: string[], count: number): Promise<Permit[]> {
    const permits: Permit[] = [];
    for (let index = 0; index < count; index += 1) {
      void gate.enter(path, longMs).then((permit) => permits.push(permit));
    }
    await new Promise((resolve) => setImmediate(resolve));
    return permits;
  }

  it("lets one tenant use half at most, and the next one its share at once", async () => {
    const gate = createFairGate({ maxInFlight: 12, maxQueued: 1_000 });
    // Half of it for the tenant, and half of that for the only zone.
    expect(await enterMany(gate, ["attacker", "silent.com"], 50)).toHaveLength(3);
    const other = await enterMany(gate, ["other", "healthy.com"], 2);
    expect(other.map(({ kind }) => kind)).toEqual(["granted", "granted"]);
  });

  it("leaves a tenant's other zones their share beside a silent one", async () => {
    const gate = createFairGate({ maxInFlight: 16, maxQueued: 1_000 });
    await enterMany(gate, ["tenant", "silent.com"], 50);
    expect(await enterMany(gate, ["tenant", "healthy.com"], 2)).toHaveLength(2);
  });

  it("is an overload for whoever's share of the queue is full, and not for the others", async () => {
    const gate = createFairGate({ maxInFlight: 4, maxQueued: 8 });
    const first = await enterMany(gate, ["attacker", "silent.com"], 50);
    expect(first.filter(({ kind }) => kind === "overload")).toHaveLength(47);
    expect(await enterMany(gate, ["other", "healthy.com"], 1)).toMatchObject([{ kind: "granted" }]);
  });

  it("is an overload for a caller that waits too long, whose place goes to nobody", async () => {
    const gate = createFairGate({ maxInFlight: 4, maxQueued: 100 });
    const held = await gate.enter(["t", "z"], longMs);
    expect(await gate.enter(["t", "z"], 5)).toEqual({ kind: "overload" });
    expect(await gate.enter(["t", "z"], 0)).toEqual({ kind: "overload" });
    expect(gate.isIdle()).toBe(false);
    if (held.kind === "granted") held.release();
    expect(gate.isIdle()).toBe(true);
  });

  it("frees the place in the queue of a caller that waits too long", async () => {
    const gate = createFairGate({ maxInFlight: 1, maxQueued: 1 });
    const held = await gate.enter(["t"], longMs);
    expect(await gate.enter(["t"], 5)).toEqual({ kind: "overload" });
    const next = gate.enter(["t"], longMs);
    if (held.kind === "granted") held.release();
    expect(await next).toMatchObject({ kind: "granted" });
  });

  it("counts a permit that is released twice once", async () => {
    const gate = createFairGate({ maxInFlight: 4, maxQueued: 100 });
    const [first] = await enterMany(gate, ["a"], 2);
    for (const _ of [1, 2]) if (first?.kind === "granted") first.release();
    expect(gate.isIdle()).toBe(false);
  });

  it("admits the callers of one share in order of arrival, and shares in turn", async () => {
    const gate = createFairGate({ maxInFlight: 1, maxQueued: 1_000 });
    const admitted: string[] = [];
    const names = ["a", "a", "a", "b", "c", "b"];
    await Promise.all(
      names.map(async (tenant, index) => {
        const permit = await gate.enter([tenant, "z"], longMs);
        admitted.push(`${tenant}${index}`);
        await new Promise((resolve) => setImmediate(resolve));
        if (permit.kind === "granted") permit.release();
      }),
    );
    expect(admitted).toEqual(["a0", "a1", "b3", "c4", "a2", "b5"]);
  });

  it("admits everybody who may take a slot after a release", async () => {
    const gate = createFairGate({ maxInFlight: 7, maxQueued: 1_000 });
    const [first] = await enterMany(gate, ["a"], 2);
    const ofB = await enterMany(gate, ["b"], 3);
    const ofA = await enterMany(gate, ["a"], 1);
    expect([ofB.length, ofA.length]).toEqual([2, 0]);
    if (first?.kind === "granted") first.release();
    await expect.poll(() => [ofB.length, ofA.length]).toEqual([3, 1]);
  });

  it("under any load: the limits hold, who comes new need not wait while a slot is free, and everybody is served in order", async () => {
    const step = fc.record({
      tenant: fc.constantFrom("a", "b", "c", "d"),
      zones: fc.constantFrom([], [], ["x"], ["y"], ["z"]),
      // More callers than slots.
      isRelease: fc.constantFrom(true, false, false),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 20 }),
        fc.array(step, { maxLength: 120 }),
        async (maxInFlight, steps) => {
          const gate = createFairGate({ maxInFlight, maxQueued: 10_000 });
          const held: { path: string[]; release(): void }[] = [];
          const waiting: string[][] = [];
          let served = 0;
          const entered: Promise<void>[] = [];
          const levels = (path: string[]) =>
            levelsOf(
              path,
              held.map((one) => one.path),
              maxInFlight,
            );
          const enter = async (path: string[]) => {
            waiting.push(path);
            const permit = await gate.enter(path, longMs);
            if (permit.kind !== "granted") throw new Error("the queue is long enough for all");
            held.push({ path, release: permit.release });
            served += 1;
            expect(held.length).toBeLessThanOrEqual(maxInFlight);
            for (const { own, free } of levels(path)) expect(own).toBeLessThanOrEqual(Math.max(1, free));
            const first = waiting.findIndex((one) => one.join() === path.join());
            expect(waiting[first]).toBe(path);
            waiting.splice(first, 1);
          };
          for (const { tenant, zones, isRelease } of steps) {
            if (isRelease) held.shift()?.release();
            else entered.push(enter([tenant, ...zones]));
            await new Promise((resolve) => setImmediate(resolve));
            // Who holds nothing waits only while no slot is free, and nobody waits who may take one.
            const isNewLeftOut = held.length < maxInFlight && waiting.some((path) => levels(path)[0]?.own === 0);
            expect(isNewLeftOut).toBe(false);
            const mayTake = (path: string[]) =>
              levels(path).every(({ own, free }) => free > 0 && (own === 0 || own + 1 <= free - 1));
            expect(waiting.filter(mayTake)).toEqual([]);
          }
          while (held.length > 0) {
            held.shift()?.release();
            await new Promise((resolve) => setImmediate(resolve));
          }
          await Promise.all(entered);
          expect(served).toBe(entered.length);
          expect(gate.isIdle()).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });
});
