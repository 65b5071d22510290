import { createRandom, type Random } from "@/e2e/dns-differential/random";
import type { Data, WorldZone } from "@/e2e/dns-differential/zone-answers";
import { createZoneKey, dsOf } from "@/e2e/dns-differential/zone-signer";

/** What is odd about one nameserver's answers for one zone. */
export const behaviours = [
  ...(["normal", "no-soa", "foreign-soa", "no-ns", "data-only", "no-aa", "extra-authority", "upper-case"] as const),
  ...(["refused", "servfail", "silent", "formerr-edns", "badvers-edns", "notimp-edns", "drop-edns", "no-opt"] as const),
  ...(["tc-always", "tc-without-tcp", "nxdomain-ent", "notimp-caa", "upward-referral"] as const),
] as const;
export type Behaviour = (typeof behaviours)[number];

/** One zone as one nameserver serves it. `slot`: which of the addresses. */
export type Served = { slot: number; behaviour: Behaviour; zone: WorldZone };

/** A registered domain with all that a look-up of its hostname can meet. `kinds`: for the counts. */
export type World = {
  seed: number;
  domain: string;
  hostname: string;
  challenge: string;
  token: string;
  kinds: string[];
  /** Differing contents on purpose: of stale servers, or of other servers that one of the two NS sets names. */
  serversDiffer: boolean;
  /** Records that the registry publishes. */
  registry: Data[];
  served: Served[];
};

export const edge = { hostname: "edge.host.net", addresses: ["192.0.2.80"] };
/** Signed, with a trust anchor in Unbound. Names elsewhere count as unsigned. */
export const signedRegistry = "org";
export const registries = ["com", "net", "co.uk", signedRegistry] as const;
export const slots = 6;
export const deadSlot = 9;

export function serverName(slot: number): string {
  return `ns${slot}.host.net`;
}

export type Surroundings = { nowSeconds: number; addressOf(slot: number): string };

export function generateWorld(seed: number, { nowSeconds, addressOf }: Surroundings): World {
  const random = createRandom(seed);
  const registry = random.pick(registries);
  const domain = `w${seed}.${registry}`;
  const hostname = `${random.pick(["shop", "shop", "a.b", ""])}.${domain}`.replace(/^\./, "");
  const world: World = {
    seed,
    domain,
    hostname,
    challenge: `_customdomain-challenge.${hostname}`,
    token: `cd-verify-${seed}`,
    kinds: [],
    serversDiffer: false,
    registry: [],
    served: [],
  };
  const records = [...webRecords(world, random), ...challengeRecords(world, random), ...caaRecords(world, random)];
  addZone(world, random, records, { nowSeconds, addressOf });
  return world;
}

const a = (name: string, data: string): Data => ({ name, type: "A", ttl: 60, data });
const aaaa = (name: string, data: string): Data => ({ name, type: "AAAA", ttl: 60, data });
const cname = (name: string, data: string): Data => ({ name, type: "CNAME", ttl: 60, data });
const txt = (name: string, ...data: string[]): Data => ({ name, type: "TXT", ttl: 60, data }) as Data;
const ns = (name: string, data: string): Data => ({ name, type: "NS", ttl: 60, data });
const caa = (name: string, tag: "issue" | "issuewild" | "iodef", value: string): Data => ({
  name,
  type: "CAA",
  ttl: 60,
  data: { flags: 0, tag, value },
});

/** A domain of somebody else at the same servers: aliases lead to it. */
function otherZone(world: World, random: Random, letter: "x" | "y", records: (zone: string) => Data[]): string {
  const zone = `${letter}${world.seed}.${letter === "x" ? "com" : "net"}`;
  const slot = 1 + random.below(slots);
  world.served.push({
    slot,
    behaviour: "normal",
    zone: { name: zone, records: [soa(zone), ns(zone, serverName(slot)), ...records(zone)] },
  });
  world.registry.push(ns(zone, serverName(slot)));
  return zone;
}

