import { createAskResolvers, type ResolversAnswer } from "@/lib/dns/ask-resolvers";
import { isEqualOrBelow, parentName } from "@/lib/dns/domain-name";
import type { LookUp } from "@/lib/dns/look-up";
import { createLookUpCache } from "@/lib/dns/look-up-cache";
import type { LookUpFailure } from "@/lib/dns/look-up-failure";
import { type DnsMessage, rcodes } from "@/lib/dns/message";
import {
  createParentZones,
  maxNameserverNames,
  mayAsk,
  type ParentZonesOptions,
  readNames,
} from "@/lib/dns/parent-zones";
import { registeredDomain } from "@/lib/dns/public-suffix";
import type { ResourceRecord } from "@/lib/dns/records";

/** `isDelegated`: the parent zone refers to this address. Resolvers know the others from the zone's own NS records alone. */
export type Nameserver = { name: string; address: string; isBlocked: boolean; isDelegated: boolean };

/** The nameservers of the parent's delegation, and of the zone's own NS records. */
export type NameserverSets = { parent: string[]; child: string[] };

/**
 * The zone that holds a name and the addresses of its servers, parent's and child's: of each of 13 names one, and 16 in all, of
 * `known`. Failures differ from absence. `withoutAddress`: nameservers whose names have no address. `sets`: where they differ.
 */
export type Delegation =
  | {
      kind: "ok";
      zone: string;
      nameservers: Nameserver[];
      known: number;
      withoutAddress: string[];
      sets: NameserverSets | null;
      /** The servers are a registry's, which has no delegation for the domain; it may hold records of it all the same. */
      isUndelegated: boolean;
    }
  | { kind: "nxdomain" | "no_nameservers" | "unreachable"; zone: string | null; reason: LookUpFailure };

/**
 * A zone below one that was asked. `names`: to which its servers refer; empty where only an SOA shows the zone. `beside`:
 * servers of the zone above that hold the name themselves.
 */
export type Cut = { zone: string; names: string[]; glue: ResourceRecord[]; ttlSeconds: number; beside: Nameserver[] };

export type DelegationOptions = Omit<ParentZonesOptions, "ask"> & {
  resolvers: readonly { host: string; port: number }[];
};

export type DelegationFinder = {
  /** By the deepest delegation on the way to the name that is known already; the first is the registry's. */
  find(name: string, lookUp: LookUp): Promise<Delegation>;
  follow(cut: Cut, lookUp: LookUp): Promise<Delegation>;
  /** What resolvers say of the name. `zone`: that of a denial. */
  confirm(name: string, lookUp: LookUp): Promise<Confirmation>;
  /** The same for records that are published. Not for others: resolvers would remember that they do not exist. */
  isBogus(name: string, type: string, lookUp: LookUp): Promise<boolean>;
};

/** `isBogus`: they fail with DNSSEC validation, and answer without. `isSigned`: they have validated what they say. */
export type Confirmation = { isBogus: boolean; isSigned: boolean; zone: string | null };

// Their owner chooses them: every look-up sends packets to each.
const maxNameserverAddresses = 16;
/** Of each family. */
const maxAddressesPerName = 8;
const maxClimb = 16;
const maxCacheSeconds = 60;
/** Resolvers have it as long, too. */
const maxAddressCacheSeconds = 900;
// Short, so that a new delegation is noticed soon, and long enough that a burst asks once.
const negativeCacheSeconds = 2;

/**
 * Finds delegations by the referrals of the zones above. Recursive resolvers find the addresses of nameservers, and are the
 * way where no zone above answers. Look-ups are cached and coalesced.
 */
