import fc from "fast-check";
import { expect, it } from "vitest";
import { initialState } from "@/widget/flow/machine";
import type { FlowState } from "@/widget/flow/state";
import { setUpOf, startMs } from "@/widget/flow/testing/examples";
import { wakeAt } from "@/widget/flow/wake-at";

function waiting(part: Partial<FlowState> = {}): FlowState {
  const state = initialState("token", "");
  return { ...state, step: "progress", setUp: setUpOf(), busy: null, changedAtMs: startMs, ...part };
}

const ages = fc.nat({ max: 86_400_000 });

it("waits from 2 to 15 s, and never shorter because more time has passed", () => {
  fc.assert(
    fc.property(ages, ages, (a, b) => {
      const [young, old] = [Math.min(a, b), Math.max(a, b)].map((age) => {
        const nowMs = startMs + age;
        // Without the moment at which it becomes stalled.
        return (wakeAt(waiting({ changedAtMs: nowMs - age - 60_000 }), nowMs) ?? 0) - nowMs;
      });
      expect(young).toBeGreaterThanOrEqual(2_000);
      expect(old).toBeLessThanOrEqual(15_000);
      expect(old).toBeGreaterThanOrEqual(young ?? 0);
    }),
  );
});

it("looks a second after the server's next check, where that is sooner", () => {
  const at = (ms: number) => {
    const setUp = setUpOf({ nextCheckAt: new Date(startMs + 600_000 + ms) });
    return (wakeAt(waiting({ setUp }), startMs + 600_000) ?? 0) - startMs - 600_000;
  };
  expect([at(5_000), at(60_000), at(500), at(-60_000)]).toEqual([6_000, 15_000, 15_000, 15_000]);
});

it("wakes when it becomes stalled", () => {
  expect(wakeAt(waiting(), startMs + 42_000)).toBe(startMs + 45_000);
});

it("waits for nothing while something is under way, the token has expired, or nothing is waited for", () => {
  expect(wakeAt(waiting({ busy: "verifying" }), startMs)).toBeNull();
  expect(wakeAt(waiting({ isExpired: true }), startMs)).toBeNull();
  for (const step of ["domain", "analysis", "choice", "success", "ended"] as const)
    expect([step, wakeAt(waiting({ step }), startMs)]).toEqual([step, null]);
});
