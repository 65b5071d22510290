/** How many pages are loaded ahead of a click in any ten seconds: a pointer that crosses a long list is no wish to open it. */
const maxTurns = 6;
const windowMs = 10_000;

/** Counts prefetches: `take` says whether one more may start now, and counts it. */
export function createPrefetchTurns(): { take: (nowMs: number) => boolean } {
  let taken: readonly number[] = [];
  return {
    take: (nowMs) => {
      taken = taken.filter((atMs) => nowMs - atMs < windowMs);
      if (taken.length >= maxTurns) return false;
      taken = [...taken, nowMs];
      return true;
    },
  };
}