export function createDelegationFinder(options: DelegationOptions): DelegationFinder {
  const ask = createAskResolvers(options);
  const parents = createParentZones({ ...options, ask });
  const cuts = createLookUpCache<DelegationLookup>((lookup) => lookup.ttlSeconds, maxCacheSeconds);
  const zones = createLookUpCache<ZoneLookup>((zone) => zone.ttlSeconds, maxCacheSeconds);
  const inferred = createLookUpCache<KnownLookup>((lookup) => lookup.ttlSeconds, maxCacheSeconds);
  const validated = createLookUpCache<ValidatedLookup>((lookup) => lookup.ttlSeconds, maxCacheSeconds);
  const addresses = createLookUpCache<AddressLookup>((lookup) => lookup.ttlSeconds, maxAddressCacheSeconds);

  function askValidated(name: string, type: string, lookUp: LookUp): Promise<ValidatedLookup> {
    return validated.get(lookUp.tenantId, `${type} ${name}`, async () => {
      const answer = await ask(name, type, lookUp);
      if (answer.kind === "failed") {
        const unchecked =
          answer.reason === "servfail" ? await ask(name, type, lookUp, { checkingDisabled: true }) : answer;
        return { ...answer, isBogus: unchecked.kind === "message", ttlSeconds: 0 };
      }
      const { rcode, answers, authorities } = answer.message;
      const longest = rcode === rcodes.nxDomain ? negativeCacheSeconds : maxCacheSeconds;
      return {
        ...answer,
        isBogus: false,
        ttlSeconds: Math.min(longest, ...[...answers, ...authorities].map(({ ttl }) => ttl)),
      };
    });
  }

  /** Resolvers do not follow a CNAME that is asked for: an alias to a broken target is harmless. */
  function askAlias(name: string, lookUp: LookUp): Promise<ValidatedLookup> {
    return askValidated(name, "CNAME", lookUp);
  }

  /**
   * Asks for a CNAME. Where there is none, the denial carries the SOA of the zone that lacks it (RFC 2308). Where there is one, the zone is above,
   * except for a registered domain, which is always the top of a zone.
   */
  async function findZone(name: string, climbed: number, lookUp: LookUp): Promise<ZoneLookup> {
    if (climbed > maxClimb || registeredDomain(name) === null) {
      return noZone;
    }
    const answer = await askAlias(name, lookUp);
    if (answer.kind === "failed") {
      return { kind: "unreachable", zone: null, reason: answer.isBogus ? "dnssec" : answer.reason, ttlSeconds: 0 };
    }
    const alias = findAlias(answer.message, name);
    if (alias !== undefined && registeredDomain(name) === name) {
      return { kind: "ok", zone: name, ttlSeconds: Math.min(alias.ttl, maxCacheSeconds) };
    }
    const soa = alias !== undefined ? null : (findSoa(answer.message, name) ?? (await findOwnSoa(name, lookUp)));
    if (soa?.kind === "failed") {
      return { kind: "unreachable", zone: null, reason: soa.reason, ttlSeconds: 0 };
    }
    const isDenied = answer.message.rcode === rcodes.nxDomain;
    if (soa !== null) {
      // The denial came from a registry: the domain below the public suffix was never delegated.
      return isDenied && registeredDomain(soa.zone) === null
        ? { ...noDomain, zone: soa.zone }
        : { kind: "ok", zone: soa.zone, ttlSeconds: Math.min(soa.ttlSeconds, maxCacheSeconds) };
    }
    const parent = parentName(name);
    const above = await zones.get(lookUp.tenantId, parent, () => findZone(parent, climbed + 1, lookUp));
    return above === noZone && isDenied ? noDomain : above;
  }

  /** Some forwarders omit the authority section; the top of a zone still answers an SOA query. */
  async function findOwnSoa(name: string, lookUp: LookUp): Promise<SoaLookup | null> {
    const answer = await ask(name, "SOA", lookUp);
    return answer.kind === "failed" ? answer : findSoa(answer.message, name);
  }

  async function findAddresses(name: string, lookUp: LookUp): Promise<AddressLookup> {
    const answers = await Promise.all([ask(name, "A", lookUp), ask(name, "AAAA", lookUp)]);
    const found: string[] = [];
    let ttlSeconds = maxAddressCacheSeconds;
    let failure: LookUpFailure | null = null;
    for (const answer of answers) {
      if (answer.kind === "failed") {
        failure = answer.reason;
        continue;
      }
      const records = answer.message.answers.filter(({ type }) => type === "A" || type === "AAAA");
      for (const { value, ttl } of records.slice(0, maxAddressesPerName)) {
        found.push(value);
        ttlSeconds = Math.min(ttlSeconds, ttl);
      }
    }
    const isComplete = failure === null && found.length > 0;
    if (failure === "overload") ttlSeconds = 0;
    else if (!isComplete) ttlSeconds = negativeCacheSeconds;
    return { addresses: found, failure, ttlSeconds };
  }

  /** The union of both sets; where the parent's is not known, the child's alone. */
  async function findServers(
    zone: string,
    { names: delegated, glue, beside }: Pick<Cut, "names" | "glue" | "beside">,
    lookUp: LookUp,
  ): Promise<ServersLookup> {
    const parent = readNames(delegated);
    const find = (names: readonly string[]) =>
      Promise.all(
        names.map(async (name) => {
          const lookup = await addresses.get(lookUp.tenantId, name, () => findAddresses(name, lookUp));
          const own = glue.filter((record) => record.name === name).slice(0, maxAddressesPerName);
          const all = [...new Set([...lookup.addresses, ...own.map(({ value }) => value)])];
          // A nameserver inside a broken zone is known by its glue alone.
          return { ...lookup, addresses: all, failure: own.length > 0 ? null : lookup.failure };
        }),
      );
    const [answer, ofParent] = await Promise.all([ask(zone, "NS", lookUp), find(parent)]);
    if (answer.kind === "failed" && parent.length === 0 && beside.length === 0) {
      return { kind: "unreachable", reason: answer.reason, ttlSeconds: 0 };
    }
    const records =
      answer.kind === "failed" ? [] : answer.message.answers.filter(({ type, name }) => type === "NS" && name === zone);
    const child = readNames(records.map(({ value }) => value));
    const others = child.filter((name) => !parent.includes(name)).slice(0, maxNameserverNames - parent.length);
    const names = [...parent, ...others];
    if (names.length === 0 && beside.length === 0) {
      return { kind: "no_nameservers", reason: "no_ns_records", ttlSeconds: negativeCacheSeconds };
    }
    const lookups = [...ofParent, ...(await find(others))];
    const delegatedAddresses = new Set(parent.length === 0 ? [] : ofParent.flatMap((lookup) => lookup.addresses));
    const listed = listNameservers(names, lookups).map(
      ({ name, address }): Nameserver => ({
        name,
        address,
        isBlocked: !mayAsk(options, address),
        isDelegated: parent.length === 0 || delegatedAddresses.has(address),
      }),
    );
    const all = [...listed, ...beside.filter(({ address }) => listed.every((one) => one.address !== address))];
    const nameservers = all.slice(0, maxNameserverAddresses);
    const failure = lookups.find((lookup) => lookup.failure !== null)?.failure ?? null;
    if (nameservers.length === 0) {
      return failure === null
        ? { kind: "no_nameservers", reason: "no_nameserver_address", ttlSeconds: negativeCacheSeconds }
        : { kind: "unreachable", reason: failure, ttlSeconds: 0 };
    }
    const withoutAddress = names.filter((_name, index) => {
      const lookup = lookups[index];
      return lookup?.failure === null && lookup.addresses.length === 0;
    });
    const differ = parent.length > 0 && child.length > 0 && !isSameSet(parent, child);
    const ttls = [...records.map(({ ttl }) => ttl), ...lookups.map((lookup) => lookup.ttlSeconds)];
    // An incomplete list is used, because one broken server must not hide the others, but not for long.
    const longest = failure === "overload" ? 0 : negativeCacheSeconds;
    const ttlSeconds = failure === null ? Math.min(...ttls) : longest;
    return {
      kind: "ok",
      nameservers,
      known: all.length,
      withoutAddress,
      sets: differ ? { parent, child } : null,
      ttlSeconds,
    };
  }

  /** The first delegation on the way: the registry's. */
  async function findRegistered(domain: string, lookUp: LookUp): Promise<DelegationLookup> {
    const { kind, names, glue, ttlSeconds } = await parents.ask(domain, lookUp);
    if (kind === "delegated" || kind === "held") {
      const lookup = await findServers(domain, { names, glue, beside: [] }, lookUp);
      return { ...complete(domain, lookup), ttlSeconds: Math.min(ttlSeconds, lookup.ttlSeconds) };
    }
    return { kind: "unfound", registry: kind, ttlSeconds: kind === "unreachable" ? negativeCacheSeconds : 0 };
  }

  /** By what resolvers answer: where no zone above does, or where it does not delegate the domain. */
  async function infer(
    name: string,
    domain: string,
    registry: Unfound["registry"],
    lookUp: LookUp,
  ): Promise<Delegation> {
    const zone = await zones.get(lookUp.tenantId, name, () => findZone(name, 0, lookUp));
    if (zone.kind !== "ok") {
      if (registry === "nxdomain" && zone.kind === "unreachable") return noDomain;
      return registry === "not_delegated" ? { kind: "no_nameservers", zone: domain, reason: "no_ns_records" } : zone;
    }
    const lookup = await inferred.get(lookUp.tenantId, zone.zone, async () =>
      complete(zone.zone, await findServers(zone.zone, nothingAbove, lookUp)),
    );
    const isUndelegated = registry !== "unreachable" && registeredDomain(zone.zone) === null;
    return lookup.kind === "ok" ? { ...lookup, isUndelegated } : lookup;
  }

  function findKnown(name: string, domain: string): DelegationLookup | undefined {
    for (let zone = name; zone !== domain; zone = parentName(zone)) {
      const cut = cuts.peek(zone);
      if (cut?.kind === "ok") return cut;
    }
    return undefined;
  }

  return {
    async find(name, lookUp) {
      const domain = registeredDomain(name);
      if (domain === null) return noZone;
      const known =
        findKnown(name, domain) ?? (await cuts.get(lookUp.tenantId, domain, () => findRegistered(domain, lookUp)));
      return known.kind === "unfound" ? infer(name, domain, known.registry, lookUp) : known;
    },
    async follow({ zone, ttlSeconds, ...cut }, lookUp) {
      const found = await cuts.get(lookUp.tenantId, zone, async () => {
        const lookup = complete(zone, await findServers(zone, cut, lookUp));
        return { ...lookup, ttlSeconds: Math.min(ttlSeconds, lookup.ttlSeconds) };
      });
      return found.kind === "unfound" ? noZone : found;
    },
    async confirm(name, lookUp) {
      const answer = await askAlias(name, lookUp);
      const soa = answer.kind === "message" ? findSoa(answer.message, name) : null;
      const isSigned = answer.kind === "message" && answer.message.isValidated;
      return { isBogus: answer.isBogus, isSigned, zone: soa?.kind === "soa" ? soa.zone : null };
    },
    async isBogus(name, type, lookUp) {
      return (await askValidated(name, type, lookUp)).isBogus;
    },
  };
}

