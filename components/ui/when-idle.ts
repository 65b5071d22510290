const withoutIdleCallbackMs = 2_000;

/** Runs once the browser has nothing else to do. @returns what cancels it */
export function whenIdle(run: () => void): () => void {
  if (typeof requestIdleCallback === "function") {
    const handle = requestIdleCallback(run);
    return () => cancelIdleCallback(handle);
  }
  const timer = setTimeout(run, withoutIdleCallbackMs);
  return () => clearTimeout(timer);
}
