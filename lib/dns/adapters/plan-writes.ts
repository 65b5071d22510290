import type { AdapterFacts, Applied, Zone } from "@/lib/dns/adapters/adapter";
import { isEqualOrBelow, normaliseName } from "@/lib/dns/domain-name";
import { normalValue } from "@/lib/dns/zones/canonical-value";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";
import type { RecordSet, SetChange } from "@/lib/dns/zones/record-set";

/**
 * A set as the provider has it. `locked`: it has something that we could not repeat (an alias, weights); never changed.
 * `mixedTtl`: its values do not agree on one TTL, so that there is none for a new value.
 */
export type ProviderSet = RecordSet & { locked?: boolean; mixedTtl?: boolean };

/** One set that must change. `before` is the object that was read. `after: null`: nothing is left. */
export type SetDifference<S extends ProviderSet = ProviderSet> = {
  name: string;
  type: string;
  before: S | null;
  after: RecordSet | null;
  added: readonly string[];
  removed: readonly string[];
};

/**
 * What must be written so that the changes hold, against the sets that were read: in the order of the changes, with the
 * differences of one name together. Pure.
 * @throws ProviderFault record_refused, zone_not_here, conflict_existing: before anything is written
 */
export function planWrites<S extends ProviderSet>(
  zone: Zone,
  facts: AdapterFacts,
  sets: readonly S[],
  changes: readonly SetChange[],
): SetDifference<S>[] {
  const known = new Map(sets.map((set) => [keyOf(set), set]));
  const byName = new Map<string, SetDifference<S>[]>();
  for (const change of mergeChanges(changes)) {
    assertWritable(zone, facts, change);
    const difference = differenceOf(change, known.get(keyOf(change)) ?? null, facts);
    if (difference === null) continue;
    assertRepeatable(difference);
    const others = byName.get(change.name) ?? [];
    others.push(difference);
    byName.set(change.name, others);
  }
  for (const differences of byName.values()) assertNoConflict(zone, sets, differences);
  return [...byName.values()].flatMap(inSafeOrder);
}

/** Names that have to be read before the changes can be planned. */
export function namesOfChanges(changes: readonly SetChange[]): string[] {
  return [...new Set(changes.map(({ name }) => normaliseName(name)))];
}

export function toApplied(differences: readonly SetDifference[]): Applied {
  return {
    before: differences.flatMap(({ before }) => (before === null ? [] : [toRecordSet(before)])),
    after: differences.flatMap(({ after }) => (after === null ? [] : [after])),
  };
}

export function toRecordSet({ name, type, ttl, values }: RecordSet): RecordSet {
  return { name, type, ttl, values: values.map((value) => normalValue(type, value)) };
}

/** Splits what is written into calls of at most `size`; the differences of a name stay together if they fit. */
export function inBatches<D extends { name: string }>(
  differences: readonly D[],
  size: number,
  weightOf: (difference: D) => number,
): D[][] {
  const names = new Map<string, D[]>();
  for (const difference of differences) names.set(difference.name, [...(names.get(difference.name) ?? []), difference]);
  const batches: D[][] = [];
  let left = 0;
  for (const group of names.values()) {
    const weight = group.reduce((sum, difference) => sum + weightOf(difference), 0);
    const parts = weight > size ? group.map((difference) => [difference]) : [group];
    for (const part of parts) {
      const partWeight = part.reduce((sum, difference) => sum + weightOf(difference), 0);
      if (left < partWeight || batches.length === 0) {
        batches.push([]);
        left = size;
      }
      batches.at(-1)?.push(...part);
      left -= partWeight;
    }
  }
  return batches;
}

export function keyOf({ name, type }: { name: string; type: string }): string {
  return `${normaliseName(name)} ${type}`;
}