type ValidatedLookup = ResolversAnswer & { isBogus: boolean; ttlSeconds: number };
type ZoneFailure = { ttlSeconds: number; kind: "nxdomain" | "unreachable"; zone: string | null; reason: LookUpFailure };
type ZoneLookup = { kind: "ok"; zone: string; ttlSeconds: number } | ZoneFailure;
type AddressLookup = { addresses: string[]; failure: LookUpFailure | null; ttlSeconds: number };
type ServersLookup = { ttlSeconds: number } & (
  | Pick<Extract<Delegation, { kind: "ok" }>, "kind" | "nameservers" | "known" | "withoutAddress" | "sets">
  | { kind: "no_nameservers" | "unreachable"; reason: LookUpFailure }
);
type Unfound = { kind: "unfound"; registry: "not_delegated" | "nxdomain" | "unreachable" };
type KnownLookup = { ttlSeconds: number } & Delegation;
type DelegationLookup = KnownLookup | ({ ttlSeconds: number } & Unfound);

const nothingAbove = { names: [], glue: [], beside: [] };

function complete(zone: string, lookup: ServersLookup): KnownLookup {
  return lookup.kind === "ok" ? { ...lookup, zone, isUndelegated: false } : { ...lookup, zone };
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name) => other.includes(name));
}

