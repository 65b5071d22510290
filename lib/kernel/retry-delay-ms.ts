/** The delay after the first, second, … failed attempt; the last one of the list repeats. */
export function retryDelayMs(delaysMs: readonly [number, ...number[]], attempts: number): number {
  return delaysMs[Math.min(attempts, delaysMs.length) - 1] ?? delaysMs[0];
}
