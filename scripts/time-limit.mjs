/** How many times slower this machine is than the reference machine, as `npm test` measured it (machine-speed.mjs). */
const factor = Math.max(1, Number(process.env.TEST_TIME_FACTOR ?? 1));

/**
 * A limit for one step of a test, only to end what hangs: choose `ms` several times longer than the step takes on the
 * reference machine. Slower machines get proportionally more.
 * @param {number} ms
 * @returns {number}
 */
export function timeLimit(ms) {
  return Math.round(ms * factor);
}
