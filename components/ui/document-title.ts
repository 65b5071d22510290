"use client";

import { useEffect } from "react";

/**
 * The title of the tab, the most specific first, with the product's name at the end. For pages whose names are only known
 * with their data; others have their title in the page's metadata.
 */
export function useDocumentTitle(...parts: (string | undefined)[]): void {
  const title = [...parts.filter(Boolean), "Latchkey"].join(" · ");
  useEffect(() => {
    if (title !== "Latchkey") document.title = title;
  }, [title]);
}
