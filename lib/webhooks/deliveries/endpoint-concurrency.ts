const maxVisits = 2;
const minLateMs = 15_000;
const maxLateMs = 45_000;

const visits = new Map<string, number>();

/**
 * An endpoint that times out blocks a worker for 5 s per message, and may have messages pending for thousands of
 * connections. While it fails, this process makes at most two concurrent attempts; the others are delayed.
 * @returns false when it must wait; true must be followed by `leaveFailingEndpoint`
 */
export function visitFailingEndpoint(endpointId: string): boolean {
  const now = visits.get(endpointId) ?? 0;
  if (now >= maxVisits) return false;
  visits.set(endpointId, now + 1);
  return true;
}

export function leaveFailingEndpoint(endpointId: string): void {
  const rest = (visits.get(endpointId) ?? 1) - 1;
  if (rest > 0) visits.set(endpointId, rest);
  else visits.delete(endpointId);
}

/** When to retry: spread out, so that thousands of jobs do not run at once. */
export function lateBy(now: Date): Date {
  return new Date(now.getTime() + minLateMs + Math.random() * (maxLateMs - minLateMs));
}
