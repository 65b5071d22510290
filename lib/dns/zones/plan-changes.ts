import { isEqualOrBelow } from "@/lib/dns/domain-name";
import { type RecordSet, type SetChange, type WritableType, writableTypes } from "@/lib/dns/zones/record-set";

/** A value that is to be published. Names and values in canonical form. */
export type WantedRecord = { name: string; type: WritableType; value: string; ttl: number };

/** A value of ours that is to go where it is there. */
export type UnwantedRecord = Omit<WantedRecord, "ttl">;

/** Why what is there has to go: stable, shown to people by their own texts. */
export type ConflictReason =
  /** A CNAME is wanted, and nothing may stand beside one (RFC 1034 section 3.6.2). */
  | "beside_cname"
  /** A CNAME is there, and something else is wanted at its name. */
  | "cname_there"
  /** A CNAME to another target is there: a name has one. */
  | "other_target"
  /** An address that is not ours is there: visitors would reach either. */
  | "other_address"
  /** NS records delegate the name to other nameservers: what is written here is not seen. */
  | "delegated"
  /** A CNAME is wanted at the top of the zone, where SOA and NS are. */
  | "zone_apex";

/** Values of others that keep the wanted records from working. `removable: false`: never removed by us, whoever confirms it. */
export type ZoneConflict = {
  name: string;
  type: string;
  values: readonly string[];
  because: ConflictReason;
  removable: boolean;
};

export type ZonePlan = { changes: SetChange[]; conflicts: ZoneConflict[] };

export type ZonePlanInput = {
  /** The name of the zone. */
  zone: string;
  /** All that the zone holds at the names of the records. */
  sets: readonly RecordSet[];
  wanted: readonly WantedRecord[];
  unwanted: readonly UnwantedRecord[];
  /** The provider answers for a CNAME at the top of the zone with addresses, and keeps other types beside it. */
  flattensApex?: boolean;
};

/**
 * What has to change so that the wanted values are published and the unwanted ones are not, and what of others is in the
 * way of that. Nothing of others is in `changes`; a value that is wanted is never removed. Pure.
 */
export function planZoneChanges(input: ZonePlanInput): ZonePlan {
  const changes = new Map<string, SetChange>();
  const changeOf = ({ name, type }: UnwantedRecord, ttl: number) => getOrAdd(changes, name, type, ttl);
  const isWanted = (record: UnwantedRecord) => input.wanted.some((one) => isSameRecord(one, record));
  const isThere = (record: UnwantedRecord) => input.sets.some((set) => holds(set, record));
  for (const record of input.unwanted) {
    if (isWanted(record) || !isThere(record)) continue;
    const change = changeOf(record, setAt(input.sets, record.name, record.type)?.ttl ?? 0);
    change.remove = union(change.remove, [record.value]);
  }
  for (const record of input.wanted) {
    if (isThere(record)) continue;
    const change = changeOf(record, record.ttl);
    change.add = union(change.add, [record.value]);
  }
  return { changes: [...changes.values()].map(({ ...change }) => change), conflicts: conflictsOf(input) };
}

/** The changes with what has to go for them: `removeConflicts`, as a person confirmed it. */
export function withRemovals({ changes, conflicts }: ZonePlan): SetChange[] {
  const all = new Map(changes.map((change) => [keyOf(change.name, change.type), { ...change }]));
  for (const { name, type, values, removable } of conflicts) {
    if (!removable || !isWritable(type)) continue;
    const change = getOrAdd(all, name, type, 0);
    change.remove = union(change.remove, values);
  }
  return [...all.values()];
}

/** What the zone holds at these names once the changes are made. */
export function afterChanges(sets: readonly RecordSet[], changes: readonly SetChange[]): RecordSet[] {
  const after = new Map(sets.map((set) => [keyOf(set.name, set.type), set]));
  for (const { name, type, ttl, add, remove } of changes) {
    const before = after.get(keyOf(name, type));
    const kept = (before?.values ?? []).filter((value) => !remove.includes(value));
    const values = union(kept, add);
    if (values.length === 0) after.delete(keyOf(name, type));
    else after.set(keyOf(name, type), { name, type, ttl: before?.ttl ?? ttl, values });
  }
  return [...after.values()];
}

function conflictsOf(input: ZonePlanInput): ZoneConflict[] {
  // What of ours goes is in nobody's way.
  const sets = afterChanges(
    input.sets,
    input.unwanted.map((record) => ({ ...record, ttl: 0, add: [], remove: [record.value] })),
  );
  const conflicts = [...new Set(input.wanted.map(({ name }) => name))].flatMap((name) => {
    const wanted = input.wanted.filter((record) => record.name === name);
    const there = sets.filter((set) => set.name === name && !dnssecTypes.has(set.type));
    return wanted.some(({ type }) => type === "CNAME")
      ? besideAlias(input, wanted, there)
      : there.flatMap((set) => inTheWay(wanted, set));
  });
  return [...delegations(input), ...conflicts];
}

