const dayMs = 86_400_000;

/** The last `count` days in UTC as `YYYY-MM-DD`, today last. */
export function lastDays(now: Date, count: number): string[] {
  return Array.from({ length: count }, (_, index) => dayOf(new Date(now.getTime() - (count - 1 - index) * dayMs)));
}

/** The day in UTC. */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** Its first moment. */
export function startOfDay(day: string): Date {
  return new Date(`${day}T00:00:00.000Z`);
}
