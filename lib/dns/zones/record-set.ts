/** Types that are written. Sets of any other type are read, shown and never changed. */
export const writableTypes = ["A", "AAAA", "CAA", "CNAME", "MX", "SRV", "TXT"] as const;

export type WritableType = (typeof writableTypes)[number];

/**
 * An RRset in the one form that callers see, whatever its provider sends. `name` is absolute, lower-case, in A-labels, without a
 * trailing dot; `ttl` in seconds. Values are in presentation form: `canonicalValue` says which.
 */
export type RecordSet = { name: string; type: string; ttl: number; values: readonly string[] };

/**
 * What is to be different about one RRset. `add` values are there afterwards, `remove` values are not, every other value
 * stays. A value that is there already, or is gone already, costs no write. `ttl`: of a set that does not exist yet.
 */
export type SetChange = {
  name: string;
  type: WritableType;
  ttl: number;
  add: readonly string[];
  remove: readonly string[];
};
