import type { Context } from "@/lib/platform/ports/context";

const maxVisits = 2;
const minLateMs = 15_000;
const maxLateMs = 45_000;

/**
 * An endpoint that times out blocks a worker for 5 s per message, and may have messages pending for thousands of
 * connections. While it fails, this process makes at most two concurrent attempts; the others are delayed.
 * @returns false when it must wait; true must be followed by `leaveFailingEndpoint`
 */
export function visitFailingEndpoint({ memory }: Pick<Context, "memory">, endpointId: string): boolean {
  const now = memory.failingEndpoints.get(endpointId) ?? 0;
  if (now >= maxVisits) return false;
  memory.failingEndpoints.set(endpointId, now + 1);
  return true;
}

export function leaveFailingEndpoint({ memory }: Pick<Context, "memory">, endpointId: string): void {
  const rest = (memory.failingEndpoints.get(endpointId) ?? 1) - 1;
  if (rest > 0) memory.failingEndpoints.set(endpointId, rest);
  else memory.failingEndpoints.delete(endpointId);
}

/** When to retry: spread out, so that thousands of jobs do not run at once. */
export function lateBy(now: Date): Date {
  return new Date(now.getTime() + minLateMs + Math.random() * (maxLateMs - minLateMs));
}
