"use client";

import { usePathname } from "next/navigation";
import { useEffect } from "react";

/**
 * The title of the tab, the most specific first, with the product's name at the end. For pages whose names are only known
 * with their data; others have their title in the page's metadata.
 */
export function useDocumentTitle(...parts: (string | undefined)[]): void {
  const title = [...parts.filter(Boolean), "Latchkey"].join(" · ");
  const pathname = usePathname();
  useEffect(() => {
    if (title === "Latchkey") return;
    document.title = title;
    // The metadata may arrive after the page itself, once: Next then writes a title over this one.
    const observer = new MutationObserver(() => {
      if (document.title === title || location.pathname !== pathname) return;
      observer.disconnect();
      document.title = title;
    });
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, [title, pathname]);
}