/** One change for each set. Where one caller adds what another removes, it stays: nothing wanted is ever removed. */
function mergeChanges(changes: readonly SetChange[]): SetChange[] {
  const merged = new Map<string, SetChange>();
  for (const change of changes) {
    const earlier = merged.get(keyOf(change));
    const normal = (values: readonly string[]) => values.map((value) => normalValue(change.type, value));
    merged.set(keyOf(change), {
      name: normaliseName(change.name),
      type: change.type,
      ttl: earlier === undefined ? change.ttl : Math.min(earlier.ttl, change.ttl),
      add: [...new Set([...(earlier?.add ?? []), ...normal(change.add)])],
      remove: [...new Set([...(earlier?.remove ?? []), ...normal(change.remove)])],
    });
  }
  return [...merged.values()];
}

function assertWritable(zone: Zone, facts: AdapterFacts, { name, type, add }: SetChange): void {
  if (!isEqualOrBelow(name, zone.name)) {
    throw new ProviderFault("zone_not_here", { said: `${name} is not below the zone ${zone.name}.` });
  }
  if (add.length > 0 && !facts.types.includes(type)) {
    throw new ProviderFault("record_refused", { said: `The provider's API does not take ${type} records.` });
  }
}

function differenceOf<S extends ProviderSet>(
  { name, type, ttl, add, remove }: SetChange,
  before: S | null,
  facts: AdapterFacts,
): SetDifference<S> | null {
  const values = (before?.values ?? []).map((value) => normalValue(type, value));
  const added = add.filter((value) => !values.includes(value));
  const removed = [...new Set(values.filter((value) => remove.includes(value) && !add.includes(value)))];
  if (added.length === 0 && removed.length === 0) return null;
  const left = [...new Set([...values.filter((value) => !removed.includes(value)), ...added])];
  const after = { name, type, ttl: before?.ttl ?? Math.max(ttl, facts.minTtl), values: left };
  return { name, type, before, after: left.length === 0 ? null : after, added, removed };
}

function assertRepeatable({ name, type, before, added }: SetDifference): void {
  if (before?.locked === true) {
    const said = `${name} ${type} has settings that would be lost if it were changed from here. Change it at the provider.`;
    throw new ProviderFault("conflict_existing", { said });
  }
  if (before?.mixedTtl === true && added.length > 0) {
    const said = `The values of ${name} ${type} have different TTLs. Give them one TTL at the provider first.`;
    throw new ProviderFault("conflict_existing", { said });
  }
}

/** Types that a CNAME record has beside it by design (RFC 4035, section 2.5). */
const besideCname: ReadonlySet<string> = new Set(["CNAME", "RRSIG", "NSEC", "NSEC3", "KEY"]);
/** At the apex, providers that flatten take a CNAME beside everything else. */
const excludedAtApex: ReadonlySet<string> = new Set(["A", "AAAA"]);

function assertNoConflict(zone: Zone, sets: readonly RecordSet[], differences: readonly SetDifference[]): void {
  const [first] = differences;
  if (first === undefined || differences.every(({ added }) => added.length === 0)) return;
  const untouched = sets.filter(
    (set) => normaliseName(set.name) === first.name && !differences.some(({ type }) => type === set.type),
  );
  const left = [...untouched, ...differences.flatMap(({ after }) => (after === null ? [] : [after]))];
  const cname = left.find(({ type }) => type === "CNAME");
  if (cname === undefined) return;
  const isApex = first.name === zone.name;
  const other = left.find(({ type }) => (isApex ? excludedAtApex.has(type) : !besideCname.has(type)));
  if (cname.values.length > 1 || other !== undefined) {
    const shown = cname.values.length > 1 ? cname : addsTo(differences, "CNAME") ? (other ?? cname) : cname;
    throw new ProviderFault("conflict_existing", {
      said: `${shown.name} has ${shown.type} ${shown.values.join(", ")}, and a CNAME record stands alone at its name.`,
    });
  }
}

function addsTo(differences: readonly SetDifference[], type: string): boolean {
  return differences.some((difference) => difference.type === type && difference.added.length > 0);
}

/** What is new comes first, so that the name always resolves; a CNAME excludes that. */
function inSafeOrder<S extends ProviderSet>(differences: readonly SetDifference<S>[]): SetDifference<S>[] {
  const gone = differences.filter(({ after }) => after === null);
  const kept = differences.filter(({ after }) => after !== null);
  return differences.some(({ type }) => type === "CNAME") ? [...gone, ...kept] : [...kept, ...gone];
}
