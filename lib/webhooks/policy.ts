/** Limits and delays of webhooks. */

/** The longest that we wait because a receiver says so. */
export const maxRetryAfterMs = 60 * 60_000;

/** Delays after the first, second, … failed attempt. A failure after the last delay is final. */
const retryDelaysMinutes = [1, 2, 4, 8, 16, 32] as const;

/**
 * When to retry after `attempts` attempts, the last of which failed at `failedAt`; null: never. `retryAfterMs`: the wait
 * that the receiver asked for, which can only lengthen ours.
 */
export function nextAttemptAt(attempts: number, failedAt: Date, retryAfterMs: number): Date | null {
  const minutes = retryDelaysMinutes[attempts - 1];
  return minutes === undefined ? null : new Date(failedAt.getTime() + Math.max(minutes * 60_000, retryAfterMs));
}

/** Whether a message is to wait. A time that is further away than any delay was set by a clock that was ahead. */
export function isBeforeRetry(retryAt: Date, now: Date): boolean {
  const waitMs = retryAt.getTime() - now.getTime();
  return waitMs > 0 && waitMs <= maxRetryAfterMs;
}

/** One attempt: look-up, connection, TLS and headers. What has come of the body by then is kept. */
export const sendTimeoutMs = 5_000;

/** How much of a response is stored. */
export const responseExcerptBytes = 1_024;

/** An endpoint that answers with it is disabled at once (Standard Webhooks): it wants no more messages. */
export const goneStatus = 410;

/** An endpoint is disabled after every attempt has failed for this long. */
export const disableAfterMs = 3 * 24 * 3_600_000;

export const maxEndpointsPerEnvironment = 20;

export const defaultOverlapHours = 24;
export const maxOverlapHours = 168;
