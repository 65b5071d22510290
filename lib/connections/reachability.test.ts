import fc from "fast-check";
import { expect, it } from "vitest";
import { type Reachability, reachabilityAfter, reachable, type SilenceSign } from "@/lib/connections/reachability";

const minute = 60_000;
const start = Date.parse("2026-01-01T00:00:00Z");
const options = { unreachableAfterMs: 60 * minute, maxStepMs: 20 * minute };

/** Checks at given minutes on the wall clock; the events, one per check. */
function run(checks: readonly (readonly [minutes: number, sign: SilenceSign])[]) {
  let before: Reachability = reachable;
  let lastCheckAt: Date | null = new Date(start);
  const events = checks.map(([minutes, sign]) => {
    const at = new Date(start + minutes * minute);
    const { after, event } = reachabilityAfter(before, sign, at, { ...options, lastCheckAt });
    before = after;
    lastCheckAt = at;
    return event;
  });
  return { events, last: before };
}

it("reports silence once after the set time, and the end of it once", () => {
  const silent = Array.from({ length: 9 }, (_, index) => [10 + index * 10, "silent"] as const);
  const { events } = run([...silent, [100, "answered"], [110, "answered"], [120, "silent"]]);
  expect(events.indexOf("domain.unreachable")).toBe(6);
  expect(events.filter((event) => event !== null)).toEqual(["domain.unreachable", "domain.reachable"]);
  expect(events[9]).toBe("domain.reachable");
});

it("names the first silent check as the beginning", () => {
  const { last } = run(Array.from({ length: 8 }, (_, index) => [10 + index * 10, "silent"] as const));
  expect(last.unreachableSince).toEqual(new Date(start + 10 * minute));
});

it.each([
  [
    "a clock that jumps ahead",
    [
      [10, "silent"],
      [5_000, "silent"],
      [5_010, "silent"],
      [5_020, "silent"],
    ],
  ],
  [
    "a worker that was stopped for days",
    [
      [10, "silent"],
      [9_000, "silent"],
    ],
  ],
  [
    "a clock that was set back",
    [
      [500, "silent"],
      [10, "silent"],
      [20, "silent"],
      [30, "silent"],
    ],
  ],
  [
    "one silent check alone",
    [
      [10, "silent"],
      [20, "answered"],
      [90, "silent"],
      [100, "answered"],
    ],
  ],
  [
    "an outage of our own",
    [
      [10, "silent"],
      [30, "silent"],
      [50, "silent"],
      [60, "unknown"],
      [70, "silent"],
      [80, "silent"],
    ],
  ],
] as const)("does not report for %s", (_title, checks) => {
  expect(run(checks as readonly (readonly [number, SilenceSign])[]).events.every((event) => event === null)).toBe(true);
});

it("the two events take turns, whatever is seen and whatever the clock does", () => {
  const check = fc.tuple(
    fc.integer({ min: -100_000, max: 100_000 }),
    fc.constantFrom<SilenceSign[]>("answered", "silent", "silent", "silent", "unknown"),
  );
  fc.assert(
    fc.property(fc.array(check, { maxLength: 60 }), (checks) => {
      const { events } = run(checks);
      const sent = events.filter((event) => event !== null);
      expect(sent).toEqual(sent.map((_, index) => (index % 2 === 0 ? "domain.unreachable" : "domain.reachable")));
      // Silence never reports an end, and an answer never a beginning.
      for (const [index, event] of events.entries()) {
        if (event === "domain.unreachable") expect(checks[index]?.[1]).toBe("silent");
        if (event === "domain.reachable") expect(checks[index]?.[1]).toBe("answered");
      }
    }),
  );
});

it("a spell has as much checked silence as is required, however long its steps are", () => {
  const steps = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(steps, (minutes) => {
      const times = minutes.map((_, index) => 10 + minutes.slice(0, index + 1).reduce((sum, step) => sum + step, 0));
      const checks = [10, ...times].map((at) => [at, "silent"] as const);
      const reported = run(checks).events.indexOf("domain.unreachable");
      const counted = minutes.slice(0, reported).reduce((sum, step) => sum + Math.min(step, 20), 0);
      const all = minutes.reduce((sum, step) => sum + Math.min(step, 20), 0);
      expect(reported === -1 ? all < 60 : counted >= 60).toBe(true);
    }),
  );
});
