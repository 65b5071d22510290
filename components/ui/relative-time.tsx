"use client";

import { useSyncExternalStore } from "react";

/** "3 min ago" or "in 2 h"; the exact time on hover and for screen readers. `bare`: only the duration. */
export function RelativeTime({ date, bare = false }: { date: Date; bare?: boolean }) {
  const now = useSyncExternalStore(subscribe, nowInSeconds, nowInSeconds);
  // The server does not know the visitor's time zone.
  const exact = useSyncExternalStore(
    neverChanges,
    () => exactTime(date),
    () => null,
  );
  return (
    <time dateTime={date.toISOString()} title={exact ?? undefined} className="relative whitespace-nowrap tabular-nums">
      <span suppressHydrationWarning>{relativeText(now - Math.floor(date.getTime() / 1_000), bare)}</span>
      {exact && !bare && <span className="sr-only">{`, ${exact}`}</span>}
    </time>
  );
}

export function exactTime(date: Date): string {
  return date.toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "long" });
}

/** A negative `ageSeconds` is in the future; a few seconds of it are clock skew. */
export function relativeText(ageSeconds: number, bare: boolean): string {
  const text = distanceText(Math.abs(ageSeconds));
  if (ageSeconds < 5 && ageSeconds > -60) return bare ? "now" : "just now";
  if (bare) return text;
  return ageSeconds < 0 ? `in ${text}` : `${text} ago`;
}

function distanceText(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 48 * 3_600) return `${Math.floor(seconds / 3_600)} h`;
  return `${Math.floor(seconds / 86_400)} days`;
}

const neverChanges = () => () => undefined;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One timer for all times on the page. */
function subscribe(onTick: () => void): () => void {
  listeners.add(onTick);
  timer ??= setInterval(() => {
    for (const listener of listeners) listener();
  }, 1_000);
  return () => {
    listeners.delete(onTick);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function nowInSeconds(): number {
  return Math.floor(Date.now() / 1_000);
}
