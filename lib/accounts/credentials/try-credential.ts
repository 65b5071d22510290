import { maxZones } from "@/lib/accounts/credentials/schema";
import type { Zone, ZoneWriter } from "@/lib/dns/adapters/adapter";
import { ProviderFault, type ProviderFaultCode } from "@/lib/dns/zones/provider-fault";
import { randomToken } from "@/lib/kernel/ids";

/** What a credential turned out to reach. */
export type Trial = {
  /** By name. */
  zones: string[];
  complete: boolean;
  /** Where a record was written, read and removed; null: nowhere. */
  probedZone: string | null;
  /** null: the provider does not say. */
  expiresAt: Date | null;
};

export type TrialInput = {
  now: Date;
  /** To be probed; without one, the first that can be written. */
  zone?: string | undefined;
  /** Zones that it reached before: where the provider does not list them all, each is looked for again. */
  known?: readonly string[];
  /** False: nothing is written. */
  probe: boolean;
};

const probeLabel = "_latchkey-probe";
const probeTtlSeconds = 300;
const probeBits = 96;
const valueStart = "latchkey-probe ";
/** A record that an earlier trial could not remove. */
const leftOverAfterMs = 3_600_000;
/** Zones in which writing is tried, where the first ones cannot be written. */
const maxProbes = 3;
/** Zones that are looked for one by one. */
const maxLookups = 25;

/** Says nothing about the other zones of the account. */
const ofOneZone: ReadonlySet<ProviderFaultCode> = new Set([
  "permission_missing",
  "gate_domain_switch",
  "zone_not_here",
  "zone_read_only",
  "conflict_existing",
  "delegated_elsewhere",
]);

/**
 * Finds out which zones a credential reaches, and whether it can write: a record that nobody asks for is written, read and
 * removed again. Bounded by the caller.
 * @throws ProviderFault
 */
export async function tryCredential(writer: ZoneWriter, input: TrialInput): Promise<Trial> {
  const listed = await writer.listZones();
  const zones = new Map(listed.zones.map((zone) => [zone.name, zone]));
  const wanted = input.zone === undefined ? null : await findWanted(writer, zones, input.zone);
  if (!listed.complete) await addKnown(writer, zones, input.known ?? []);
  const candidates = wanted === null ? [...zones.values()] : [wanted];
  const probedZone = input.probe ? await probeOneOf(writer, candidates, input.now) : null;
  const names = [...zones.keys()].sort();
  return {
    zones: names.slice(0, maxZones),
    complete: listed.complete && names.length <= maxZones,
    probedZone,
    expiresAt: (await writer.findExpiry?.()) ?? null,
  };
}

async function findWanted(writer: ZoneWriter, zones: Map<string, Zone>, name: string): Promise<Zone> {
  const found = zones.get(name) ?? (await writer.findZone(name));
  if (found === null)
    throw new ProviderFault("zone_not_here", { said: `There is no zone for ${name} in this account.` });
  zones.set(found.name, found);
  return found;
}

async function addKnown(writer: ZoneWriter, zones: Map<string, Zone>, known: readonly string[]): Promise<void> {
  for (const name of known.filter((one) => !zones.has(one)).slice(0, maxLookups)) {
    const found = await writer.findZone(name);
    if (found !== null) zones.set(found.name, found);
  }
}

/** @throws ProviderFault of the first zone, where none of them can be written */
async function probeOneOf(writer: ZoneWriter, zones: readonly Zone[], now: Date): Promise<string | null> {
  let first: ProviderFault | null = null;
  for (const zone of zones.slice(0, maxProbes)) {
    try {
      await probe(writer, zone, now);
      return zone.name;
    } catch (error) {
      if (!(error instanceof ProviderFault) || !ofOneZone.has(error.code)) throw error;
      first ??= error;
    }
  }
  if (first !== null) throw first;
  return null;
}

async function probe(writer: ZoneWriter, zone: Zone, now: Date): Promise<void> {
  const name = `${probeLabel}.${zone.name}`;
  const value = `${valueStart}${now.getTime()} ${randomToken(probeBits)}`;
  const change = { name, type: "TXT" as const, ttl: probeTtlSeconds };
  try {
    await writer.apply(zone, [{ ...change, add: [value], remove: [] }]);
    const present = await valuesAt(writer, zone, name);
    if (!present.includes(value)) {
      throw new ProviderFault("read_incomplete", { said: `The record that was written at ${name} cannot be read.` });
    }
    const leftOver = present.filter((one) => isLeftOver(one, now));
    await writer.apply(zone, [{ ...change, add: [], remove: [value, ...leftOver] }]);
  } catch (error) {
    // It may have been written all the same. What this cannot remove either, a later trial does.
    if (error instanceof ProviderFault && error.canRetry) {
      await writer.apply(zone, [{ ...change, add: [], remove: [value] }]).catch(() => undefined);
    }
    throw error;
  }
}

async function valuesAt(writer: ZoneWriter, zone: Zone, name: string): Promise<readonly string[]> {
  const sets = await writer.readSets(zone, [name]);
  return sets.filter((set) => set.name === name && set.type === "TXT").flatMap(({ values }) => values);
}

/** Of a trial that ended before it could remove its record. One that is under way keeps its own. */
function isLeftOver(value: string, now: Date): boolean {
  const [, time] = /^latchkey-probe (\d{1,15}) /.exec(value) ?? [];
  return time !== undefined && now.getTime() - Number(time) > leftOverAfterMs;
}
