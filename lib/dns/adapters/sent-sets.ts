import type { Zone } from "@/lib/dns/adapters/adapter";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";
import type { RecordSet } from "@/lib/dns/zones/record-set";

/** How the provider sent each set when it was read last: a write repeats what stays, or proves by it what it replaces. */
export type SentSets<Sent> = {
  keep(zone: Zone, set: RecordSet, sent: Sent): void;
  /** @throws ProviderFault read_incomplete: the set was read again since, and was another one then */
  of(zone: Zone, set: RecordSet): Sent;
};

export function createSentSets<Sent>(): SentSets<Sent> {
  const kept = new Map<string, { values: string; sent: Sent }>();
  return {
    keep(zone, set, sent) {
      kept.set(keyOf(zone, set), { values: valuesOf(set), sent });
    },
    of(zone, set) {
      const found = kept.get(keyOf(zone, set));
      if (found?.values !== valuesOf(set)) throw new ProviderFault("read_incomplete");
      return found.sent;
    },
  };
}

/** The values that a set is to have, in the provider's form: those that it has already stay exactly as they were sent. */
export function repeatValues<Sent>(
  values: readonly string[],
  sent: readonly Sent[],
  read: (sent: Sent) => string,
  write: (value: string) => Sent,
): Sent[] {
  const known = new Map(sent.map((item) => [read(item), item]));
  return values.map((value) => known.get(value) ?? write(value));
}

function keyOf(zone: Zone, { name, type }: RecordSet): string {
  return `${zone.id} ${name} ${type}`;
}

function valuesOf({ ttl, values }: RecordSet): string {
  return JSON.stringify([ttl, [...values].sort()]);
}
