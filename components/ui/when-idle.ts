/** Chromium may leave idle callbacks waiting for as long as it has nothing to draw. */
const latestMs = 2_000;

/** Runs once the browser has nothing else to do. @returns what cancels it */
export function whenIdle(run: () => unknown): () => void {
  if (typeof requestIdleCallback === "function") {
    const handle = requestIdleCallback(run, { timeout: latestMs });
    return () => cancelIdleCallback(handle);
  }
  const timer = setTimeout(run, latestMs);
  return () => clearTimeout(timer);
}
