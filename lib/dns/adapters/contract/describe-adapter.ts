import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Adapter, Credential, Zone, ZoneWriter } from "@/lib/dns/adapters/adapter";
import { type CallLog, disturbDns, disturbHttp, type Fate } from "@/lib/dns/adapters/contract/disturb-calls";
import { createProviderDns } from "@/lib/dns/adapters/create-provider-dns";
import { createProviderHttp } from "@/lib/dns/adapters/create-provider-http";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";
import type { RecordSet, SetChange, WritableType } from "@/lib/dns/zones/record-set";
import { createOutboundHttp } from "@/lib/platform/outbound/outbound-http";

/** What is put and read here is what somebody else sees: past the adapter. Names are absolute, values canonical. */
export type ContractZone = {
  name: string;
  put(row: { name: string; type: string; value: string; ttl?: number }): unknown;
  sets(): readonly RecordSet[] | Promise<readonly RecordSet[]>;
};

/** A stand-in or a real server that serves one zone, with names of its own at most at the apex. */
export type ContractServer = {
  /** undefined: the credential says where the server is. */
  baseUrl?: string | undefined;
  credential: Credential;
  zone: ContractZone;
  close(): Promise<void>;
};

export type ContractOptions = {
  adapter: Adapter;
  startServer(): Promise<ContractServer>;
  /** False: the provider replaces a set unseen, so that somebody's change between our reading and writing is lost. */
  checksWrites?: boolean;
  /** Texts that the provider takes in TXT records. */
  texts?: readonly string[];
  /** In place of the usual ones, where the provider takes no others; none: the type is not tried at every name. */
  values?: Partial<Record<WritableType, readonly string[]>>;
  /** Reading takes a call for each record, so that a second apply may take as many calls as the first. */
  readsOneByOne?: boolean;
  /** The most calls that one apply may need for a CNAME and a TXT record. */
  mostCalls?: number;
  /** Foreign records that are put before pagination is tested; more than the largest page. */
  foreignRecords?: number;
};

const trickyTexts = [
  "v=spf1 include:_spf.example.net -all",
  "v=DMARC1; p=none; rua=mailto:a@example.net",
  `v=DKIM1; k=rsa; p=${"MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A".repeat(12)}`,
  'say "yes"',
  "back\\slash",
  "  two  spaces ",
];

const values: Record<WritableType, readonly string[]> = {
  A: ["192.0.2.1", "192.0.2.2"],
  AAAA: ["2001:db8::1", "2001:db8::2:0:1"],
  CAA: ['0 issue "letsencrypt.org"', '128 issuewild ";"'],
  CNAME: ["edge.example.net"],
  MX: ["10 mail.example.net", "20 mail2.example.net"],
  SRV: ["1 5 443 host.example.net", "10 0 8443 other.example.net"],
  TXT: [],
};

const noChange = { before: [], after: [] };

