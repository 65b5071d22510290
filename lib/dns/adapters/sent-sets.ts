import type { ProviderSet } from "@/lib/dns/adapters/plan-writes";

/** How the provider sent each set that was read: a write repeats what stays, or proves by it what it replaces. */
export type SentSets<Sent> = {
  /** The set itself, for `listSets` to return. */
  keep(set: ProviderSet, sent: Sent): ProviderSet;
  of(set: ProviderSet): Sent;
};

export function createSentSets<Sent>(): SentSets<Sent> {
  const kept = new WeakMap<ProviderSet, { sent: Sent }>();
  return {
    keep(set, sent) {
      kept.set(set, { sent });
      return set;
    },
    of(set) {
      const found = kept.get(set);
      if (found === undefined) throw new Error("A set that was not read from the provider.");
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