function webRecords(world: World, random: Random): Data[] {
  const { hostname, domain } = world;
  const kind = random.pick([
    ...(["alias", "alias", "alias", "address", "address", "other-address", "both-families", "mixed", "none"] as const),
    ...([
      "chain",
      "chain-abroad",
      "long-chain",
      "loop",
      "loop-abroad",
      "dangling",
      "missing-target",
      "wildcard",
    ] as const),
    ...(["dname", "dname-abroad", "upper-case-target"] as const),
  ]);
  world.kinds.push(`web ${kind}`);
  const isApex = hostname === domain;
  switch (isApex && kind.startsWith("dname") ? "address" : kind) {
    case "alias":
      return [cname(hostname, edge.hostname)];
    case "upper-case-target":
      return [cname(hostname, "EDGE.Host.Net")];
    case "address":
      return [a(hostname, "192.0.2.80")];
    case "other-address":
      return [a(hostname, "192.0.2.7")];
    case "both-families":
      return [a(hostname, "192.0.2.80"), aaaa(hostname, "2001:db8::7")];
    case "mixed":
      return [a(hostname, "192.0.2.80"), a(hostname, "192.0.2.7")];
    case "none":
      return random.chance(0.5) ? [txt(hostname, "v=spf1 -all")] : [];
    case "chain":
      return [
        cname(hostname, `c1.${domain}`),
        cname(`c1.${domain}`, `c2.${domain}`),
        cname(`c2.${domain}`, edge.hostname),
      ];
    case "chain-abroad": {
      const other = otherZone(world, random, "x", (zone) => [
        cname(`one.${zone}`, `two.${zone}`),
        a(`two.${zone}`, "192.0.2.80"),
      ]);
      return [cname(hostname, `one.${other}`)];
    }
    case "long-chain": {
      const length = 4 + random.below(9);
      const link = (index: number) => (index === 0 ? hostname : `c${index}.${domain}`);
      return Array.from({ length }, (_, index) =>
        cname(link(index), index === length - 1 ? edge.hostname : link(index + 1)),
      );
    }
    case "loop":
      return [
        cname(hostname, `c1.${domain}`),
        cname(`c1.${domain}`, `c2.${domain}`),
        cname(`c2.${domain}`, `c1.${domain}`),
      ];
    case "loop-abroad": {
      const other = otherZone(world, random, "x", (zone) => [cname(`one.${zone}`, hostname)]);
      return [cname(hostname, `one.${other}`)];
    }
    case "dangling":
      return [cname(hostname, `gone${world.seed}.com`)];
    case "missing-target": {
      const other = otherZone(world, random, "x", () => []);
      return [cname(hostname, `gone.${other}`)];
    }
    case "wildcard":
      return [cname(`*.${domain}`, edge.hostname)];
    case "dname":
      return [
        { name: parentOf(hostname, domain), type: "DNAME", ttl: 60, data: `d.${domain}` } as Data,
        a(`shop.d.${domain}`, "192.0.2.80"),
      ].filter(({ name, type }) => type !== "DNAME" || name !== domain);
    case "dname-abroad": {
      const other = otherZone(world, random, "x", (zone) => [
        a(`shop.${zone}`, "192.0.2.80"),
        a(`a.${zone}`, "192.0.2.80"),
      ]);
      const owner = parentOf(hostname, domain);
      return owner === domain
        ? [cname(hostname, `shop.${other}`)]
        : [{ name: owner, type: "DNAME", ttl: 60, data: other } as Data];
    }
    default:
      return [];
  }
}

function parentOf(name: string, domain: string): string {
  return name === domain ? domain : name.slice(name.indexOf(".") + 1);
}

