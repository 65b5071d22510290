/** Who waits, by tenant: as many turns as `waiting`, and when its last turn was (higher: later; null: it had none yet). */
export type TenantQueue = { tenantId: string; waiting: number; lastTurn: number | null };

/** Tenants in the order of their turns: whose last one is longest ago comes first. */
export function inTurn<T extends Pick<TenantQueue, "tenantId" | "lastTurn">>(queues: readonly T[]): T[] {
  return [...queues].sort(
    (one, other) =>
      (one.lastTurn ?? -1) - (other.lastTurn ?? -1) ||
      (one.tenantId < other.tenantId ? -1 : one.tenantId > other.tenantId ? 1 : 0),
  );
}

/** Tenants take turns, and each serves its own in order. */
export function fairOrder<T>(queues: readonly { items: readonly T[] }[]): T[] {
  const longest = Math.max(0, ...queues.map(({ items }) => items.length));
  return Array.from({ length: longest }, (_, round) => round).flatMap((round) =>
    queues.flatMap(({ items }) => items.slice(round, round + 1)),
  );
}

/**
 * How many turns come before the one of a tenant's item that has `ahead` of its own before it, if nobody else joins.
 * `others`: all other tenants that wait.
 */
export function turnsBefore(own: TenantQueue & { ahead: number }, others: readonly TenantQueue[]): number {
  return others.reduce((turns, other) => {
    const isEarlier = inTurn([own, other])[0] === other;
    return turns + Math.min(other.waiting, own.ahead + (isEarlier ? 1 : 0));
  }, own.ahead);
}
