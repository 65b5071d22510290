import type { ConnectionRow } from "@/lib/connections/connection-row";
import type { ZoneConflict } from "@/lib/dns/zones/plan-changes";

/**
 * Whether a repair without a person may remove what is in the way: not what an earlier one has removed already. Who publishes
 * it a second time means it.
 */
export function mayRepair({ writing }: Pick<ConnectionRow, "writing">, conflicts: readonly ZoneConflict[]): boolean {
  const removed = new Set(writing?.repairs.flatMap((repair) => repair.removed));
  return !removedKeys(conflicts).some((key) => removed.has(key));
}

/** As a repair stores them. */
export function removedKeys(conflicts: readonly Pick<ZoneConflict, "name" | "type" | "values">[]): string[] {
  return conflicts.flatMap(({ name, type, values }) => values.map((value) => `${name} ${type} ${value}`.slice(0, 600)));
}