function challengeRecords(world: World, random: Random): Data[] {
  const { challenge, token, domain } = world;
  const kind = random.pick([
    ...([
      "right",
      "right",
      "right",
      "wrong",
      "beside-others",
      "big",
      "several-big",
      "split",
      "missing",
      "missing",
    ] as const),
    ...(["delegated", "delegated-missing", "wildcard"] as const),
  ]);
  world.kinds.push(`challenge ${kind}`);
  const filler = (index: number) => txt(challenge, `${index} ${"x".repeat(200)}`, "y".repeat(250), "z".repeat(250));
  switch (kind) {
    case "right":
      return [txt(challenge, token)];
    case "wrong":
      return [txt(challenge, `${token}0`)];
    case "beside-others":
      return [txt(challenge, "cd-verify-old"), txt(challenge, token), txt(challenge, "v=spf1 -all")];
    case "big":
      return [filler(0), filler(1), filler(2), txt(challenge, token)];
    case "several-big":
      return [...Array.from({ length: 12 }, (_, index) => filler(index)), txt(challenge, token)];
    case "split":
      return [txt(challenge, token.slice(0, 4), token.slice(4))];
    case "missing":
      return [];
    case "delegated": {
      const other = otherZone(world, random, "y", (zone) => [txt(`verify.${zone}`, token)]);
      return [cname(challenge, `verify.${other}`)];
    }
    case "delegated-missing":
      return [cname(challenge, `gone${world.seed}.net`)];
    case "wildcard":
      return [txt(`*.${domain}`, "parked")];
  }
}

function caaRecords(world: World, random: Random): Data[] {
  const { hostname, domain } = world;
  const kind = random.pick(["none", "none", "ours", "other", "above", "nobody", "several"] as const);
  world.kinds.push(`caa ${kind}`);
  switch (kind) {
    case "none":
      return [];
    case "ours":
      return [caa(domain, "issue", "letsencrypt.org")];
    case "other":
      return [caa(domain, "issue", "digicert.com")];
    case "above":
      return [caa(parentOf(hostname, domain), "issue", "digicert.com"), caa(domain, "issue", "letsencrypt.org")];
    case "nobody":
      return [caa(domain, "issue", ";"), caa(domain, "iodef", "mailto:a@example.com")];
    case "several":
      return [
        caa(domain, "issue", "digicert.com"),
        caa(domain, "issue", "letsencrypt.org"),
        caa(domain, "issuewild", ";"),
      ];
  }
}

export function soa(zone: string): Data {
  const data = {
    mname: `ns.${zone}`,
    rname: `hostmaster.${zone}`,
    serial: 1,
    refresh: 60,
    retry: 60,
    expire: 60,
    minimum: 5,
  };
  return { name: zone, type: "SOA", ttl: 60, data };
}

const dnssecKinds = ["valid", "valid", "unsigned", "expired", "wrong-ds", "no-signature"] as const;
const setKinds = [
  ...([
    "same",
    "same",
    "same",
    "same",
    "child-adds-dead",
    "child-lacks-ns",
    "child-names-others",
    "parent-adds-dead",
  ] as const),
  ...(["stale-server", "no-glue"] as const),
] as const;

