"use client";

import { useSyncExternalStore } from "react";

let said = { text: "", count: 0 };
const listeners = new Set<() => void>();

/** Says something to screen readers that the page shows by itself, as "3 domains verified". */
export function announce(text: string): void {
  said = { text, count: said.count + 1 };
  for (const listener of listeners) listener();
}

/** The place that is read out; stands once, in the shell. */
export function Announcer() {
  const { text, count } = useSyncExternalStore(
    subscribe,
    () => said,
    () => silence,
  );
  return (
    <p role="status" className="sr-only">
      {/* A new node is read out even where the words are the same. */}
      <span key={count}>{text}</span>
    </p>
  );
}

const silence = { text: "", count: 0 };

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
