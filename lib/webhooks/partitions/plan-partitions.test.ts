import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planPartitions, sweptRanges } from "@/lib/webhooks/partitions/plan-partitions";

const day = 86_400_000;
const seed = 16;

/** The bounds after a plan. */
function apply(bounds: readonly number[], nowMs: number, keptMs: number): number[] {
  const { dropBefore, add } = planPartitions(bounds, nowMs, keptMs);
  return [...bounds.filter((bound) => dropBefore === null || bound >= dropBefore), ...add];
}

describe("planPartitions", () => {
  it("keeps 30 days in partitions of five, two of them ahead, and drops what is wholly older", () => {
    let bounds = [0];
    for (let now = day; now <= 60 * day; now += day) bounds = apply(bounds, now, 30 * day);
    expect(bounds.map((bound) => bound / day)).toEqual([30, 35, 40, 45, 50, 55, 60, 65, 70]);
    expect(planPartitions(bounds, 60 * day, 30 * day)).toEqual({ dropBefore: null, add: [] });
  });

  it("has few partitions however long rows are kept, and after a year in which nothing ran", () => {
    let bounds = [0];
    for (let now = day; now <= 800 * day; now += day) bounds = apply(bounds, now, 365 * day);
    expect(bounds.length).toBeLessThan(12);
    expect(planPartitions([0, 5 * day], 365 * day, 30 * day)).toEqual({
      dropBefore: 5 * day,
      add: [365 * day, 370 * day, 375 * day],
    });
  });

  it("whatever clocks do, bounds ascend, their number is bounded, and nothing younger than the retention is dropped", () => {
    const jumps = fc.array(fc.integer({ min: -400 * day, max: 400 * day }), { minLength: 1, maxLength: 60 });
    const kept = fc.integer({ min: 1, max: 3_650 }).map((days) => days * day);
    fc.assert(
      fc.property(jumps, kept, (steps, keptMs) => {
        let now = 4_000 * day;
        let bounds = [now];
        for (const step of steps) {
          now = Math.max(day, now + step);
          const { dropBefore } = planPartitions(bounds, now, keptMs);
          expect(dropBefore ?? 0).toBeLessThanOrEqual(Math.max(now - keptMs, 0));
          bounds = apply(bounds, now, keptMs);
          expect(bounds).toEqual([...new Set(bounds)].sort((one, other) => one - other));
        }
        // Those of a time that clocks have left again are joined with the others once they are old.
        expect(bounds.length).toBeLessThanOrEqual(3 * steps.length + 2);
        expect(bounds.at(-1)).toBeGreaterThan(now);
      }),
      { seed },
    );
  });

  it("every old row is either dropped with its partition at most two widths late, or swept", () => {
    const layout = fc.uniqueArray(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(layout, fc.integer({ min: 0, max: 1_200 }), (days, age) => {
        const now = 1_200 * day;
        const keptMs = 30 * day;
        const bounds = days.sort((one, other) => one - other).map((at) => at * day);
        const row = now - age * day - 1;
        const swept = sweptRanges(bounds, now, keptMs).some(({ from, to }) => row >= (from ?? 0) && row < to);
        const { dropBefore } = planPartitions(bounds, now, keptMs);
        if (age * day < keptMs) expect(swept).toBe(false);
        else if (dropBefore === null || row >= dropBefore) expect(swept || age * day < keptMs + 10 * day).toBe(true);
      }),
      { seed },
    );
  });
});
