"use client";

import { useSyncExternalStore } from "react";

/** "3 min ago", and the exact time on hover. With `bare`, the age alone. */
export function RelativeTime({ date, bare = false }: { date: Date; bare?: boolean }) {
  const now = useSyncExternalStore(subscribe, nowInSeconds, () => 0);
  const age = ageText(Math.max(0, now - Math.floor(date.getTime() / 1_000)));
  return (
    <time dateTime={date.toISOString()} title={exactTime(date)} className="whitespace-nowrap tabular-nums">
      {bare ? age : age === "now" ? "just now" : `${age} ago`}
    </time>
  );
}

export function exactTime(date: Date): string {
  return date.toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "long" });
}

function ageText(seconds: number): string {
  if (seconds < 5) return "now";
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 48 * 3_600) return `${Math.floor(seconds / 3_600)} h`;
  return `${Math.floor(seconds / 86_400)} days`;
}

/** One clock for every time on the page. */
function subscribe(onTick: () => void): () => void {
  const timer = setInterval(onTick, 1_000);
  return () => clearInterval(timer);
}

function nowInSeconds(): number {
  return Math.floor(Date.now() / 1_000);
}
