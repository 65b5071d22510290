"use client";

import { useSyncExternalStore } from "react";

/** A value that the whole page shares, outside of React's tree. The server renders `initial`. */
export function createStore<T>(initial: T) {
  let value = initial;
  const listeners = new Set<() => void>();

  function get(): T {
    return value;
  }

  function set(next: T): void {
    value = next;
    for (const listener of listeners) listener();
  }

  function subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  return {
    get,
    set,
    useValue: () => useSyncExternalStore(subscribe, get, () => initial),
    /** Renders again only when the selected part changes. */
    useSelected: <S>(select: (value: T) => S) =>
      useSyncExternalStore(
        subscribe,
        () => select(value),
        () => select(initial),
      ),
  };
}
