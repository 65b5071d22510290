"use client";

import { useSyncExternalStore } from "react";

/**
 * "3 min ago" or "in 2 h"; the exact time on hover and for screen readers. `bare`: only the duration. `planned`: it lies
 * ahead, so that a few seconds of the future are no difference between two clocks.
 */
export function RelativeTime({
  date,
  bare = false,
  planned = false,
}: {
  date: Date;
  bare?: boolean;
  planned?: boolean;
}) {
  // The text and not the time: what reads the same a second later is not rendered again.
  const textNow = () => relativeText(nowInSeconds() - Math.floor(date.getTime() / 1_000), bare, planned);
  const text = useSyncExternalStore(subscribe, textNow, textNow);
  // The server does not know the visitor's time zone.
  const exact = useSyncExternalStore(
    neverChanges,
    () => exactTime(date),
    () => null,
  );
  return (
    <time dateTime={date.toISOString()} title={exact ?? undefined} className="relative whitespace-nowrap tabular-nums">
      {/* Hydration keeps the text that the server rendered, which may be seconds or a cache older: a new element has the right one. */}
      <span key={exact === null ? "server" : "browser"} suppressHydrationWarning>
        {text}
      </span>
      {exact && !bare && <span className="sr-only">{`, ${exact}`}</span>}
    </time>
  );
}

/** Made once: a table asks for a hundred texts, and another format for each would take most of its time. */
let exactFormat: Intl.DateTimeFormat | undefined;

export function exactTime(date: Date): string {
  exactFormat ??= new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "long" });
  return exactFormat.format(date);
}

/** A negative `ageSeconds` is in the future; unless it is `planned`, a few seconds of it are clock skew. */
export function relativeText(ageSeconds: number, bare: boolean, planned = false): string {
  if (planned && ageSeconds >= 0) return "now";
  if (ageSeconds < 5 && ageSeconds > (planned ? 0 : -60)) return bare ? "now" : "just now";
  // What is chosen as seven days must not be six a second later.
  const text = ageSeconds < 0 ? distanceText(-ageSeconds, Math.round) : distanceText(ageSeconds, Math.floor);
  if (bare) return text;
  return ageSeconds < 0 ? `in ${text}` : `${text} ago`;
}

function distanceText(seconds: number, whole: (value: number) => number): string {
  if (seconds < 60) return `${seconds} s`;
  if (whole(seconds / 60) < 60) return `${whole(seconds / 60)} min`;
  if (whole(seconds / 3_600) < 48) return `${whole(seconds / 3_600)} h`;
  return `${whole(seconds / 86_400)} days`;
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
