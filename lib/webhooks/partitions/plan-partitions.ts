const dayMs = 86_400_000;

/** How many partitions the time of retention is divided into: rows stay for at most one of these longer. */
const partsOfRetention = 6;
/** Partitions that exist before their time begins. */
const ahead = 2;

/**
 * The times between partitions, oldest first, in milliseconds: the first partition is all before the first of them, the last
 * one all from the last of them on. So there is a place for every row, whatever a clock says.
 */
export type Bounds = readonly number[];

/**
 * `dropBefore`: the partitions before this bound become one, of what is not to be deleted yet; null: none is old enough.
 * `add`: bounds that follow the last one.
 */
export type PartitionPlan = { dropBefore: number | null; add: readonly number[] };

/** What is to change, for rows that are stored for `keptMs`. */
export function planPartitions(bounds: Bounds, nowMs: number, keptMs: number): PartitionPlan {
  const widthMs = widthOf(keptMs);
  const add: number[] = [];
  let last = bounds.at(-1) ?? startOfDay(nowMs);
  while (last < nowMs + ahead * widthMs) {
    // After a long pause one partition takes all of it, however long it was.
    last = Math.max(last + widthMs, startOfDay(nowMs));
    add.push(last);
  }
  const old = bounds.filter((bound) => bound <= nowMs - keptMs);
  return { dropBefore: old.length > 1 ? (old.at(-1) ?? null) : null, add };
}

/**
 * Times whose old rows have to be deleted one by one: of the first partition, and of those that would otherwise be dropped
 * much too late. `from` is null for the first one.
 */
export function sweptRanges(bounds: Bounds, nowMs: number, keptMs: number): { from: number | null; to: number }[] {
  const keptFrom = nowMs - keptMs;
  const starts = [null, ...bounds];
  return starts.flatMap((from, index) => {
    const to = bounds[index] ?? Number.POSITIVE_INFINITY;
    const isDroppedSoon = from !== null && to - from <= 2 * widthOf(keptMs);
    return isDroppedSoon || (from ?? 0) >= keptFrom ? [] : [{ from, to: Math.min(to, keptFrom) }];
  });
}

/** Whole days. */
function widthOf(keptMs: number): number {
  return Math.max(1, Math.round(keptMs / partsOfRetention / dayMs)) * dayMs;
}

function startOfDay(ms: number): number {
  return Math.floor(ms / dayMs) * dayMs;
}
