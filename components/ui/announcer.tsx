"use client";

import { createStore } from "@/components/ui/create-store";

const announcement = createStore({ text: "", count: 0 });

/** Reads out to screen readers what the page shows on its own, such as "3 domains verified". */
export function announce(text: string): void {
  announcement.set({ text, count: announcement.get().count + 1 });
}

/** The live region of `announce`. Once in a page, in the shell. */
export function Announcer() {
  const { text, count } = announcement.useValue();
  return (
    <p role="status" className="sr-only">
      {/* A new node is read out even if the words are the same. */}
      <span key={count}>{text}</span>
    </p>
  );
}
