"use client";

import { useRouter as useNextRouter } from "next/navigation";
import { useMemo } from "react";
import { createStore } from "@/components/ui/create-store";

/** The address that is being opened, from the click until its page or its skeleton is there; null: none. */
export const pendingHref = createStore<string | null>(null);

/** Whether this address, with its query, is being opened. */
export function useIsPending(href: string | null): boolean {
  return pendingHref.useSelected((pending) => pending !== null && pending === href);
}

/** Next's router, which besides shows at once that a page is being opened. */
export function useRouter(): Pick<ReturnType<typeof useNextRouter>, "push" | "refresh"> {
  const router = useNextRouter();
  return useMemo(
    () => ({
      push: (href, options) => {
        startNavigation(href);
        router.push(href, options);
      },
      refresh: router.refresh,
    }),
    [router],
  );
}

/** To be called with a path of this site. The page that is open already is no navigation. */
export function startNavigation(href: string): void {
  const { pathname, search } = new URL(href, location.href);
  if (`${pathname}${search}` === `${location.pathname}${location.search}`) return;
  pendingHref.set(`${pathname}${search}`);
}

/** The path within this site that a click opens in this tab, or null. */
export function openedBy(event: MouseEvent): string | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = linkOf(event.target);
  if (!link || (link.target !== "" && link.target !== "_self") || link.hasAttribute("download")) return null;
  return `${link.pathname}${link.search}`;
}

/** The link of this site that a pointer or the focus is on, or null. */
export function linkOf(target: EventTarget | null): HTMLAnchorElement | null {
  const link = target instanceof Element ? target.closest("a[href]") : null;
  return link instanceof HTMLAnchorElement && link.origin === location.origin ? link : null;
}
