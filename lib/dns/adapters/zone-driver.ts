import type { AdapterFacts, Zone, ZoneWriter } from "@/lib/dns/adapters/adapter";
import type { Row } from "@/lib/dns/adapters/row-driver";

/** What an adapter says of a provider that only replaces whole zones. */
export type ZoneApi = {
  listZones(): Promise<{ zones: readonly Zone[]; complete: boolean }>;
  /** The zone of exactly this name. The driver walks the suffixes. */
  findZoneAt(name: string): Promise<Zone | null>;
  /**
   * `complete: false`: the answer may lack rows, and nothing is written. `context`: what `writeZone` has to send back with the
   * rows (Namecheap: the type of mail service).
   */
  readZone(zone: Zone): Promise<{ rows: readonly Omit<Row, "id">[]; complete: boolean; context: unknown }>;
  /** The rows that were read come back as the same objects, in the same order. */
  writeZone(zone: Zone, rows: readonly Omit<Row, "id">[], context: unknown): Promise<void>;
};

export function createZoneDriver(_api: ZoneApi, _facts: AdapterFacts): ZoneWriter {
  throw new Error("Not written yet.");
}