/** The rules that every adapter keeps, against a server: called in a test file of its provider. */
export function describeAdapter(options: ContractOptions): void {
  const { adapter, checksWrites = true, texts = trickyTexts, mostCalls = 4, foreignRecords = 230 } = options;
  const { facts } = adapter;
  const ttl = Math.max(3600, facts.minTtl);
  const types = facts.types.filter((type) => type !== "CNAME" && type !== "SRV" && type !== "CAA");

  describe(`the contract of adapters: ${facts.provider}`, () => {
    const outbound = createOutboundHttp({ allowLoopback: true });
    const dns = createProviderDns({ allowLoopback: true });
    let server: ContractServer;
    let writer: ZoneWriter;
    let zone: Zone;
    let cases = 0;
    let clockMs = Date.now();
    let fates: (() => Promise<Fate>)[] = [];
    const log: CallLog = [];
    const sleptMs: number[] = [];

    beforeAll(async () => {
      server = await options.startServer();
      const nowMs = () => clockMs;
      const now = () => new Date(clockMs);
      const sleep = async (ms: number) => {
        sleptMs.push(ms);
        clockMs += ms;
      };
      // One after another: an adapter's calls may run side by side, and a real server's zone is not put into at once.
      let turn: Promise<unknown> = Promise.resolve();
      const disturbance = {
        next: (): Promise<Fate> => {
          const fate = turn.then(() => fates.shift()?.() ?? "pass");
          turn = fate.catch(() => {});
          return fate;
        },
      };
      const http = createProviderHttp({
        outbound: disturbHttp(outbound, disturbance, log, nowMs),
        tenantId: "ten_contract",
        rate: facts.rate,
        now,
        sleep,
      });
      const deps = { http, dns: disturbDns(dns, disturbance, log, nowMs), now, sleep, baseUrl: server.baseUrl };
      writer = adapter.connect(server.credential, deps);
      zone = await getZone(writer, server.zone.name);
    });
    afterAll(async () => {
      await outbound.close();
      await server?.close();
    });
    beforeEach(() => {
      fates = [];
      // A provider's pace is not carried from one test to the next.
      clockMs += facts.rate.seconds * 1000;
      log.length = 0;
      sleptMs.length = 0;
      cases += 1;
    });

    /** Names of this case alone. */
    const at = (label: string) => `${label}.c${cases}.${zone.name}`;
    const change = (name: string, type: WritableType, part: Partial<SetChange>): SetChange => ({
      name,
      type,
      ttl,
      add: [],
      remove: [],
      ...part,
    });
    /** The zone's serial number changes with every write. */
    const look = async () =>
      (await server.zone.sets())
        .filter(({ type }) => type !== "SOA")
        .map(sorted)
        .sort(bySet);
    const valuesOf = (type: WritableType) => options.values?.[type] ?? (type === "TXT" ? texts : values[type]);

    it("finds the closest enclosing zone by its exact name, and no other", async () => {
      expect((await writer.findZone(`a.b.${zone.name}`))?.name).toBe(zone.name);
      expect((await writer.findZone(`*.${zone.name}`))?.name).toBe(zone.name);
      expect(await writer.findZone(`www.not${zone.name}`)).toBeNull();
      const { zones, complete } = await writer.listZones();
      if (complete) expect(zones.map(({ name }) => name)).toContain(zone.name);
    });

    it("writes and reads every type in canonical form, at every kind of name", async () => {
      const tried = facts.types.filter((type) => valuesOf(type).length > 0);
      const wanted = tried.flatMap((type) => {
        const names =
          type === "SRV" ? [at("_sip._tcp")] : type === "TXT" ? [at("_x"), zone.name] : [at(type.toLowerCase())];
        return names.map((name) => change(name, type, { add: valuesOf(type) }));
      });
      if (types.includes("A")) wanted.push(change(at("*"), "A", { add: ["192.0.2.3"] }));
      await writer.apply(zone, wanted);
      const read = await writer.readSets(zone, [...new Set(wanted.map(({ name }) => name))]);
      const seen = await look();
      for (const { name, type, add } of wanted) {
        const set = { name, type, values: [...add].sort() };
        expect(read.map(sorted)).toContainEqual(expect.objectContaining(set));
        expect(seen).toContainEqual(expect.objectContaining(set));
      }
      expect(await writer.apply(zone, wanted)).toEqual(noChange);
      const unwanted = wanted.map(({ name, type, add }) => change(name, type, { remove: add }));
      await writer.apply(zone, unwanted);
      for (const { name, type } of wanted) if (name !== zone.name) expect(has(await look(), name, type)).toBe(false);
      expect(await writer.apply(zone, unwanted)).toEqual(noChange);
    });

    it("applied twice, writes nothing, and what it wrote is what it says", async () => {
      const wanted = [change(at("www"), "TXT", { add: ["one"] }), change(at("www"), "A", { add: ["192.0.2.1"] })];
      const { before, after } = await writer.apply(zone, wanted);
      expect(before).toEqual([]);
      expect(after.map(sorted).sort(bySet)).toEqual((await look()).filter(({ name }) => name === at("www")));
      const seen = await look();
      const calls = log.length;
      expect(await writer.apply(zone, wanted)).toEqual(noChange);
      expect(log.length - calls).toBeLessThan(options.readsOneByOne ? calls + 1 : calls);
      expect(await look()).toEqual(seen);
    });

    it("deletes what is absent: nothing to do", async () => {
      const unwanted = types.map((type) => change(at("none"), type, { remove: valuesOf(type) }));
      expect(await writer.apply(zone, unwanted)).toEqual(noChange);
    });

    it("loses nothing foreign and converges, whatever fails and whoever else writes", async () => {
      await fc.assert(
        fc.asyncProperty(scenarios(types), async ({ foreign, rounds, steps }) => {
          cases += 1;
          const elsewhere = await look();
          const theirs = new Map<string, RecordSet>();
          const put = async ({ label, type, number }: Plan, isElsewhere: boolean) => {
            const row = {
              name: at(isElsewhere ? `other-${label}` : label),
              type,
              value: valueFor("theirs", type, number),
              ttl,
            };
            const known = theirs.get(`${row.name} ${type}`)?.values ?? [];
            if (known.includes(row.value)) return;
            theirs.set(`${row.name} ${type}`, { ...row, values: [...known, row.value] });
            await server.zone.put(row);
          };
          for (const row of foreign) await put(row, false);
          const fateOf = (step: Step) => async (): Promise<Fate> => {
            if (step.kind !== "put") return step.kind;
            await put(step.row, !checksWrites);
            return "pass";
          };
          fates = steps.map(fateOf);
          for (const round of rounds) {
            const changes = round.map(({ label, type, add, remove }) =>
              change(at(label), type, {
                add: add.map((number) => valueFor("ours", type, number)),
                remove: remove.map((number) => valueFor("ours", type, number)),
              }),
            );
            await persist(() => writer.apply(zone, changes));
            const seen = await look();
            for (const { name, type, add, remove } of changes) {
              const added = changes
                .filter((other) => other.name === name && other.type === type)
                .flatMap(({ add }) => add);
              const now = seen.find((set) => set.name === name && set.type === type)?.values ?? [];
              for (const value of add) expect(now.filter((other) => other === value)).toEqual([value]);
              for (const value of remove) if (!added.includes(value)) expect(now).not.toContain(value);
            }
          }
          fates = [];
          const seen = await look();
          const own = (name: string) => name.endsWith(`.c${cases}.${zone.name}`);
          const left = seen
            .filter(({ name }) => own(name))
            .map(onlyTheirs)
            .filter(({ values }) => values.length > 0);
          expect(left.map(named).sort()).toEqual([...theirs.values()].map(sorted).map(named).sort());
          expect(seen.filter(({ name }) => !own(name))).toEqual(elsewhere);
        }),
        { numRuns: 5 },
      );
    });

    it("refuses a CNAME record beside others before it writes, and names them", async () => {
      if (!types.includes("TXT") || !facts.types.includes("CNAME")) return;
      await server.zone.put({ name: at("www"), type: "TXT", value: "theirs", ttl });
      const seen = await look();
      const wanted = [
        change(at("www"), "CNAME", { add: ["edge.example.net"] }),
        change(at("b"), "TXT", { add: ["x"] }),
      ];
      const refusal = writer.apply(zone, wanted);
      await expect(refusal).rejects.toMatchObject({
        code: "conflict_existing",
        said: expect.stringContaining("theirs"),
      });
      expect(await look()).toEqual(seen);
    });

    it("replaces an address by a CNAME record where that is what was asked for", async () => {
      if (!facts.types.includes("CNAME")) return;
      await server.zone.put({ name: at("www"), type: "A", value: "192.0.2.9", ttl });
      const wanted = [
        change(at("www"), "CNAME", { add: ["edge.example.net"] }),
        change(at("www"), "A", { remove: ["192.0.2.9"] }),
      ];
      await persist(() => writer.apply(zone, wanted));
      const now = (await look()).filter(({ name }) => name === at("www"));
      expect(now).toMatchObject([{ type: "CNAME", values: ["edge.example.net"] }]);
    });

    it("raises a TTL that is below the provider's floor", async () => {
      await writer.apply(zone, [change(at("www"), "TXT", { add: ["x"], ttl: 1 })]);
      const set = (await writer.readSets(zone, [at("www")])).find(({ type }) => type === "TXT");
      expect(set?.ttl).toBeGreaterThanOrEqual(facts.minTtl);
    });

    it("waits as long as the provider asks for, and no longer than 10 s", async () => {
      const http = log.length;
      await writer.readSets(zone, [at("www")]);
      if (log.slice(http).some(({ method }) => method === "DNS")) return;
      fates = [async () => 429];
      expect(await writer.readSets(zone, [at("www")])).toEqual([]);
      expect(sleptMs).toContain(2_000);
      fates = Array.from({ length: 9 }, () => async () => 429 as const);
      const refusal = writer.readSets(zone, [at("www")]);
      await expect(refusal).rejects.toMatchObject({ code: "rate_limited", retryAfterMs: 2_000 });
      fates = Array.from({ length: 9 }, () => async () => 500 as const);
      await expect(writer.readSets(zone, [at("www")])).rejects.toMatchObject({ code: "provider_unavailable" });
    });

    it("reads all pages", async () => {
      const rows = Array.from({ length: foreignRecords }, (_, index) => ({
        name: at(`n${index}`),
        type: "TXT",
        value: `theirs ${index}`,
        ttl,
      }));
      for (const row of rows) await server.zone.put(row);
      const [first, last] = [at("n0"), at(`n${foreignRecords - 1}`)];
      const read = await writer.readSets(zone, [first, last]);
      expect(read.map(({ name }) => name).sort()).toEqual([first, last].sort());
      const wanted = [first, last].map((name) => change(name, "TXT", { add: ["ours"] }));
      await writer.apply(zone, wanted);
      const seen = await look();
      for (const { name, value } of rows) {
        const own = name === first || name === last ? [value, "ours"].sort() : [value];
        expect(seen.find((set) => set.name === name)?.values).toEqual(own);
      }
    });

    it("makes many changes in one apply, and stays under its rate", async () => {
      const wanted = Array.from({ length: 30 }, (_, index) => [
        change(at(`t${index}`), "CNAME", { add: ["edge.example.net"] }),
        change(at(`_c.t${index}`), "TXT", { add: [`value ${index}`] }),
      ]).flat();
      const { after } = await writer.apply(zone, wanted);
      expect(after).toHaveLength(wanted.length);
      expect((await look()).filter(({ name }) => name.endsWith(at("").slice(1)))).toHaveLength(wanted.length);
      for (const [index, { atMs }] of log.entries()) {
        const later = log[index + facts.rate.requests];
        if (later) expect(later.atMs - atMs).toBeGreaterThanOrEqual(facts.rate.seconds * 1000);
      }
    });

    it(`needs at most ${mostCalls} calls for the records of one hostname`, async () => {
      await writer.findZone(at("shop"));
      const toFind = log.length;
      await writer.apply(zone, [
        change(at("shop"), "CNAME", { add: ["edge.example.net"] }),
        change(at("_challenge.shop"), "TXT", { add: ["value"] }),
      ]);
      const toApply = log.length - toFind;
      console.info(`${facts.provider}: ${toFind} calls to find the zone, ${toApply} to apply`);
      expect(toApply).toBeLessThanOrEqual(mostCalls);
    });
  });
}

