import type { AdapterFacts, Zone, ZoneWriter } from "@/lib/dns/adapters/adapter";
import { withFaults } from "@/lib/dns/adapters/fault-of-error";
import { findZone } from "@/lib/dns/adapters/find-zone";
import {
  inBatches,
  keyOf,
  namesOfChanges,
  type ProviderSet,
  planWrites,
  type SetDifference,
  toApplied,
  toRecordSet,
} from "@/lib/dns/adapters/plan-writes";
import { normaliseName } from "@/lib/dns/domain-name";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";
import type { RecordSet } from "@/lib/dns/zones/record-set";

export type { ProviderSet };

/** `before`: the object that `listSets` gave; null: the set does not exist. `after: null`: delete it. */
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

/** Times that somebody else may change the same set between our reading and writing of it. */
const maxRaces = 5;

/** What was written, also before a race was lost: as each set was at first and is now. */
type Done = Map<string, SetDifference>;

export function createSetDriver(api: SetApi, facts: AdapterFacts): ZoneWriter {
  async function readAt(zone: Zone, names: readonly string[]): Promise<ProviderSet[]> {
    const wanted = new Set(names.map(normaliseName));
    const sets = wanted.size === 0 ? [] : await api.listSets(zone, [...wanted]);
    return sets.filter(({ name }) => wanted.has(normaliseName(name)));
  }

  async function write(zone: Zone, differences: readonly SetDifference[], done: Done): Promise<void> {
    for (const batch of inBatches(differences, Math.max(1, facts.batch), () => 1)) {
      const calls = api.writeSets === undefined ? batch.map((difference) => [difference]) : [batch];
      for (const call of calls) {
        const [first] = call;
        if (first !== undefined && call.length === 1) await api.writeSet(zone, first);
        else await api.writeSets?.(zone, call);
        for (const difference of call) {
          const earlier = done.get(keyOf(difference));
          done.set(keyOf(difference), {
            ...difference,
            before: earlier === undefined ? difference.before : earlier.before,
          });
        }
      }
    }
  }

  return {
    listZones: () => withFaults(() => api.listZones()),
    findZone: (hostname) => withFaults(() => findZone(hostname, (name) => api.findZoneAt(name))),
    readSets: (zone, names) => withFaults(async () => (await readAt(zone, names)).map(toRecordSet)),
    apply: (zone, changes) =>
      withFaults(async () => {
        const done: Done = new Map();
        for (let races = 0; ; races += 1) {
          const sets = await readAt(zone, namesOfChanges(changes));
          const differences = planWrites(zone, facts, sets, changes);
          try {
            await write(zone, differences, done);
            return toApplied([...done.values()]);
          } catch (error) {
            const isLostRace = error instanceof ProviderFault && error.code === "read_incomplete";
            if (!isLostRace || races >= maxRaces) throw error;
          }
        }
      }),
  };
}
