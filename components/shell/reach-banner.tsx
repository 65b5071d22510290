"use client";

import { useQueryClient } from "@tanstack/react-query";
import { CloudOff } from "lucide-react";
import { useSyncExternalStore } from "react";
import { ApiError } from "@/lib/api/client";

/** Says that what is shown may be old. Fixed, so that nothing moves when it comes and goes. */
export function ReachBanner() {
  // Asked of the browser itself: react-query's own manager only hears of changes after the page has come alive.
  const online = useSyncExternalStore(
    subscribeToNetwork,
    () => navigator.onLine,
    () => true,
  );
  const cache = useQueryClient().getQueryCache();
  const unreachable = useSyncExternalStore(
    (onChange) => cache.subscribe(onChange),
    () => cache.getAll().some((query) => query.isActive() && isUnreachable(query.state)),
    () => false,
  );
  const text = !online
    ? "You are offline. This page shows what was last known, and goes on by itself."
    : unreachable
      ? "Latchkey cannot be reached. This page shows what was last known, and keeps trying."
      : null;
  return (
    <div role="status" className="pointer-events-none fixed inset-x-0 bottom-0 z-10 flex justify-center p-4">
      {text && (
        <p className="flex items-center gap-3 rounded-lg border border-bad bg-card px-4 py-3 shadow-lg">
          <CloudOff aria-hidden className="size-5 shrink-0 text-bad" />
          {text}
        </p>
      )}
    </div>
  );
}

function subscribeToNetwork(onChange: () => void): () => void {
  const heard = new AbortController();
  window.addEventListener("online", onChange, heard);
  window.addEventListener("offline", onChange, heard);
  return () => heard.abort();
}

function isUnreachable(state: { error: Error | null; fetchFailureReason: Error | null }): boolean {
  return [state.error, state.fetchFailureReason].some(
    (error) => error instanceof ApiError && error.code === "unreachable",
  );
}