/** They are the signer's, and may stand beside a CNAME (RFC 4034 and 4035). */
const dnssecTypes: ReadonlySet<string> = new Set(
  "RRSIG NSEC NSEC3 NSEC3PARAM DNSKEY CDNSKEY CDS DS KEY SIG ZONEMD".split(" "),
);
/** Proofs and policies that others rely on: whoever needs the name moves them first. */
const keptTypes: ReadonlySet<string> = new Set(["TXT"]);
/** What is in the way of an alias where the provider flattens it. */
const flattenedTypes: ReadonlySet<string> = new Set([
  "A",
  "AAAA",
  "CNAME",
  "ALIAS",
  "ANAME",
  "DNAME",
  "FRAME",
  "URL",
  "URL301",
]);
/** Types of providers that answer for their name with addresses: aliases, and redirects by web servers of the provider. */
const aliasTypes: ReadonlySet<string> = new Set(["CNAME", "ALIAS", "ANAME", "FRAME", "URL", "URL301"]);

function besideAlias(
  { zone, flattensApex = false }: ZonePlanInput,
  wanted: readonly WantedRecord[],
  there: readonly RecordSet[],
): ZoneConflict[] {
  const isApex = wanted.some(({ name }) => name === zone);
  const apex: ZoneConflict[] =
    isApex && !flattensApex ? [{ name: zone, type: "SOA", values: [], because: "zone_apex", removable: false }] : [];
  const others = there.flatMap((set): ZoneConflict[] => {
    if (set.type === "NS" || set.type === "SOA") return [];
    if (isApex && !flattenedTypes.has(set.type)) return [];
    const values = set.values.filter((value) => !wanted.some((one) => isSameRecord(one, { ...set, value })));
    return conflictWith(set, values, set.type === "CNAME" ? "other_target" : "beside_cname");
  });
  return [...apex, ...others];
}

function inTheWay(wanted: readonly WantedRecord[], set: RecordSet): ZoneConflict[] {
  const wantsAddress = wanted.some(({ type }) => type === "A" || type === "AAAA");
  if (set.type === "CNAME") return conflictWith(set, set.values, "cname_there");
  if (!wantsAddress) return [];
  if (aliasTypes.has(set.type)) return conflictWith(set, set.values, "cname_there");
  if (set.type !== "A" && set.type !== "AAAA") return [];
  const foreign = set.values.filter((value) => !wanted.some((one) => isSameRecord(one, { ...set, value })));
  return conflictWith(set, foreign, "other_address");
}

/** NS records at a name below the top of the zone: it, and all below it, is another zone. */
function delegations({ zone, sets, wanted }: ZonePlanInput): ZoneConflict[] {
  return sets
    .filter(({ name, type }) => type === "NS" && name !== zone && wanted.some((one) => isEqualOrBelow(one.name, name)))
    .flatMap((set) => conflictWith(set, set.values, "delegated"));
}

function conflictWith({ name, type }: RecordSet, values: readonly string[], because: ConflictReason): ZoneConflict[] {
  if (values.length === 0) return [];
  return [{ name, type, values: [...values], because, removable: isWritable(type) && !keptTypes.has(type) }];
}

type Building = Omit<SetChange, "add" | "remove"> & { add: readonly string[]; remove: readonly string[] };

function getOrAdd(changes: Map<string, Building>, name: string, type: WritableType, ttl: number): Building {
  const key = keyOf(name, type);
  const known = changes.get(key);
  if (known !== undefined) {
    // Of several values that are added to a new set, the shortest TTL counts.
    if (ttl > 0) known.ttl = known.ttl === 0 ? ttl : Math.min(known.ttl, ttl);
    return known;
  }
  const change: Building = { name, type, ttl, add: [], remove: [] };
  changes.set(key, change);
  return change;
}

function setAt(sets: readonly RecordSet[], name: string, type: string): RecordSet | undefined {
  return sets.find((set) => set.name === name && set.type === type);
}

function holds(set: RecordSet, { name, type, value }: UnwantedRecord): boolean {
  return set.name === name && set.type === type && set.values.includes(value);
}

function isSameRecord(one: UnwantedRecord, other: { name: string; type: string; value: string }): boolean {
  return one.name === other.name && one.type === other.type && one.value === other.value;
}

function isWritable(type: string): type is WritableType {
  return writableTypes.some((writable) => writable === type);
}

function keyOf(name: string, type: string): string {
  return `${type} ${name}`;
}

function union(one: readonly string[], other: readonly string[]): readonly string[] {
  return [...new Set([...one, ...other])];
}
