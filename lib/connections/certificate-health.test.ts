import fc from "fast-check";
import { expect, it } from "vitest";
import {
  type CertificateHealth,
  type CertificateSign,
  healthAfter,
  healthy,
} from "@/lib/connections/certificate-health";

const recheckMs = 600_000;
const confirmMs = recheckMs / 10;
type Step = { sign: CertificateSign; afterMs: number };

/** Each step with the event it caused. */
function run(steps: readonly Step[]): (Step & { at: number; event: string | null })[] {
  let health: CertificateHealth = healthy;
  let at = Date.UTC(2026, 0, 1);
  return steps.map((step) => {
    at += step.afterMs;
    const after = healthAfter(health, step.sign, new Date(at), recheckMs);
    health = after.health;
    return { ...step, at, event: after.event };
  });
}

const step = fc.record({
  sign: fc.constantFrom<CertificateSign>("good", "bad", "bad", "bad", "unknown"),
  // Back too: a clock may be set.
  afterMs: fc.oneof(fc.constantFrom(confirmMs, recheckMs), fc.integer({ min: -86_400_000, max: 86_400_000 })),
});
const steps = fc.array(step, { maxLength: 60 });

it("failing and recovered take turns, beginning with failing, whatever is seen", () => {
  fc.assert(
    fc.property(steps, (list) => {
      const events = run(list).flatMap(({ event }) => event ?? []);
      expect(events).toEqual(events.map((_, index) => (index % 2 === 0 ? "ssl.failing" : "ssl.recovered")));
    }),
    { numRuns: 500 },
  );
});

it("is failing only after three failures without a good certificate between them, over two confirmation delays", () => {
  fc.assert(
    fc.property(steps, (list) => {
      const results = run(list);
      for (const [index, { event, at }] of results.entries()) {
        if (event !== "ssl.failing") continue;
        const before = results.slice(0, index + 1);
        const series = before.slice(before.findLastIndex(({ sign }) => sign === "good") + 1);
        const bad = series.filter(({ sign }) => sign === "bad");
        expect(bad.length).toBeGreaterThanOrEqual(3);
        expect(at - Math.min(...bad.map((one) => one.at))).toBeGreaterThanOrEqual(2 * confirmMs);
      }
    }),
    { numRuns: 500 },
  );
});

it("a good certificate ends it at once, and three failures at the time of their checks begin it", () => {
  const series: CertificateSign[] = ["bad", "bad", "unknown", "bad", "bad", "unknown", "good", "bad", "good"];
  const events = run(series.map((sign) => ({ sign, afterMs: confirmMs }))).map(({ event }) => event);
  expect(events).toEqual([null, null, null, "ssl.failing", null, null, "ssl.recovered", null, null]);
});

it("an edge's own confirmations count", () => {
  const [failing, again] = run([
    { sign: "overdue_elsewhere", afterMs: 0 },
    { sign: "overdue_elsewhere", afterMs: 1 },
  ]);
  expect([failing?.event, again?.event]).toEqual(["ssl.failing", null]);
});
