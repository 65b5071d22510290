/**
 * Calls a function of the page. What it throws is the page's own error: reported there, and the widget goes on.
 * @returns what it returned; undefined where it threw, or is not there
 */
export function callBack<A, R>(callback: ((argument: A) => R) | undefined, argument: A): R | undefined {
  try {
    return callback?.(argument);
  } catch (error) {
    reportError(error);
    return undefined;
  }
}
