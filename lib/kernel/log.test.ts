import fc from "fast-check";
import { afterEach, expect, it, vi } from "vitest";
import { limitRepeats } from "@/lib/kernel/limit-repeats";
import { createLog } from "@/lib/kernel/log";

afterEach(() => void vi.useRealTimers());

function openLog() {
  vi.useFakeTimers();
  const lines: string[] = [];
  const log = createLog({ logLevel: "info" }, { write: (line) => void lines.push(line) });
  return { log, lines: () => lines.splice(0).map((line) => JSON.parse(line)) };
}

it("the same warning is written once in a minute, and then with how often it came", () => {
  const { log, lines } = openLog();
  for (let count = 0; count < 100; count += 1) log.warn({ err: "refused", requestId: String(count) }, "database");
  expect(lines()).toMatchObject([{ err: "refused", msg: "database" }]);
  vi.advanceTimersByTime(60_000);
  log.warn({ err: "refused", requestId: "last" }, "database");
  expect(lines()).toMatchObject([{ err: "refused", requestId: "last", repeated: 99, msg: "database" }]);
  vi.advanceTimersByTime(60_000);
  log.warn("a sentence");
  log.warn("a sentence");
  log.warn({ err: "refused" }, "database");
  const [sentence, last] = lines();
  expect([sentence?.msg, last?.msg, last?.repeated]).toEqual(["a sentence", "database", undefined]);
});

it("errors and information are always written, because request ids lead to them", () => {
  const { log, lines } = openLog();
  for (let count = 0; count < 50; count += 1) {
    log.error({ requestId: "1" }, "request failed");
    log.info({ requestId: "1" }, "api");
  }
  expect(lines().length).toBe(100);
});

it("whatever comes, a text has ten lines a minute at most, a line comes once a minute, and none that is left out is forgotten", () => {
  const event = fc.record({ line: fc.nat(100), waitMs: fc.nat(1_000) });
  fc.assert(
    fc.property(fc.array(event, { minLength: 150, maxLength: 300 }), (events) => {
      let nowMs = 0;
      const limit = limitRepeats(() => nowMs);
      const written: { atMs: number; line: number }[] = [];
      let [leftOut, reported] = [0, 0];
      for (const { line, waitMs } of events) {
        nowMs += waitMs;
        const passed = limit.pass(String(line), "text");
        if (passed === null) leftOut += 1;
        else {
          written.push({ atMs: nowMs, line });
          reported += passed;
        }
      }
      nowMs += 60_000;
      reported += limit.pass("the last one", "text") ?? Number.NaN;
      expect(reported).toBe(leftOut);
      for (const { atMs, line } of written) {
        const within = written.filter((other) => other.atMs >= atMs && other.atMs < atMs + 60_000);
        expect(within.filter((other) => other.line === line).length).toBe(1);
        // Two minutes begin and end somewhere in sixty seconds.
        expect(within.length).toBeLessThanOrEqual(20);
      }
    }),
    { seed: 16 },
  );
});
