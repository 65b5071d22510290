import { isDeepStrictEqual } from "node:util";
import type { AdapterFacts, Zone, ZoneWriter } from "@/lib/dns/adapters/adapter";
import { withFaults } from "@/lib/dns/adapters/fault-of-error";
import { findZone } from "@/lib/dns/adapters/find-zone";
import { namesOfChanges, planWrites, type SetDifference, toApplied, toRecordSet } from "@/lib/dns/adapters/plan-writes";
import { type Row, type RowSet, setsOfRows } from "@/lib/dns/adapters/sets-of-rows";
import { normaliseName } from "@/lib/dns/domain-name";
import { normalValue } from "@/lib/dns/zones/canonical-value";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";

type ZoneRow = Omit<Row, "id">;

/** What an adapter says of a provider that only replaces whole zones. */
export type ZoneApi = {
  listZones(): Promise<{ zones: readonly Zone[]; complete: boolean }>;
  /** The zone of exactly this name. The driver walks the suffixes. */
  findZoneAt(name: string): Promise<Zone | null>;
  /**
   * `complete: false`: the answer may lack rows, and nothing is written. `context`: what `writeZone` has to send back with the
   * rows (Namecheap: the type of mail service).
   */
  readZone(zone: Zone): Promise<{ rows: readonly ZoneRow[]; complete: boolean; context: unknown }>;
  /** The rows that were read come back as the same objects, in the same order. */
  writeZone(zone: Zone, rows: readonly ZoneRow[], context: unknown): Promise<void>;
};

/** Times that somebody else may change the zone between our two readings of it. */
const maxRaces = 5;

/** The zone is read twice before it is written: whatever somebody else did in between would be lost. */
export function createZoneDriver(api: ZoneApi, facts: AdapterFacts): ZoneWriter {
  async function readWhole(zone: Zone) {
    const read = await api.readZone(zone);
    if (!read.complete) throw new ProviderFault("read_incomplete", { said: `${zone.name} could not be read whole.` });
    return read;
  }

  return {
    listZones: () => withFaults(() => api.listZones()),
    findZone: (hostname) => withFaults(() => findZone(hostname, (name) => api.findZoneAt(name))),
    readSets: (zone, names) =>
      withFaults(async () => {
        const { rows } = await readWhole(zone);
        return setsOfRows(rowsAt(rows, names)).map(toRecordSet);
      }),
    apply: (zone, changes) =>
      withFaults(async () => {
        const names = namesOfChanges(changes);
        let earlier = await readWhole(zone);
        for (let races = 0; races < maxRaces; races += 1) {
          const differences = planWrites(zone, facts, setsOfRows(rowsAt(earlier.rows, names)), changes);
          if (differences.length === 0) return toApplied([]);
          const now = await readWhole(zone);
          if (isDeepStrictEqual(earlier, now)) {
            await api.writeZone(zone, changedRows(earlier.rows, differences), earlier.context);
            return toApplied(differences);
          }
          earlier = now;
        }
        throw new ProviderFault("read_incomplete", { said: `Somebody else is changing ${zone.name}.` });
      }),
  };
}

function rowsAt(rows: readonly ZoneRow[], names: readonly string[]): ZoneRow[] {
  const wanted = new Set(names.map(normaliseName));
  return rows.filter(({ name }) => wanted.has(normaliseName(name)));
}

function changedRows(rows: readonly ZoneRow[], differences: readonly SetDifference<RowSet<ZoneRow>>[]): ZoneRow[] {
  const gone = new Set(
    differences.flatMap(({ type, before, removed }) =>
      (before?.rows ?? []).filter(({ value }) => removed.includes(normalValue(type, value))),
    ),
  );
  const added = differences.flatMap(({ name, type, after, added }) =>
    after === null ? [] : added.map((value) => ({ name, type, ttl: after.ttl, value })),
  );
  return [...rows.filter((row) => !gone.has(row)), ...added];
}
