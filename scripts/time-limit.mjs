/** How many times slower than the reference machine this one is, as `npm test` measured it (machine-speed.mjs). */
const factor = Math.max(1, Number(process.env.TEST_TIME_FACTOR ?? 1));

/**
 * A limit for one step of a test. It only ends what hangs: choose `ms` several times longer than the step takes on the
 * reference machine; a slower machine gets more in proportion.
 * @param {number} ms
 * @returns {number}
 */
export function timeLimit(ms) {
  return Math.round(ms * factor);
}
