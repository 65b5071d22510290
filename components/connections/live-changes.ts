"use client";

import { onlineManager, type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { changesCursorQuery } from "@/components/queries/queries";
import { listChangesCall } from "@/lib/api/calls/list-changes";
import { ApiError, request } from "@/lib/api/client";
import type { ChangesResource } from "@/lib/platform/changes/schema";

/** Shorter than the client's timeout. */
const waitSeconds = 15;
const pausesMs = [2_000, 4_000, 8_000, 15_000, 30_000] as const;

/**
 * Keeps every shown connection, list and count up to date: long-polls for changes and refetches what has changed. After an
 * error it refetches everything, with growing pauses. Paused while the tab is hidden.
 */
export function useConnectionChanges(): void {
  const client = useQueryClient();
  useEffect(() => {
    const ended = new AbortController();
    void follow(client, ended.signal);
    return () => ended.abort();
  }, [client]);
}

async function follow(client: QueryClient, signal: AbortSignal): Promise<void> {
  let cursor = client.getQueryData(changesCursorQuery.queryKey)?.cursor ?? null;
  let failures = 0;
  while (!signal.aborted) {
    await untilVisible(signal);
    if (signal.aborted) return;
    try {
      const after: string | null = cursor;
      const askedAtMs = performance.now();
      const changes: ChangesResource = await request(
        listChangesCall,
        after === null ? { wait: 0 } : { after, wait: waitSeconds },
        { signal },
      );
      cursor = changes.cursor;
      client.setQueryData(changesCursorQuery.queryKey, changes);
      if (after === null || failures > 0 || changes.more) await refetch(client, null);
      else if (changes.connectionIds.length > 0) await refetch(client, changes.connectionIds);
      failures = 0;
      const hasWaited = performance.now() - askedAtMs > 1_000;
      // The server lets only so many requests wait, and answers the others at once.
      if (after !== null && changes.connectionIds.length === 0 && !hasWaited) await pause(pausesMs[0], signal);
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ApiError && error.code === "invalid") cursor = null;
      const pauseMs = pausesMs[Math.min(failures, pausesMs.length - 1)] ?? 0;
      failures += 1;
      await pause(
        error instanceof ApiError ? Math.max(pauseMs, (error.retryAfterSeconds ?? 0) * 1_000) : pauseMs,
        signal,
      );
      await refetch(client, null);
    }
  }
}

/** Awaited, so that one refetch does not cancel the one before. */
async function refetch(client: QueryClient, ids: readonly string[] | null): Promise<void> {
  await client.invalidateQueries({
    predicate: ({ queryKey: [tag, , input] }) => {
      const { id } = (input ?? {}) as { id?: string };
      return tag === "connections" && (ids === null || id === undefined || ids.includes(id));
    },
  });
}

/** Resolves once the tab is visible and the browser is online. */
async function untilVisible(signal: AbortSignal): Promise<void> {
  const isVisible = () => !document.hidden && onlineManager.isOnline();
  if (isVisible()) return;
  await new Promise<void>((resolve) => {
    const check = () => {
      if (!signal.aborted && !isVisible()) return;
      document.removeEventListener("visibilitychange", check);
      signal.removeEventListener("abort", check);
      unsubscribe();
      resolve();
    };
    const unsubscribe = onlineManager.subscribe(check);
    document.addEventListener("visibilitychange", check);
    signal.addEventListener("abort", check);
  });
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end);
  });
}
