import type { AdapterFacts, Zone, ZoneWriter } from "@/lib/dns/adapters/adapter";
import { withFaults } from "@/lib/dns/adapters/fault-of-error";
import { findZone } from "@/lib/dns/adapters/find-zone";
import {
  inBatches,
  namesOfChanges,
  planWrites,
  type SetDifference,
  toApplied,
  toRecordSet,
} from "@/lib/dns/adapters/plan-writes";
import { type Row, type RowSet, setsOfRows } from "@/lib/dns/adapters/sets-of-rows";
import { normaliseName } from "@/lib/dns/domain-name";
import { normalValue } from "@/lib/dns/zones/canonical-value";

export type { Row };

/** What an adapter says of a provider that keeps one row per value. */
export type RowApi = {
  listZones(): Promise<{ zones: readonly Zone[]; complete: boolean }>;
  /** The zone of exactly this name. The driver walks the suffixes. */
  findZoneAt(name: string): Promise<Zone | null>;
  /** Every row at these names, from all pages. May return rows of other names too. */
  listRows(zone: Zone, names: readonly string[]): Promise<readonly Row[]>;
  /** A record that exists in the same form already is success. */
  createRow(zone: Zone, row: Omit<Row, "id">): Promise<void>;
  /** A row that is gone already is success. */
  deleteRow(zone: Zone, row: Row): Promise<void>;
  /** Many rows in one call, all or nothing. At most `facts.batch` rows. */
  batch?(zone: Zone, rows: { create: readonly Omit<Row, "id">[]; remove: readonly Row[] }): Promise<void>;
  /** Makes the writes visible; called once after them, and whenever nothing is left to write. */
  publish?(zone: Zone): Promise<void>;
};

type RowWrite = { name: string; create: readonly Omit<Row, "id">[]; remove: readonly Row[] };

export function createRowDriver(api: RowApi, facts: AdapterFacts): ZoneWriter {
  async function readAt(zone: Zone, names: readonly string[]): Promise<RowSet<Row>[]> {
    const wanted = new Set(names.map(normaliseName));
    const rows = wanted.size === 0 ? [] : await api.listRows(zone, [...wanted]);
    return setsOfRows(rows.filter(({ name }) => wanted.has(normaliseName(name))));
  }

  async function writeOneByOne(zone: Zone, write: RowWrite): Promise<void> {
    for (const { create, remove } of ofOneRow(write)) {
      for (const row of create) await api.createRow(zone, row);
      for (const row of remove) await api.deleteRow(zone, row);
    }
  }

  async function write(zone: Zone, writes: readonly RowWrite[]): Promise<void> {
    if (api.batch === undefined) {
      for (const write of writes) await writeOneByOne(zone, write);
      return;
    }
    const size = Math.max(1, facts.batch);
    const parts = writes.flatMap((write) => (weightOf(write) > size ? ofOneRow(write) : write));
    for (const batch of inBatches(parts, size, weightOf)) {
      const create = batch.flatMap((write) => write.create);
      const remove = batch.flatMap((write) => write.remove);
      await api.batch(zone, { create, remove });
    }
  }

  return {
    listZones: () => withFaults(() => api.listZones()),
    findZone: (hostname) => withFaults(() => findZone(hostname, (name) => api.findZoneAt(name))),
    readSets: (zone, names) => withFaults(async () => (await readAt(zone, names)).map(toRecordSet)),
    apply: (zone, changes) =>
      withFaults(async () => {
        const differences = planWrites(zone, facts, await readAt(zone, namesOfChanges(changes)), changes);
        try {
          await write(zone, writesOf(differences));
        } finally {
          // Also where nothing was left to write: a run that ended before this has written it.
          if (changes.length > 0) await api.publish?.(zone);
        }
        return toApplied(differences);
      }),
  };
}

/** A write for each name: its rows belong together. */
function writesOf(differences: readonly SetDifference<RowSet<Row>>[]): RowWrite[] {
  const names = [...new Set(differences.map(({ name }) => name))];
  return names.map((name) => {
    const own = differences.filter((difference) => difference.name === name);
    return { name, create: own.flatMap(newRows), remove: own.flatMap(oldRows) };
  });
}

function newRows({ name, type, before, after, added }: SetDifference<RowSet<Row>>): Omit<Row, "id">[] {
  const ttl = after?.ttl ?? before?.ttl;
  return ttl === undefined ? [] : added.map((value) => ({ name, type, ttl, value }));
}

function oldRows({ type, before, removed }: SetDifference<RowSet<Row>>): Row[] {
  return (before?.rows ?? []).filter(({ value }) => removed.includes(normalValue(type, value)));
}

/** What is new comes first, so that the name always resolves; a CNAME excludes that. */
function ofOneRow({ name, create, remove }: RowWrite): RowWrite[] {
  const creating = create.map((row) => ({ name, create: [row], remove: [] }));
  const removing = remove.map((row) => ({ name, create: [], remove: [row] }));
  const hasCname = [...create, ...remove].some(({ type }) => type === "CNAME");
  return hasCname ? [...removing, ...creating] : [...creating, ...removing];
}

function weightOf({ create, remove }: RowWrite): number {
  return create.length + remove.length;
}
