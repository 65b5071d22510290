import { keyOf, type ProviderSet } from "@/lib/dns/adapters/plan-writes";
import { normaliseName } from "@/lib/dns/domain-name";
import { normalValue } from "@/lib/dns/zones/canonical-value";

/**
 * One value of an RRset. `name` is absolute; `value` is in canonical form, whatever the provider sends.
 * `locked`: the row has something that we could not repeat (proxied, weighted, managed); it is read and never changed.
 */
export type Row = { id: string; name: string; type: string; ttl: number; value: string; locked?: boolean };

/** A set with the rows of which it consists. */
export type RowSet<R> = ProviderSet & { rows: readonly R[] };

/** Rows of one name and type as one set, in the order of the rows. */
export function setsOfRows<R extends Omit<Row, "id">>(rows: readonly R[]): RowSet<R>[] {
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return {
      name: normaliseName(first.name),
      type: first.type,
      ttl: Math.min(...group.map(({ ttl }) => ttl)),
      values: [...new Set(group.map(({ type, value }) => normalValue(type, value)))],
      locked: group.some(({ locked }) => locked === true),
      mixedTtl: new Set(group.map(({ ttl }) => ttl)).size > 1,
      rows: group,
    };
  });
}
