"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";
import { linkOf, openedBy, pendingHref, startNavigation } from "@/components/ui/pending-navigation";
import { createPrefetchTurns } from "@/components/ui/prefetch-turns";

/** A navigation that ends where it began, for example by a redirect, changes no address. */
const stuckMs = 20_000;
/** A pointer that rests on a link for so long is about to click it. */
const restMs = 100;

type PrefetchOptions = Parameters<ReturnType<typeof useRouter>["prefetch"]>[1];
/** The whole page with its data, not only its skeleton. */
const wholePage = { kind: "full" } as PrefetchOptions;

/** The bar at the top of the window, from a click on any link until the page or its skeleton is there. */
export function NavigationProgress() {
  const pending = pendingHref.useValue();
  usePendingLinks();
  usePrefetchOnIntent();
  return (
    <div
      aria-hidden
      data-navigation-progress={pending === null ? undefined : "running"}
      className="pointer-events-none fixed inset-x-0 top-0 z-50 h-0.5 overflow-hidden"
    >
      {pending !== null && <div key={pending} className="h-full animate-progress bg-accent" />}
    </div>
  );
}

function usePendingLinks(): void {
  const path = usePathname();
  const search = useSearchParams();
  const pending = pendingHref.useValue();

  const from = useRef(path);

  useEffect(() => {
    if (pending !== null) from.current = window.location.pathname;
  }, [pending]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs whenever the address has changed
  useEffect(() => {
    const href = pendingHref.get();
    // A page may change its own query meanwhile: what is pending is there once the path has changed.
    const isThere = href !== null && (path !== from.current || path === href.split("?")[0]);
    if (isThere) pendingHref.set(null);
  }, [path, search]);

  useEffect(() => {
    if (pending === null) return;
    const timer = setTimeout(() => pendingHref.set(null), stuckMs);
    return () => clearTimeout(timer);
  }, [pending]);

  useEffect(() => {
    // In the bubble phase of the window: a click that was held back, offline or by unsaved changes, does not get here.
    const onClick = (event: MouseEvent) => {
      const href = openedBy(event);
      if (href !== null) startNavigation(href);
    };
    const onBack = () => pendingHref.set(null);
    // A page that is loaded is shown as well, maybe after the first click on it.
    const onPageShow = ({ persisted }: PageTransitionEvent) => persisted && onBack();
    const controller = new AbortController();
    addEventListener("click", onClick, controller);
    addEventListener("popstate", onBack, controller);
    addEventListener("pageshow", onPageShow, controller);
    return () => controller.abort();
  }, []);
}

/** Loads the page of a link that the pointer rests on or that has the focus, inside of `data-prefetch`. */
function usePrefetchOnIntent(): void {
  const router = useRouter();
  useEffect(() => {
    const turns = createPrefetchTurns();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onIntent = ({ target }: Event) => {
      clearTimeout(timer);
      const link = linkOf(target);
      if (!link?.closest("[data-prefetch=on]") || link.closest("[data-prefetch=off]")) return;
      const href = `${link.pathname}${link.search}`;
      if (link.pathname === location.pathname || pendingHref.get() !== null) return;
      timer = setTimeout(() => {
        if (turns.take(performance.now())) router.prefetch(href, wholePage);
      }, restMs);
    };
    const controller = new AbortController();
    addEventListener("pointerover", onIntent, controller);
    addEventListener("focusin", onIntent, controller);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [router]);
}
