import type { AdapterFacts, Zone, ZoneWriter } from "@/lib/dns/adapters/adapter";
import type { RecordSet } from "@/lib/dns/zones/record-set";

/** A set as the provider has it. `locked`: it has something that we could not repeat (an alias, weights); never changed. */
export type ProviderSet = RecordSet & { locked?: boolean };

/** `before: null`: the set does not exist. `after: null`: delete it. */
export type SetWrite = { before: ProviderSet | null; after: RecordSet | null };

/** What an adapter says of a provider that replaces whole record sets. */
export type SetApi = {
  listZones(): Promise<{ zones: readonly Zone[]; complete: boolean }>;
  /** The zone of exactly this name. The driver walks the suffixes. */
  findZoneAt(name: string): Promise<Zone | null>;
  /** Every set at these names, from all pages, in canonical form. May return sets of other names too. */
  listSets(zone: Zone, names: readonly string[]): Promise<readonly ProviderSet[]>;
  /**
   * Compare-and-swap where the provider can (ETag, exact deletion): a lost race is the fault `read_incomplete`, and the driver
   * reads and tries again. Deleting what is gone already is success.
   */
  writeSet(zone: Zone, write: SetWrite): Promise<void>;
  /** Many sets in one call, all or nothing. At most `facts.batch` writes. */
  writeSets?(zone: Zone, writes: readonly SetWrite[]): Promise<void>;
};

export function createSetDriver(_api: SetApi, _facts: AdapterFacts): ZoneWriter {
  throw new Error("Not written yet.");
}
