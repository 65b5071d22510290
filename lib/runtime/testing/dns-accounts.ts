import type { Zone, ZoneWriter } from "@/lib/dns/adapters/adapter";
import { findAdapter } from "@/lib/dns/adapters/adapters";
import { guardWriter } from "@/lib/dns/adapters/guard-writer";
import type { ZoneWriters } from "@/lib/dns/adapters/zone-writers";
import { isEqualOrBelow } from "@/lib/dns/domain-name";
import { ProviderFault, type ProviderFaultCode } from "@/lib/dns/zones/provider-fault";
import type { RecordSet } from "@/lib/dns/zones/record-set";

type Verb = "listZones" | "findZone" | "readSets" | "apply";

/** An account at a provider, in memory. */
export type TestAccount = {
  /** The sets of each zone, by name. */
  zones: Map<string, RecordSet[]>;
  /** Zones that it has and does not list. */
  unlisted: Set<string>;
  readOnly: Set<string>;
  expiresAt: Date | null | undefined;
  /** Every call, as `verb name`. */
  calls: string[];
  /** Thrown by the next calls, one each; `quote`: a secret in the provider's words. */
  faults: { at: Verb; code: ProviderFaultCode; said?: string }[];
  /** Never answers. */
  hangs: boolean;
};

/** Providers whose accounts are found by the first field of a credential. Facts are those of the real adapters. */
export function createTestAccounts(): { zoneWriters: ZoneWriters; add(token: string, zones: string[]): TestAccount } {
  const accounts = new Map<string, TestAccount>();
  return {
    add(token, zones) {
      const account: TestAccount = {
        zones: new Map(zones.map((name) => [name, []])),
        unlisted: new Set(),
        readOnly: new Set(),
        expiresAt: undefined,
        calls: [],
        faults: [],
        hangs: false,
      };
      accounts.set(token, account);
      return account;
    },
    zoneWriters: {
      open({ provider, credential }) {
        const fields = findAdapter(provider)?.facts.fields ?? [];
        const token = credential[fields[0]?.name ?? ""] ?? "";
        const connect = () => writerOf(accounts.get(token) ?? null, Object.values(credential).join(" "));
        return guardWriter(connect, { credential, fields, onDefect() {} });
      },
    },
  };
}

function writerOf(account: TestAccount | null, quoted: string): ZoneWriter {
  async function enter(at: Verb, name: string): Promise<TestAccount> {
    if (account === null)
      throw new ProviderFault("credential_invalid", { said: `Invalid token ${quoted}.`, status: 401 });
    account.calls.push(`${at} ${name}`);
    if (account.hangs) await new Promise(() => undefined);
    const index = account.faults.findIndex((fault) => fault.at === at);
    const [fault] = index < 0 ? [] : account.faults.splice(index, 1);
    if (fault) throw new ProviderFault(fault.code, { said: fault.said });
    return account;
  }
  const zoneOf = (name: string): Zone => ({ id: name, name, nameservers: null });
  return {
    async listZones() {
      const { zones, unlisted } = await enter("listZones", "");
      const names = [...zones.keys()].filter((name) => !unlisted.has(name));
      return { zones: names.map(zoneOf), complete: unlisted.size === 0 };
    },
    async findZone(hostname) {
      const { zones } = await enter("findZone", hostname);
      const found = [...zones.keys()].filter((name) => isEqualOrBelow(hostname, name));
      const [closest] = found.sort((a, b) => b.length - a.length);
      return closest === undefined ? null : zoneOf(closest);
    },
    async readSets(zone, names) {
      const { zones } = await enter("readSets", zone.name);
      return (zones.get(zone.name) ?? []).filter((set) => names.includes(set.name));
    },
    async apply(zone, changes) {
      const { zones, readOnly } = await enter("apply", zone.name);
      if (readOnly.has(zone.name)) throw new ProviderFault("zone_read_only", { said: "secondary zone" });
      const before = zones.get(zone.name) ?? [];
      let sets = before;
      for (const { name, type, ttl, add, remove } of changes) {
        const isIt = (set: RecordSet) => set.name === name && set.type === type;
        const known = sets.find(isIt);
        const values = known?.values ?? [];
        const left = [...new Set([...values, ...add])].filter((value) => !remove.includes(value));
        sets = [
          ...sets.filter((set) => !isIt(set)),
          ...(left.length > 0 ? [{ name, type, ttl: known?.ttl ?? ttl, values: left }] : []),
        ];
      }
      zones.set(zone.name, sets);
      return { before, after: sets };
    },
    findExpiry: async () => account?.expiresAt ?? null,
  };
}
