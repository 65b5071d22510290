import { type UsageKind, usageKinds } from "@/lib/kernel/plans";

/** A calendar month in UTC: `start` is its first moment, `end` the next month's. */
export type Period = { start: Date; end: Date };

export function periodAt(now: Date): Period {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  return { start: new Date(Date.UTC(year, month, 1)), end: new Date(Date.UTC(year, month + 1, 1)) };
}

/** The period of a kind's counter as `YYYY-MM-DD`: a monthly sum has a row for each month, a level has one row. */
export function counterPeriod(kind: UsageKind, now: Date): string {
  return usageKinds[kind].reset === "never" ? "1970-01-01" : periodAt(now).start.toISOString().slice(0, 10);
}
