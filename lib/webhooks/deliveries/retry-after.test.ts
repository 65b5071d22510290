import fc from "fast-check";
import { expect, it } from "vitest";
import { retryAfterMs } from "@/lib/webhooks/deliveries/retry-after";

const now = new Date("2026-11-28T12:00:00Z");
const minute = 60_000;

it.each<[string, number]>([
  ["0", 0],
  ["1", 1_000],
  ["120", 2 * minute],
  [" 120 ", 2 * minute],
  ["3600", 60 * minute],
  ["3601", 60 * minute],
  ["999999999999999999999999", 60 * minute],
  ["Sat, 28 Nov 2026 12:05:00 GMT", 5 * minute],
  ["Saturday, 28-Nov-26 12:05:00 GMT", 5 * minute],
  ["Sat Nov 28 12:05:00 2026", 5 * minute],
  ["Sun, 29 Nov 2026 12:00:00 GMT", 60 * minute],
  ["Sat, 28 Nov 2026 11:59:59 GMT", 0],
  ["Fri, 31 Dec 1999 23:59:59 GMT", 0],
  // Not one of the two forms: our own schedule.
  ["", 0],
  ["-5", 0],
  ["+5", 0],
  ["1.5", 0],
  ["1e3", 0],
  ["0x10", 0],
  ["soon", 0],
  ["120, 60", 0],
  ["2 minutes", 0],
  ["2026-11-28T12:05:00Z", 0],
  ["Sat, 28 Nov 2026 12:05:00 +0200", 0],
  ["Sat, 99 Nov 2026 12:05:00 GMT", 0],
])("Retry-After: %j is %i ms", (text, ms) => {
  expect(retryAfterMs({ "retry-after": text }, now)).toBe(ms);
});

it("reads a date against the response's own clock, whether that is ahead of ours or behind", () => {
  for (const date of ["Sat, 28 Nov 2026 09:00:00 GMT", "Sun, 29 Nov 2026 17:00:00 GMT"]) {
    const after = new Date(Date.parse(date) + 7 * minute).toUTCString();
    expect(retryAfterMs({ "retry-after": after, date }, now)).toBe(7 * minute);
  }
  expect(retryAfterMs({ "retry-after": "Sat, 28 Nov 2026 12:05:00 GMT", date: "today" }, now)).toBe(5 * minute);
  expect(retryAfterMs({}, now)).toBe(0);
});

it("is a whole number of milliseconds within an hour, whatever a receiver writes", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary-ascii" }),
      fc.string(),
      fc.date({ noInvalidDate: true }),
      (text, date, at) => {
        const ms = retryAfterMs({ "retry-after": text, date }, at);
        expect(Number.isInteger(ms) && ms >= 0 && ms <= 60 * minute).toBe(true);
      },
    ),
  );
});

it("is the same for a number and a date of the same wait", () => {
  const dates = fc.date({ min: new Date(0), max: new Date("2099-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3_600 }), dates, (seconds, at) => {
      const date = at.toUTCString();
      const after = new Date(Math.floor(at.getTime() / 1_000) * 1_000 + seconds * 1_000).toUTCString();
      expect(retryAfterMs({ "retry-after": after, date }, now)).toBe(seconds * 1_000);
      expect(retryAfterMs({ "retry-after": String(seconds) }, now)).toBe(seconds * 1_000);
    }),
  );
});
