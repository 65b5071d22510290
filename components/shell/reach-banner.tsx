"use client";

import { useQueryClient } from "@tanstack/react-query";
import { CloudOff } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { ApiError } from "@/lib/api/client";

const bannerMarginPx = 16;

/** Warns that the data on the page may be old. Fixed, so that nothing moves when it appears. */
export function ReachBanner() {
  // From the browser: react-query's onlineManager learns of changes only after hydration.
  const online = useSyncExternalStore(
    subscribeToNetwork,
    () => navigator.onLine,
    () => true,
  );
  const held = useLinksThatWait(!online);
  const cache = useQueryClient().getQueryCache();
  const unreachable = useSyncExternalStore(
    (onChange) => cache.subscribe(onChange),
    () => cache.getAll().some((query) => query.isActive() && isUnreachable(query.state)),
    () => false,
  );
  const text = !online
    ? held
      ? "You are offline. Pages open again once you are back online."
      : "You are offline. This page shows the last known data and updates automatically once you are back."
    : unreachable
      ? "Latchkey cannot be reached. This page shows the last known data and keeps trying."
      : null;
  return (
    <div role="status" className="pointer-events-none fixed inset-x-0 bottom-0 z-10 flex justify-center p-4">
      {text && (
        <p ref={measure} className="flex items-center gap-3 rounded-lg border border-bad bg-card px-4 py-3 shadow-lg">
          <CloudOff aria-hidden className="size-5 shrink-0 text-bad" />
          {text}
        </p>
      )}
    </div>
  );
}

/** Toasts are shown above the banner: the style sheet has its height while it is there. */
function measure(banner: HTMLElement | null): (() => void) | undefined {
  if (banner === null) return;
  const { style } = document.documentElement;
  style.setProperty("--banner-height", `${banner.offsetHeight + bannerMarginPx}px`);
  return () => style.removeProperty("--banner-height");
}

/**
 * Offline, a link would open the browser's error page, and the data on this page would be lost.
 * @returns whether one was held back since the connection was lost
 */
function useLinksThatWait(offline: boolean): boolean {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    setHeld(false);
    if (!offline) return;
    const stay = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      if (!(link instanceof HTMLAnchorElement) || link.origin !== window.location.origin) return;
      if (link.pathname === window.location.pathname && link.hash !== "") return;
      event.preventDefault();
      event.stopPropagation();
      setHeld(true);
    };
    // Before the router's own listener.
    window.addEventListener("click", stay, { capture: true });
    return () => window.removeEventListener("click", stay, { capture: true });
  }, [offline]);
  return held;
}

function subscribeToNetwork(onChange: () => void): () => void {
  const controller = new AbortController();
  window.addEventListener("online", onChange, controller);
  window.addEventListener("offline", onChange, controller);
  return () => controller.abort();
}

function isUnreachable(state: { error: Error | null; fetchFailureReason: Error | null }): boolean {
  return [state.error, state.fetchFailureReason].some(
    (error) => error instanceof ApiError && error.code === "unreachable",
  );
}