type Plan = { label: string; type: WritableType; number: number };
type Step = { kind: Fate } | { kind: "put"; row: Plan };

const labels = ["www", "a.b", "_x.www"];

function scenarios(types: readonly WritableType[]) {
  const type = fc.constantFrom(...types);
  const plan = fc.record({ label: fc.constantFrom(...labels), type, number: fc.nat(2) });
  const numbers = fc.uniqueArray(fc.nat(2), { maxLength: 2 });
  const change = fc.record({ label: fc.constantFrom(...labels), type, add: numbers, remove: numbers });
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 4, arbitrary: fc.constant<Step>({ kind: "pass" }) },
    { weight: 2, arbitrary: fc.constantFrom<Fate>("lost", "unanswered", "slow", 429, 500).map((kind) => ({ kind })) },
    { weight: 3, arbitrary: plan.map((row): Step => ({ kind: "put", row })) },
  );
  return fc.record({
    foreign: fc.array(plan, { maxLength: 4 }),
    rounds: fc.array(fc.array(change, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
    steps: fc.array(step, { minLength: 4, maxLength: 16 }),
  });
}

/** Ours and theirs never agree on a value; names and types they share. */
function valueFor(owner: "ours" | "theirs", type: WritableType, number: number): string {
  const offset = owner === "ours" ? 1 : 101;
  if (type === "A") return `192.0.2.${offset + number}`;
  if (type === "AAAA") return `2001:db8::${offset + number}`;
  return type === "MX" ? `${10 + number} ${owner}.example.net` : `${owner} ${number}`;
}

const theirValue = /theirs|192\.0\.2\.1\d\d|2001:db8::1\d\d/;

function onlyTheirs(set: RecordSet): RecordSet {
  return { ...set, values: set.values.filter((value) => theirValue.test(value)) };
}

/** Repeats as a job does, until it comes through. */
async function persist(work: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (!(error instanceof ProviderFault && error.canRetry && tries < 40)) throw error;
    }
  }
}

async function getZone(writer: ZoneWriter, name: string): Promise<Zone> {
  const zone = await writer.findZone(name);
  if (zone === null) throw new Error(`the adapter does not find ${name}`);
  return zone;
}

function has(sets: readonly RecordSet[], name: string, type: string): boolean {
  return sets.some((set) => set.name === name && set.type === type);
}

function sorted(set: RecordSet): RecordSet {
  return { ...set, values: [...set.values].sort() };
}

function bySet(one: RecordSet, other: RecordSet): number {
  return `${one.name} ${one.type}` < `${other.name} ${other.type}` ? -1 : 1;
}

function named({ name, type, values }: RecordSet): string {
  return `${name} ${type} ${values.join(", ")}`;
}
