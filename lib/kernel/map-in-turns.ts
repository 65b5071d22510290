import { setImmediate as nextTurn } from "node:timers/promises";

const itemsPerTurn = 10;

/**
 * `map` for the items of a batch: before the first and after every few, whatever else the process has to do runs, such as an
 * answer to Caddy, which waits for no batch.
 */
export async function mapInTurns<T, R>(items: readonly T[], map: (item: T, index: number) => R): Promise<R[]> {
  const results: R[] = [];
  for (const [index, item] of items.entries()) {
    if (index % itemsPerTurn === 0 && items.length > 1) await nextTurn();
    results.push(map(item, index));
  }
  return results;
}
