"use client";

import { createContext, type ReactNode, useContext } from "react";

const ReadOnlyContext = createContext(false);

/** Everything inside may be looked at, and not changed: buttons that would are off. */
export function ReadOnly({ on, children }: { on: boolean; children: ReactNode }) {
  return <ReadOnlyContext value={on}>{children}</ReadOnlyContext>;
}

export function useReadOnly(): boolean {
  return useContext(ReadOnlyContext);
}
