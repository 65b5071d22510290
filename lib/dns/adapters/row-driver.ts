import type { AdapterFacts, Zone, ZoneWriter } from "@/lib/dns/adapters/adapter";

/**
 * One value of an RRset. `name` is absolute; `value` is in canonical form, whatever the provider sends.
 * `locked`: the row has something that we could not repeat (proxied, weighted, managed); it is read and never changed.
 */
export type Row = { id: string; name: string; type: string; ttl: number; value: string; locked?: boolean };

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
  /** Makes the writes visible; called once after them. */
  publish?(zone: Zone): Promise<void>;
};

export function createRowDriver(_api: RowApi, _facts: AdapterFacts): ZoneWriter {
  throw new Error("Not written yet.");
}
