import { percentile } from "@/lib/kernel/percentile";

/** The last values of something that is measured all the time, such as intervals between two checks. */
export type RecentValues = {
  note(value: number): void;
  /** By nearest rank; null: there is no value yet. @param share 0 to 1 */
  percentile(share: number): number | null;
};

export function createRecentValues(most: number): RecentValues {
  const values: number[] = [];
  let next = 0;
  return {
    note(value) {
      values[next] = value;
      next = (next + 1) % most;
    },
    percentile(share) {
      return values.length === 0 ? null : percentile(values, share);
    },
  };
}
