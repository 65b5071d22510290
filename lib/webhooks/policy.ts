/** Limits and delays of webhooks. */

/** Delays after the first, second, … failed attempt. A failure after the last delay is final. */
const retryDelaysMinutes = [1, 2, 4, 8, 16, 32] as const;

/** When to retry after `attempts` attempts, the last of which failed at `failedAt`; null: never. */
export function nextAttemptAt(attempts: number, failedAt: Date): Date | null {
  const minutes = retryDelaysMinutes[attempts - 1];
  return minutes === undefined ? null : new Date(failedAt.getTime() + minutes * 60_000);
}

/** Whether a retry is to wait. One that is further away than any delay was planned by a clock that was ahead. */
export function isBeforeRetry(retryAt: Date, now: Date): boolean {
  const waitMs = retryAt.getTime() - now.getTime();
  return waitMs > 0 && waitMs <= Math.max(...retryDelaysMinutes) * 60_000;
}

/** One attempt: look-up, connection, TLS, headers and body. */
export const sendTimeoutMs = 5_000;

/** How much of a response is stored. */
export const responseExcerptBytes = 1_024;

/** An endpoint is disabled after every attempt has failed for this long. */
export const disableAfterMs = 3 * 24 * 3_600_000;

export const maxEndpointsPerEnvironment = 20;

export const defaultOverlapHours = 24;
export const maxOverlapHours = 168;

/** How long settled deliveries are stored. */
export const keepDeliveriesMs = 30 * 24 * 3_600_000;