function addZone(
  world: World,
  random: Random,
  records: readonly Data[],
  { nowSeconds, addressOf }: Surroundings,
): void {
  const { domain } = world;
  // A CNAME is alone at its name, and nothing but glue is below a DNAME.
  const owners = new Set(records.filter(({ type }) => type === "CNAME").map(({ name }) => name));
  const dname = records.find(({ type }) => type === "DNAME")?.name;
  const content = records.filter(
    ({ name, type }) => !(owners.has(name) && type !== "CNAME") && !(dname !== undefined && name.endsWith(`.${dname}`)),
  );
  const cut = pickCut(world, random);
  const isAlong = (name: string) => cut !== null && (name === cut || name.endsWith(`.${cut}`));
  const above = content.filter(({ name }) => !isAlong(name));
  const below = content.filter(({ name }) => isAlong(name));
  const cutRecords: Data[] = [];
  if (cut !== null) {
    const slot = 1 + random.below(slots);
    const behaviour = pickBehaviour(random);
    world.kinds.push("cut", `server ${behaviour}`);
    world.served.push({
      slot,
      behaviour,
      zone: { name: cut, records: [soa(cut), ns(cut, serverName(slot)), ...below] },
    });
    cutRecords.push(ns(cut, serverName(slot)));
  }
  const setKind = random.pick(setKinds);
  world.kinds.push(`sets ${setKind}`);
  const inside = random.chance(0.3) || setKind === "no-glue";
  world.kinds.push(inside ? "names inside" : "names outside");
  const nameOf = (slot: number) => (inside ? `ns${slot}.${domain}` : serverName(slot));
  const first = 1 + random.below(slots);
  const chosen = Array.from({ length: 1 + random.below(3) }, (_, index) => 1 + ((first + index) % slots));
  const [main = 1] = chosen;
  const addresses = inside ? chosen.map((slot) => a(nameOf(slot), addressOf(slot))) : [];
  const published = chosen.map((slot) => ns(domain, nameOf(slot)));
  const childSet = setKind === "child-adds-dead" ? [...published, ns(domain, serverName(deadSlot))] : published;
  const base = [soa(domain), ...addresses, ...cutRecords, ...above];
  const isSigned = domain.endsWith(`.${signedRegistry}`);
  const dnssec = isSigned ? random.pick(dnssecKinds) : "unsigned";
  if (isSigned) world.kinds.push(`dnssec ${dnssec}`);
  const key = dnssec === "unsigned" ? undefined : createZoneKey(nowSeconds, dnssec === "expired");
  const zone: WorldZone = {
    name: domain,
    records: [...(setKind === "child-lacks-ns" ? [] : childSet), ...base],
    ...(key === undefined ? {} : { key }),
    ...(dnssec === "no-signature" ? { unsigned: ["TXT", "A", "CNAME"] } : {}),
  };
  for (const slot of chosen) {
    const behaviour = key === undefined ? pickBehaviour(random) : "normal";
    world.kinds.push(`server ${behaviour}`);
    world.served.push({ slot, behaviour, zone });
  }
  if (setKind === "stale-server" && chosen.length > 1) {
    world.serversDiffer = true;
    const stale = world.served.at(-1);
    if (stale !== undefined) stale.zone = { ...zone, records: zone.records.map(madeStale) };
  }
  if (setKind === "child-names-others") {
    world.serversDiffer = true;
    const other = 1 + ((main + 3) % slots);
    zone.records = [ns(domain, serverName(other)), ...base.map(madeStale)];
    if (!chosen.includes(other)) {
      const records = [ns(domain, serverName(other)), ...base];
      world.served.push({ slot: other, behaviour: "normal", zone: { ...zone, records } });
    }
  }
  world.registry.push(
    ...published,
    ...(setKind === "parent-adds-dead" ? [ns(domain, serverName(deadSlot))] : []),
    ...(setKind === "no-glue" ? [] : addresses),
    ...(key === undefined
      ? []
      : [dsOf(domain, dnssec === "wrong-ds" ? createZoneKey(nowSeconds, false) : key) as Data]),
  );
}

/** What was published before. */
function madeStale(record: Data): Data {
  if (record.type === "TXT") return { ...record, data: ["stale"] };
  if (record.type === "A" && !record.name.startsWith("ns")) return { ...record, data: "192.0.2.9" };
  return record;
}

function pickCut(world: World, random: Random): string | null {
  if (random.chance(0.75)) return null;
  const { hostname, domain, challenge } = world;
  const candidates = [hostname, parentOf(hostname, domain), challenge].filter((name) => name !== domain);
  const [first, ...rest] = candidates;
  return first === undefined ? null : random.pick([first, ...rest]);
}

function pickBehaviour(random: Random): Behaviour {
  return random.chance(0.55) ? "normal" : random.pick(behaviours);
}
