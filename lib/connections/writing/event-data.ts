import { challenge } from "@/lib/dns/records/challenge";
import type { ZoneConflict } from "@/lib/dns/zones/plan-changes";
import type { RecordSet } from "@/lib/dns/zones/record-set";

const maxSets = 40;
const maxValues = 40;
const maxValueLength = 2_048;

/** In place of a challenge: the timeline and webhooks never hold one. */
export const maskedChallenge = challenge.value("…");

export type EventSet = { name: string; type: string; ttl: number; values: string[] };

/** Sets as the timeline has them: bounded, and without challenges. */
export function toEventSets(sets: readonly RecordSet[]): EventSet[] {
  return sets.slice(0, maxSets).map(({ name, type, ttl, values }) => ({ name, type, ttl, values: shown(values) }));
}

export function toEventConflicts(conflicts: readonly ZoneConflict[]) {
  return conflicts.slice(0, maxSets).map(({ name, type, values, because, removable }) => {
    return { name, type, values: shown(values), because, removable };
  });
}

function shown(values: readonly string[]): string[] {
  return values
    .slice(0, maxValues)
    .map((value) => (challenge.isOurs(value) ? maskedChallenge : value.slice(0, maxValueLength)));
}
