import { isEqualOrBelow, parentName } from "@/lib/dns/domain-name";
import { heldDomain } from "@/lib/dns/public-suffix";
import {
  parseRecordName,
  parseRecordType,
  parseSandboxRecord,
  type SandboxRecord,
  SandboxRecordError,
  type SandboxRecordInput,
} from "@/lib/dns/sandbox/dns-record";

export type ZoneEntry = { name: string; type: string; value: string; ttl: number };

/** `denial`: the SOA of the zone that lacks the data, absent where there is an answer. */
export type ZoneAnswer = { rcode: "noError" | "nxDomain"; answers: ZoneEntry[]; denial: ZoneEntry | null };

export type SandboxZone = {
  query(name: string, type: string): ZoneAnswer;
  records(): SandboxRecord[];
  put(input: SandboxRecordInput): SandboxRecord;
  remove(input: { name: string; type: string; value?: string }): number;
  load(inputs: readonly SandboxRecordInput[]): void;
};

const maxRecords = 10_000;
const maxSetBytes = 48_000;
const maxAliases = 8;
const authorityTtl = 60;
const negativeTtl = 5;
const nameservers = ["ns1.sandbox.test", "ns2.sandbox.test"] as const;

/** All data of the sandbox's DNS: every registrable domain is a zone of it, with an SOA and NS of its own. */
export function createSandboxZone(fixed: readonly SandboxRecordInput[]): SandboxZone {
  const builtIn = createStore();
  for (const input of fixed) builtIn.add(parseSandboxRecord(input));
  let store = createStore();
  let serial = 1;

  function valuesAt(name: string): ZoneEntry[] {
    const own = [...store.at(name), ...builtIn.at(name)];
    if (name !== "" && zoneOf(name) !== name) return own;
    const hasOwnServers = own.some((entry) => entry.type === "NS");
    return [...own, soaOf(name, serial), ...(hasOwnServers ? [] : nameserversOf(name))];
  }

  /** null: the name does not exist. RFC 4592: a wildcard answers for names that its closest encloser lacks. */
  function find(name: string): ZoneEntry[] | null {
    const zone = zoneOf(name);
    const exists = (candidate: string) =>
      zone === "" || isEqualOrBelow(zone, candidate) || store.exists(candidate) || builtIn.exists(candidate);
    if (exists(name)) return valuesAt(name);
    let encloser = parentName(name);
    while (!exists(encloser)) encloser = parentName(encloser);
    const wildcard = `*.${encloser}`;
    return store.exists(wildcard) ? valuesAt(wildcard).map((entry) => ({ ...entry, name })) : null;
  }

  return {
    query(name, type) {
      const answers: ZoneEntry[] = [];
      let current = name;
      for (let step = 0; step <= maxAliases; step += 1) {
        const found = find(current);
        const matching = found?.filter((entry) => entry.type === type) ?? [];
        answers.push(...matching);
        if (matching.length > 0) return { rcode: "noError", answers, denial: null };
        const alias = found?.find((entry) => entry.type === "CNAME");
        if (alias === undefined) {
          const denial = { ...soaOf(zoneOf(current), serial), ttl: negativeTtl };
          return { rcode: found === null ? "nxDomain" : "noError", answers, denial };
        }
        answers.push(alias);
        if (answers.some((entry) => entry.name === alias.value)) break;
        current = alias.value;
      }
      return { rcode: "noError", answers, denial: null };
    },
    records: () => store.list(),
    put(input) {
      const record = parseSandboxRecord(input);
      assertFits(record, store, builtIn);
      store.add(record);
      serial += 1;
      return record;
    },
    remove({ name, type, value }) {
      const wantedType = parseRecordType(type);
      const wantedName = parseRecordName(name);
      const wanted = value === undefined ? null : parseSandboxRecord({ name, type, value }).value;
      const removed = store.remove(
        wantedName,
        (entry) => entry.type === wantedType && (wanted === null || entry.value === wanted),
      );
      if (removed > 0) serial += 1;
      return removed;
    },
    load(inputs) {
      const fresh = createStore();
      for (const input of inputs) {
        const record = parseSandboxRecord(input);
        assertFits(record, fresh, builtIn);
        fresh.add(record);
      }
      store = fresh;
      serial += 1;
    },
  };
}

