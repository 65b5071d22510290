const delaysMs = [0, 500, 1_000, 2_000, 5_000, 10_000, 30_000];
const steadyMs = 60_000;

/**
 * How long to wait before a process that ended after `ranMs` is started again: not at all the first time, then longer each
 * time up to `maxDelayMs`, unless it ran steadily in between. Pure.
 */
export function restartDelay(
  failures: number,
  ranMs: number,
  maxDelayMs = Number.POSITIVE_INFINITY,
): { failures: number; delayMs: number } {
  const before = ranMs >= steadyMs ? 0 : failures;
  const delayMs = delaysMs[Math.min(before, delaysMs.length - 1)] ?? 0;
  return { failures: before + 1, delayMs: Math.min(delayMs, maxDelayMs) };
}
