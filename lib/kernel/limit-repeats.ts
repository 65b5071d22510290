import { LRUCache } from "lru-cache";

/** Decides which of many equal lines are written. */
export type RepeatLimit = {
  /**
   * @param line what makes two lines the same
   * @param text what they have in common with others of their kind
   * @returns null: it is not written; else how many of its kind were left out since the last one that was
   */
  pass(line: string, text: string): number | null;
};

const windowMs = 60_000;
const maxOfText = 10;
const maxRemembered = 500;

/** The same line at most once a minute, and ten of one text. @param nowMs monotonic */
export function limitRepeats(nowMs: () => number): RepeatLimit {
  const lines = new LRUCache<string, { atMs: number }>({ max: maxRemembered });
  const texts = new LRUCache<string, { sinceMs: number; written: number; leftOut: number }>({ max: maxRemembered });
  return {
    pass(line, text) {
      const now = nowMs();
      const known = texts.get(text);
      const isSameMinute = known !== undefined && now - known.sinceMs < windowMs;
      const minute = isSameMinute ? known : { sinceMs: now, written: 0, leftOut: known?.leftOut ?? 0 };
      texts.set(text, minute);
      const last = lines.get(line);
      const isRepeated = last !== undefined && now - last.atMs < windowMs;
      if (isRepeated || minute.written >= maxOfText) {
        minute.leftOut += 1;
        return null;
      }
      lines.set(line, { atMs: now });
      minute.written += 1;
      const { leftOut } = minute;
      minute.leftOut = 0;
      return leftOut;
    },
  };
}
