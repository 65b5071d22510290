import { setTimeout as pause } from "node:timers/promises";

/** How one item of a joint run ended. */
export type Ended<R> = { ok: true; value: R } | { ok: false; error: unknown };

type Waiting<I, R> = { item: I; resolve: (value: R) => void; reject: (error: unknown) => void };

/**
 * Work that many ask for at once, done for all of them together: an item that arrives while its key's run is under way waits
 * for the next one, which starts after it arrived. Who is alone waits for nobody.
 * @param run how each item ended, in their order; if it throws, that is how all of them ended
 * @param collectMs how long each run waits for others to join it, where nobody waits for the result; null: not at all
 * @param names of an item: two with a name in common are never in one run, and run in the order of their arrival
 */
export function joinWork<I, R>({
  maxItems,
  run,
  collectMs = null,
  names = () => [],
}: {
  maxItems: number;
  run: (items: readonly I[], key: string) => Promise<readonly Ended<R>[]>;
  collectMs?: number | null;
  names?: (item: I) => readonly string[];
}): (key: string, item: I) => Promise<R> {
  const queues = new Map<string, Waiting<I, R>[]>();

  async function work(key: string, queue: Waiting<I, R>[]): Promise<void> {
    while (queue.length > 0) {
      if (collectMs !== null) await pause(collectMs);
      const taken = takeDistinct(queue, maxItems, names);
      try {
        const ends = await run(
          taken.map(({ item }) => item),
          key,
        );
        for (const [index, { resolve, reject }] of taken.entries()) {
          const end = ends[index];
          if (end?.ok) resolve(end.value);
          else reject(end ? end.error : new Error("an item was left without an end"));
        }
      } catch (error) {
        for (const { reject } of taken) reject(error);
      }
    }
    queues.delete(key);
  }

  return (key, item) =>
    new Promise((resolve, reject) => {
      const waiting = { item, resolve, reject };
      const queue = queues.get(key);
      if (queue) {
        queue.push(waiting);
        return;
      }
      const started = [waiting];
      queues.set(key, started);
      void work(key, started);
    });
}

/** Removes the first items from the queue, except those that share a name with one before them. */
function takeDistinct<I, R>(
  queue: Waiting<I, R>[],
  maxItems: number,
  names: (item: I) => readonly string[],
): Waiting<I, R>[] {
  const seen = new Set<string>();
  const taken: Waiting<I, R>[] = [];
  const left: Waiting<I, R>[] = [];
  for (const waiting of queue) {
    const own = names(waiting.item);
    const isFree = taken.length < maxItems && own.every((name) => !seen.has(name));
    for (const name of own) seen.add(name);
    (isFree ? taken : left).push(waiting);
  }
  queue.splice(0, queue.length, ...left);
  return taken;
}
