/** Webhooks in numbers. */

/** Waits after the first, second, … failed attempt. One more failure than there are waits is the end. */
export const retryDelaysMinutes = [1, 2, 4, 8, 16, 32] as const;

/** When to try again after `attempts` attempts, the last of which failed at `failedAt`; null: never. */
export function nextAttemptAt(attempts: number, failedAt: Date): Date | null {
  const minutes = retryDelaysMinutes[attempts - 1];
  return minutes === undefined ? null : new Date(failedAt.getTime() + minutes * 60_000);
}

/** One attempt: look-up, connection, TLS, headers and body. */
export const sendTimeoutMs = 5_000;

/** What is kept of a response. */
export const responseExcerptBytes = 1_024;

/** An endpoint at which every attempt has failed for this long is disabled. */
export const disableAfterMs = 3 * 24 * 3_600_000;

export const maxEndpointsPerEnvironment = 20;

export const defaultOverlapHours = 24;
export const maxOverlapHours = 168;

/** Settled deliveries are kept for this long. */
export const keepDeliveriesMs = 30 * 24 * 3_600_000;
