import type { QueryClient, QueryKey } from "@tanstack/react-query";

/** One answer in the browser's memory, and what it will be. `undefined` stays as it is: it has not been loaded. */
export type ChangeAhead<T> = { queryKey: QueryKey; change: (data: T) => T };

/**
 * Shows a change at once, then sends it. If it is refused, the page shows again what was there before, and the error is
 * thrown for a message. Only for what is nearly always accepted and can be undone.
 */
export async function changeAhead<R>(
  client: QueryClient,
  // biome-ignore lint/suspicious/noExplicitAny: each change is typed where it is made; here they are only kept together
  changes: readonly ChangeAhead<any>[],
  send: () => Promise<R>,
): Promise<R> {
  // A poll that is under way would bring the old value back.
  await Promise.all(changes.map(({ queryKey }) => client.cancelQueries({ queryKey, exact: true })));
  const before = changes.map(({ queryKey }) => client.getQueryData(queryKey));
  for (const { queryKey, change } of changes) {
    client.setQueryData(queryKey, (data: unknown) => (data === undefined ? undefined : change(data)));
  }
  try {
    return await send();
  } catch (error) {
    for (const [index, { queryKey }] of changes.entries()) client.setQueryData(queryKey, before[index]);
    throw error;
  }
}
