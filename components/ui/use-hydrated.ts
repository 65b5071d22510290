"use client";

import { useSyncExternalStore } from "react";

/** Whether React has hydrated the page. Before that, the browser itself would submit a form. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    neverChanges,
    () => true,
    () => false,
  );
}

function neverChanges(): () => void {
  return () => undefined;
}
