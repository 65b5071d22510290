import fc from "fast-check";
import { expect, it } from "vitest";
import { createFairShares, type Permit, shareOf } from "@/lib/dns/fair-shares";

const longMs = 60_000;

/** Enters without waiting for the permit: `settled` says whether it was granted at once. */
async function enterMany(shares: ReturnType<typeof createFairShares>, path: string[], count: number) {
  const permits: Permit[] = [];
  const waiting = Array.from({ length: count }, () =>
    shares.enter(path, longMs).then((permit) => permits.push(permit)),
  );
  await new Promise((resolve) => setImmediate(resolve));
  return { permits, waiting };
}

it("one tenant gets half at most, and the next one its share at once", async () => {
  const shares = createFairShares({ maxInFlight: 12, maxQueued: 1_000 });
  const first = await enterMany(shares, ["attacker", "silent.com"], 50);
  // Half of it for the tenant, and half of that for the only zone.
  expect(first.permits).toHaveLength(3);
  const other = await enterMany(shares, ["other", "healthy.com"], 2);
  expect(other.permits.map(({ kind }) => kind)).toEqual(["granted", "granted"]);
});

it("a silent zone leaves the tenant's other zones their share", async () => {
  const shares = createFairShares({ maxInFlight: 16, maxQueued: 1_000 });
  await enterMany(shares, ["tenant", "silent.com"], 50);
  expect((await enterMany(shares, ["tenant", "healthy.com"], 2)).permits).toHaveLength(2);
});

it("a full queue is an overload of its own share, not of the others", async () => {
  const shares = createFairShares({ maxInFlight: 4, maxQueued: 8 });
  const first = await enterMany(shares, ["attacker", "silent.com"], 50);
  expect(first.permits.filter(({ kind }) => kind === "overload")).toHaveLength(47);
  expect((await enterMany(shares, ["other", "healthy.com"], 1)).permits).toMatchObject([{ kind: "granted" }]);
});

it("a caller that waits too long gets an overload, and its place goes to nobody", async () => {
  const shares = createFairShares({ maxInFlight: 4, maxQueued: 100 });
  const held = await shares.enter(["t", "z"], longMs);
  expect(await shares.enter(["t", "z"], 5)).toEqual({ kind: "overload" });
  expect(await shares.enter(["t", "z"], 0)).toEqual({ kind: "overload" });
  if (held.kind === "granted") held.release();
  expect(shares.isIdle()).toBe(true);
});

it("callers of one share are admitted in order of arrival, and shares in turn", async () => {
  const shares = createFairShares({ maxInFlight: 1, maxQueued: 1_000 });
  const admitted: string[] = [];
  const names = ["a", "a", "a", "b", "c", "b"];
  await Promise.all(
    names.map(async (tenant, index) => {
      const permit = await shares.enter([tenant, "z"], longMs);
      admitted.push(`${tenant}${index}`);
      await new Promise((resolve) => setImmediate(resolve));
      if (permit.kind === "granted") permit.release();
    }),
  );
  expect(admitted).toEqual(["a0", "a1", "b3", "c4", "a2", "b5"]);
});

it("under any load: the limits hold, who comes new need not wait while a permit is free, and everybody is served in the end", async () => {
  const step = fc.record({
    tenant: fc.constantFrom("a", "b", "c", "d"),
    zone: fc.constantFrom("x", "y", "z"),
    release: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 20 }),
      fc.array(step, { maxLength: 120 }),
      async (maxInFlight, steps) => {
        const shares = createFairShares({ maxInFlight, maxQueued: 10_000 });
        const held: { tenant: string; release(): void }[] = [];
        const active = new Map<string, number>();
        let served = 0;
        const entered: Promise<void>[] = [];
        for (const { tenant, zone, release } of steps) {
          if (release) {
            held.shift()?.release();
            await Promise.resolve();
            continue;
          }
          const mustBeGranted = (active.get(tenant) ?? 0) === 0 && held.length < maxInFlight;
          active.set(tenant, (active.get(tenant) ?? 0) + 1);
          let isGranted = false;
          entered.push(
            shares.enter([tenant, zone], longMs).then((permit) => {
              if (permit.kind !== "granted") throw new Error("the queue is long enough for all");
              isGranted = true;
              served += 1;
              held.push({
                tenant,
                release: () => {
                  active.set(tenant, (active.get(tenant) ?? 1) - 1);
                  permit.release();
                },
              });
            }),
          );
          await Promise.resolve();
          await Promise.resolve();
          const tenants = [...active.values()].filter((count) => count > 0).length;
          if (mustBeGranted) expect(isGranted).toBe(true);
          expect(held.length).toBeLessThanOrEqual(maxInFlight);
          const own = held.filter((one) => one.tenant === tenant).length;
          if (isGranted) expect(own).toBeLessThanOrEqual(shareOf(maxInFlight, tenants));
        }
        while (served < entered.length || held.length > 0) {
          held.shift()?.release();
          await new Promise((resolve) => setImmediate(resolve));
        }
        expect(shares.isIdle()).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});
