import { isDriftConfirmed } from "@/lib/connections/policy";

/** Of a live hostname: the consecutive failures since the first of them, and whether ssl.failing was sent for them. */
export type CertificateHealth = { failures: number; since: Date | null; failing: boolean };

/**
 * What a check says. `bad`: an expired or wrong certificate, one that is not renewed in time, or none, although the edge was
 * allowed to order it. `overdue_elsewhere`: an edge made handshakes of its own in the renewal window, and nothing changed.
 * `unknown`: the edge or this installation is at fault.
 */
export type CertificateSign = "good" | "bad" | "overdue_elsewhere" | "unknown";

export const healthy: CertificateHealth = { failures: 0, since: null, failing: false };

/** The health after a check, and the event that says so: ssl.failing and ssl.recovered take turns. */
export function healthAfter(
  before: CertificateHealth,
  sign: CertificateSign,
  at: Date,
  recheckIntervalMs: number,
): { health: CertificateHealth; event: "ssl.failing" | "ssl.recovered" | null } {
  if (sign === "unknown") return { health: before, event: null };
  if (sign === "good") return { health: healthy, event: before.failing ? "ssl.recovered" : null };
  // A clock that was set back: the series begins anew.
  const since = before.since !== null && before.since <= at ? before.since : at;
  const failures = since === before.since ? before.failures + 1 : 1;
  const isConfirmed =
    sign === "overdue_elsewhere" || isDriftConfirmed(failures, at.getTime() - since.getTime(), recheckIntervalMs);
  const failing = before.failing || isConfirmed;
  return { health: { failures, since, failing }, event: failing && !before.failing ? "ssl.failing" : null };
}
