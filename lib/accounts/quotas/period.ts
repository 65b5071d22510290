import { type UsageKind, usageKinds } from "@/lib/kernel/plans";

/** A calendar day or month in UTC: `start` is its first moment, `end` the next one's. */
export type Period = { start: Date; end: Date };

/** The month that `now` is in. */
export function periodAt(now: Date): Period {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  return { start: new Date(Date.UTC(year, month, 1)), end: new Date(Date.UTC(year, month + 1, 1)) };
}

/** The period over which a kind is summed; null for a level. */
export function periodOf(kind: UsageKind, now: Date): Period | null {
  switch (usageKinds[kind].reset) {
    case "never":
      return null;
    case "month":
      return periodAt(now);
    case "day": {
      const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
      return { start: new Date(Date.UTC(year, month, day)), end: new Date(Date.UTC(year, month, day + 1)) };
    }
  }
}

/** The period of a kind's counter as `YYYY-MM-DD`: a sum has a row for each period, a level has one row. */
export function counterPeriod(kind: UsageKind, now: Date): string {
  return (periodOf(kind, now)?.start ?? new Date(0)).toISOString().slice(0, 10);
}
