import type { Applied, Zone, ZoneWriter } from "@/lib/dns/adapters/adapter";
import type { ZoneWriters } from "@/lib/dns/adapters/zone-writers";
import { afterChanges } from "@/lib/dns/zones/plan-changes";
import type { ProviderFault } from "@/lib/dns/zones/provider-fault";
import type { RecordSet, SetChange } from "@/lib/dns/zones/record-set";
import { newId } from "@/lib/kernel/ids";
import type { TestTenant, TestWorld } from "@/lib/runtime/testing/context";

/** A DNS provider with one zone, in memory: what is written there is published in the test's world. */
export type FakeProvider = {
  zoneWriters: ZoneWriters;
  zone: string;
  sets(): readonly RecordSet[];
  /** Somebody else's change. */
  put(name: string, type: string, values: string[]): void;
  valuesOf(name: string, type: string): readonly string[];
  /** Of the next calls of a verb, in their order; null: it goes well. */
  fail(verb: keyof Calls, ...faults: (ProviderFault | null)[]): void;
  /** Runs inside each `apply`, before the changes are made and after. */
  onApply(hook: (when: "before" | "after", changes: readonly SetChange[]) => Promise<void> | void): void;
  /** What is written stays unseen at the nameservers. */
  hide(): void;
  calls: Calls;
  lacksZone(): void;
};

type Calls = { findZone: number; readSets: number; apply: number };

export function createFakeProvider(world: () => TestWorld, zone: string, nameservers: string[] | null): FakeProvider {
  let sets: RecordSet[] = [];
  let hidden = false;
  let isThere = true;
  let hook: Parameters<FakeProvider["onApply"]>[0] = () => undefined;
  const calls: Calls = { findZone: 0, readSets: 0, apply: 0 };
  const faults: Record<keyof Calls, (ProviderFault | null)[]> = { findZone: [], readSets: [], apply: [] };
  const here: Zone = { id: "zone-1", name: zone, nameservers };

  function begin(verb: keyof Calls): void {
    calls[verb] += 1;
    const fault = faults[verb].shift() ?? null;
    if (fault !== null) throw fault;
  }

  function publish(next: RecordSet[]): void {
    const gone = sets.filter((set) => !next.some((one) => one.name === set.name && one.type === set.type));
    sets = next;
    if (hidden) return;
    for (const { name, type } of gone) world().publish(name, type, []);
    for (const { name, type, values } of sets) world().publish(name, type, [...values]);
  }

  const writer: ZoneWriter = {
    listZones: async () => ({ zones: [here], complete: true }),
    async findZone(hostname) {
      begin("findZone");
      return isThere && (hostname === zone || hostname.endsWith(`.${zone}`)) ? here : null;
    },
    async readSets(_zone, names) {
      begin("readSets");
      return sets.filter(({ name }) => names.includes(name));
    },
    async apply(_zone, changes): Promise<Applied> {
      begin("apply");
      await hook("before", changes);
      const names = changes.map(({ name }) => name);
      const before = sets.filter(({ name }) => names.includes(name));
      publish(afterChanges(sets, changes));
      await hook("after", changes);
      return { before, after: sets.filter(({ name }) => names.includes(name)) };
    },
  };
  return {
    zoneWriters: { open: () => writer },
    zone,
    calls,
    sets: () => sets,
    put(name, type, values) {
      const others = sets.filter((set) => set.name !== name || set.type !== type);
      publish(values.length === 0 ? others : [...others, { name, type, ttl: 600, values }]);
    },
    valuesOf: (name, type) => sets.find((set) => set.name === name && set.type === type)?.values ?? [],
    fail: (verb, ...next) => {
      faults[verb].push(...next);
    },
    onApply: (next) => {
      hook = next;
    },
    hide: () => {
      hidden = true;
    },
    lacksZone: () => {
      isThere = false;
    },
  };
}

/** Stored as if it had been tried. */
export async function storeTestCredential(
  { ctx, tenantId, applicationId }: TestTenant,
  zone: string,
  provider = "digitalocean",
): Promise<string> {
  const now = ctx.now();
  const id = newId(now);
  await ctx.database.prisma.dnsCredential.create({
    data: {
      id,
      tenantId,
      applicationId,
      provider,
      label: "Zone of Acme",
      fieldsSealed: new Uint8Array(ctx.encryptor.encrypt("{}")),
      hints: {},
      zonesComplete: true,
      createdAt: now,
      createdBy: "test",
      testedAt: now,
      zones: { create: [{ name: zone, tenantId, applicationId }] },
    },
  });
  return id;
}
