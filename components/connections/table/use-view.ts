"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { type ConnectionsView, parseView, viewHref } from "@/components/connection-facts/view";
import { useEnvironment } from "@/components/session/environment";

/**
 * The view in the URL. `show` changes the URL without loading the page again: `push` adds a history entry, `replace` does
 * not.
 */
export function useView(): { view: ConnectionsView; show: (next: ConnectionsView, how?: "push" | "replace") => void } {
  const query = useSearchParams().toString();
  const environment = useEnvironment();
  const view = useMemo(() => ({ ...parseView(new URLSearchParams(query)), environment }), [query, environment]);
  const show = useCallback((next: ConnectionsView, how: "push" | "replace" = "push") => {
    const href = viewHref(next);
    if (href === `${location.pathname}${location.search}`) return;
    if (how === "push") history.pushState(null, "", href);
    else history.replaceState(null, "", href);
  }, []);
  return { view, show };
}