/** The registrable domain, under a reserved or unknown ending too; "" (the root) for public suffixes and above. */
function zoneOf(name: string): string {
  return heldDomain(name) ?? "";
}

function soaOf(zone: string, serial: number): ZoneEntry {
  const value = `${nameservers[0]} hostmaster.sandbox.test ${serial} 3600 600 604800 ${negativeTtl}`;
  return { name: zone, type: "SOA", value, ttl: authorityTtl };
}

function nameserversOf(zone: string): ZoneEntry[] {
  return nameservers.map((value) => ({ name: zone, type: "NS", value, ttl: authorityTtl }));
}

function assertFits(record: SandboxRecord, store: Store, builtIn: Store): void {
  const zone = zoneOf(record.name);
  if (zone === "" || zone.startsWith("*.")) {
    throw new SandboxRecordError("name", "This name lies under no domain. Enter it in full, such as shop.acme.test.");
  }
  if (builtIn.at(record.name).length > 0) {
    throw new SandboxRecordError("name", "This name belongs to the sandbox itself.");
  }
  const beside = store.at(record.name).filter((entry) => entry.type !== record.type || entry.value !== record.value);
  if (record.type === "CNAME") {
    if (record.name === zone) {
      throw new SandboxRecordError(
        "type",
        "The top of a zone cannot have a CNAME record, because its SOA and NS records are there.",
      );
    }
    if (beside.length > 0) {
      const problem = `${record.name} already has ${beside[0]?.type} records; a CNAME record must be the only record at its name.`;
      throw new SandboxRecordError("type", problem);
    }
  } else if (beside.some((entry) => entry.type === "CNAME")) {
    throw new SandboxRecordError(
      "type",
      `${record.name} has a CNAME record, which cannot have other records beside it. Delete it first.`,
    );
  }
  const set = beside.filter((entry) => entry.type === record.type);
  const setBytes = [...set, record].reduce(
    (sum, entry) => sum + entry.name.length + Buffer.byteLength(entry.value) + 32,
    0,
  );
  if (setBytes > maxSetBytes) {
    throw new SandboxRecordError("value", "These records together are larger than a DNS answer can be.");
  }
  const isRenewed = store.at(record.name).length > beside.length;
  if (!isRenewed && store.size() >= maxRecords) {
    throw new SandboxRecordError("name", `The sandbox holds ${maxRecords} records at most. Delete some first.`);
  }
}

type Store = ReturnType<typeof createStore>;

function createStore() {
  const nodes = new Map<string, SandboxRecord[]>();
  // How many nodes are below a name: names without data of their own still exist (empty non-terminals).
  const below = new Map<string, number>();
  let size = 0;

  function countBelow(name: string, change: 1 | -1): void {
    for (let ancestor = parentName(name); ancestor !== ""; ancestor = parentName(ancestor)) {
      const count = (below.get(ancestor) ?? 0) + change;
      if (count === 0) below.delete(ancestor);
      else below.set(ancestor, count);
    }
  }

  return {
    at: (name: string): readonly SandboxRecord[] => nodes.get(name) ?? [],
    exists: (name: string): boolean => nodes.has(name) || below.has(name),
    list: (): SandboxRecord[] =>
      Array.from(nodes.values())
        .flat()
        .map((record) => ({ ...record })),
    size: (): number => size,
    /** RFC 2181, section 5.2: all records of a set share one TTL, the newest. */
    add(record: SandboxRecord): void {
      const node = nodes.get(record.name);
      if (node === undefined) countBelow(record.name, 1);
      const rest = (node ?? [])
        .filter((entry) => entry.type !== record.type || entry.value !== record.value)
        .map((entry) => (entry.type === record.type ? { ...entry, ttl: record.ttl } : entry));
      size += rest.length + 1 - (node?.length ?? 0);
      nodes.set(record.name, [...rest, { ...record }]);
    },
    remove(name: string, matches: (entry: SandboxRecord) => boolean): number {
      const node = nodes.get(name) ?? [];
      const rest = node.filter((entry) => !matches(entry));
      const removed = node.length - rest.length;
      size -= removed;
      if (rest.length > 0) nodes.set(name, rest);
      else if (nodes.delete(name)) countBelow(name, -1);
      return removed;
    },
  };
}
