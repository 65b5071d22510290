import type { RecordSet } from "@/lib/dns/zones/record-set";

/**
 * One value. `name` is absolute, lower-case, without a trailing dot; `value` in canonical form (a TXT is its text). `extra`:
 * what the provider keeps besides, such as who locked the row.
 */
export type ModelRow = {
  id: string;
  name: string;
  type: string;
  ttl: number;
  value: string;
  extra: Record<string, unknown>;
};

export type ModelZone = {
  id: string;
  name: string;
  nameservers: string[];
  /** In the order in which they were made. */
  rows(): readonly ModelRow[];
  find(id: string): ModelRow | null;
  /** As somebody else, or as the provider. */
  put(row: { name: string; type: string; value: string; ttl?: number; extra?: Record<string, unknown> }): ModelRow;
  /** False where it is not there. */
  remove(id: string): boolean;
  /** Replaces an existing row's content in place. */
  change(id: string, changes: Partial<Omit<ModelRow, "id">>): ModelRow | null;
  /** Returns a function that brings the rows of now back: for APIs that do all or nothing. */
  snapshot(): () => void;
  /** The rows as RRsets, sorted. A set's TTL is that of its first row. */
  sets(): RecordSet[];
};

let zones = 0;

export function createModelZone(
  name: string,
  options: { id?: string; nameservers?: string[]; rowId?: (count: number) => string } = {},
): ModelZone {
  zones += 1;
  const rowId = options.rowId ?? ((count) => String(1000 + count));
  let rows: ModelRow[] = [];
  let made = 0;
  return {
    id: options.id ?? String(zones),
    name,
    nameservers: options.nameservers ?? ["ns1.provider.example", "ns2.provider.example"],
    rows: () => rows,
    find: (id) => rows.find((row) => row.id === id) ?? null,
    put: ({ ttl = 3600, extra = {}, ...row }) => {
      made += 1;
      const added = { ...row, id: rowId(made), ttl, extra };
      rows = [...rows, added];
      return added;
    },
    remove: (id) => {
      const before = rows.length;
      rows = rows.filter((row) => row.id !== id);
      return rows.length < before;
    },
    change: (id, changes) => {
      rows = rows.map((row) => (row.id === id ? { ...row, ...changes } : row));
      return rows.find((row) => row.id === id) ?? null;
    },
    snapshot: () => {
      const kept = rows;
      return () => {
        rows = kept;
      };
    },
    sets: () => {
      const sets = new Map<string, RecordSet>();
      for (const { name, type, ttl, value } of rows) {
        const key = `${name} ${type}`;
        const set = sets.get(key);
        sets.set(key, { name, type, ttl: set?.ttl ?? ttl, values: [...(set?.values ?? []), value].sort() });
      }
      return [...sets].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, set]) => set);
    },
  };
}
