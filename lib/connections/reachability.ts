/**
 * Of a live connection. `silentSince`: the first of the consecutive checks to which no nameserver gave a usable answer.
 * `silentMs`: for how long, as far as it was checked. `unreachableSince`: set once that was reported.
 */
export type Reachability = { silentSince: Date | null; silentMs: number; unreachableSince: Date | null };

/** What a check says about it. `unknown`: our own DNS was at fault, or the state is none in which it matters. */
export type SilenceSign = "answered" | "silent" | "unknown";

export const reachable: Reachability = { silentSince: null, silentMs: 0, unreachableSince: null };

/**
 * The reachability after a check, and the event that says so: the two take turns. Only time between two checks counts, and
 * no more of it than `maxStepMs`: neither a clock that jumps nor a worker that was stopped makes a domain unreachable.
 */
export function reachabilityAfter(
  before: Reachability,
  sign: SilenceSign,
  at: Date,
  options: { lastCheckAt: Date | null; unreachableAfterMs: number; maxStepMs: number },
): { after: Reachability; event: "domain.unreachable" | "domain.reachable" | null } {
  if (sign === "answered") {
    return { after: reachable, event: before.unreachableSince === null ? null : "domain.reachable" };
  }
  // What was counted until then may have been our own fault too.
  if (sign === "unknown") return { after: { ...before, silentMs: 0, silentSince: null }, event: null };
  const isFirst = before.silentSince === null;
  const sinceLastMs = at.getTime() - (options.lastCheckAt?.getTime() ?? at.getTime());
  const stepMs = isFirst ? 0 : Math.min(Math.max(0, sinceLastMs), options.maxStepMs);
  // A time in the future was stored by a clock that was ahead.
  const silentSince = before.silentSince === null || before.silentSince > at ? at : before.silentSince;
  const silentMs = Math.min(before.silentMs + stepMs, maxSilentMs);
  const isReported = before.unreachableSince !== null;
  const isConfirmed = !isFirst && silentMs >= options.unreachableAfterMs;
  return {
    after: {
      silentSince,
      silentMs,
      unreachableSince: isReported ? before.unreachableSince : isConfirmed ? silentSince : null,
    },
    event: isConfirmed && !isReported ? "domain.unreachable" : null,
  };
}

/** Well within an integer column. */
const maxSilentMs = 1_000_000_000;