type SoaLookup = { kind: "soa"; zone: string; ttlSeconds: number } | { kind: "failed"; reason: LookUpFailure };

const noZone: ZoneFailure = {
  kind: "unreachable",
  zone: null,
  reason: "no_zone",
  ttlSeconds: negativeCacheSeconds,
};
const noDomain: ZoneFailure = {
  kind: "nxdomain",
  zone: null,
  reason: "nonexistent_domain",
  ttlSeconds: negativeCacheSeconds,
};

function findAlias(message: DnsMessage, name: string): DnsMessage["answers"][number] | undefined {
  return message.answers.find((record) => record.name === name && record.type === "CNAME");
}

function findSoa(message: DnsMessage, name: string): SoaLookup | null {
  const atTop = message.answers.find((record) => record.type === "SOA" && record.name === name);
  const soa = atTop ?? message.authorities.find((record) => record.type === "SOA" && isEqualOrBelow(name, record.name));
  return soa === undefined ? null : { kind: "soa", zone: soa.name, ttlSeconds: soa.ttl };
}

/** Each address once: two names of one machine are one server. The names' addresses are interleaved. */
function listNameservers(
  names: readonly string[],
  lookups: readonly AddressLookup[],
): Pick<Nameserver, "name" | "address">[] {
  const nameservers = new Map<string, Pick<Nameserver, "name" | "address">>();
  const longest = Math.max(...lookups.map((lookup) => lookup.addresses.length));
  for (let turn = 0; turn < longest; turn += 1) {
    for (const [index, name] of names.entries()) {
      const address = lookups[index]?.addresses[turn];
      if (address !== undefined && !nameservers.has(address)) nameservers.set(address, { name, address });
    }
  }
  return [...nameservers.values()];
}
