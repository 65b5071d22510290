"use client";

import { createContext, type ReactNode, useContext } from "react";

const ReadOnlyContext = createContext(false);

/** While `on`, everything inside is read-only: buttons that change something are disabled. */
export function ReadOnly({ on, children }: { on: boolean; children: ReactNode }) {
  return <ReadOnlyContext value={on}>{children}</ReadOnlyContext>;
}

export function useReadOnly(): boolean {
  return useContext(ReadOnlyContext);
}
