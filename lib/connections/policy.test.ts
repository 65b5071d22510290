import { expect, it } from "vitest";
import { checkDelayMs, nextHandshakeAt } from "@/lib/connections/policy";
import { isRenewalOverdue } from "@/lib/edge/guardian/policy";

const hour = 3_600_000;
const day = 24 * hour;
const recheckMs = 600_000;
const notBefore = new Date("2026-01-01T00:00:00Z");

it("checks every 2 s for the first 2 minutes, then less and less often, and hourly in the end", () => {
  const after = [0, 119_000, 120_000, 10 * 60_000, hour, 6 * hour, 24 * hour, 90 * day];
  expect(after.map(checkDelayMs)).toEqual([2, 2, 10, 60, 300, 900, 3_600, 3_600].map((seconds) => seconds * 1_000));
  expect(checkDelayMs(-5_000)).toBe(2_000);
});

// Caddy renews in the last third of a lifetime, and asks for a name only when somebody comes.
it.each([
  ["12 hours", 12 * hour],
  ["6 days", 6 * day],
  ["47 days", 47 * day],
  ["90 days", 90 * day],
])(
  "shakes hands with a certificate of %s right before its renewal window, and again and again in it",
  (_, lifetime) => {
    const certificate = { notBefore, notAfter: new Date(notBefore.getTime() + lifetime) };
    const windowStart = notBefore.getTime() + (lifetime * 2) / 3;
    const handshakes: number[] = [];
    for (let at = notBefore; at < certificate.notAfter; at = nextHandshakeAt(certificate, at, recheckMs)) {
      handshakes.push(at.getTime());
      expect(handshakes.length).toBeLessThan(10_000);
    }
    const before = handshakes.filter((at) => at < windowStart);
    const within = handshakes.filter((at) => at >= windowStart);
    expect(windowStart - Math.max(...before)).toBeLessThanOrEqual(12 * hour);
    expect(within[0]).toBe(windowStart);
    expect(new Set(within.slice(1).map((at, index) => at - (within[index] ?? 0)))).toEqual(new Set([recheckMs]));
  },
);

it("calls a renewal overdue in the last sixth of a lifetime, and not before", () => {
  const certificate = { notBefore, notAfter: new Date(notBefore.getTime() + 90 * day) };
  expect(isRenewalOverdue(certificate, new Date(notBefore.getTime() + 75 * day))).toBe(false);
  expect(isRenewalOverdue(certificate, new Date(notBefore.getTime() + 75 * day + 1))).toBe(true);
});
