import { LRUCache } from "lru-cache";
import { parse as parseSuffix } from "tldts";
import { isEncodableName, isEqualOrBelow, normaliseName, parentName } from "@/lib/dns/domain-name";
import type { LookUp } from "@/lib/dns/look-up";
import type { LookUpFailure } from "@/lib/dns/look-up-failure";
import { type DnsMessage, rcodes } from "@/lib/dns/message";
import { askParent, type ReferralOptions } from "@/lib/dns/referral";
import { isPublicAddress } from "@/lib/kernel/public-address";

export type Nameserver = { name: string; address: string; isBlocked: boolean };

/**
 * The zone that holds a name and the addresses of its servers: of each of 13 names one, and 16 in all, of `known`. Failures
 * differ from absence. `withoutAddress`: nameservers whose names have no address.
 */
export type Delegation =
  | { kind: "ok"; zone: string; nameservers: Nameserver[]; known: number; withoutAddress: string[] }
  | { kind: "nxdomain" | "no_nameservers" | "unreachable"; zone: string | null; reason: LookUpFailure };

export type DelegationOptions = ReferralOptions;

export type DelegationFinder = { find(name: string, lookUp: LookUp): Promise<Delegation> };

const maxNameserverNames = 13;
// Their owner chooses them: every look-up sends packets to each.
const maxNameserverAddresses = 16;
/** Of each family. */
const maxAddressesPerName = 8;
const maxClimb = 16;
const cacheEntries = 20_000;
const maxCacheSeconds = 60;
// Short, so that a new delegation is noticed soon, and long enough that a burst asks once.
const negativeCacheSeconds = 2;

/** Finds delegations through recursive resolvers, which are trusted for nothing else. Look-ups are cached and coalesced. */
export function createDelegationFinder(options: DelegationOptions): DelegationFinder {
  const zones = createCache<ZoneLookup>((zone) => zone.ttlSeconds);
  const servers = createCache<ServersLookup>((lookup) => lookup.ttlSeconds);
  const addresses = createCache<AddressLookup>((lookup) => lookup.ttlSeconds);

  // The resolver that answered last is tried first, so that a dead one does not delay every look-up.
  let preferred = 0;

  async function ask(name: string, type: string, lookUp: LookUp): Promise<RecursiveAnswer> {
    let reason: LookUpFailure = "no_resolver";
    const first = preferred;
    for (let turn = 0; turn < options.resolvers.length; turn += 1) {
      const index = (first + turn) % options.resolvers.length;
      const resolver = options.resolvers[index];
      if (resolver === undefined) break;
      const outcome = await options.exchange.ask(
        { address: resolver.host, port: resolver.port },
        { name, type, recursionDesired: true },
        lookUp,
      );
      if (outcome.kind === "message") {
        if (outcome.message.rcode === rcodes.noError || outcome.message.rcode === rcodes.nxDomain) {
          preferred = index;
          return outcome;
        }
        reason = outcome.message.rcode === rcodes.refused ? "refused" : "servfail";
      } else {
        reason = outcome.reason;
      }
    }
    return { kind: "failed", reason };
  }

  /**
   * Asks for a CNAME, because resolvers do not follow it: an alias to a broken target is harmless. Where
   * there is none, the denial carries the SOA of the zone that lacks it (RFC 2308). Where there is one, the zone is above,
   * except for a registered domain, which is always the top of a zone.
   */
  async function findZone(name: string, climbed: number, lookUp: LookUp): Promise<ZoneLookup> {
    if (climbed > maxClimb || isPublicSuffix(name)) {
      return noZone;
    }
    const answer = await ask(name, "CNAME", lookUp);
    if (answer.kind === "failed") {
      return { kind: "unreachable", zone: null, reason: answer.reason, ttlSeconds: 0 };
    }
    const alias = findAlias(answer.message, name);
    if (alias !== undefined && isPublicSuffix(parentName(name))) {
      return { kind: "ok", zone: name, ttlSeconds: Math.min(alias.ttl, maxCacheSeconds) };
    }
    const soa = alias !== undefined ? null : (findSoa(answer.message, name) ?? (await findOwnSoa(name, lookUp)));
    if (soa?.kind === "failed") {
      return { kind: "unreachable", zone: null, reason: soa.reason, ttlSeconds: 0 };
    }
    const isDenied = answer.message.rcode === rcodes.nxDomain;
    if (soa !== null) {
      return isUndelegated(name, soa.zone, isDenied)
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
    let ttlSeconds = maxCacheSeconds;
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

  async function findServers(zone: string, lookUp: LookUp): Promise<ServersLookup> {
    const answer = await ask(zone, "NS", lookUp);
    if (answer.kind === "failed") {
      return { kind: "unreachable", reason: answer.reason, ttlSeconds: 0 };
    }
    const records = answer.message.answers.filter((record) => record.type === "NS" && record.name === zone);
    const published = [...new Set(records.map((record) => normaliseName(record.value)))].filter(isEncodableName);
    // An alias at the top of a zone hides its NS records; the parent zone has them too.
    const isHidden = published.length === 0 && findAlias(answer.message, zone) !== undefined;
    const names = (isHidden ? (await askParent(options, zone, lookUp)).names : published).slice(0, maxNameserverNames);
    if (names.length === 0) {
      return { kind: "no_nameservers", reason: "no_ns_records", ttlSeconds: negativeCacheSeconds };
    }
    const lookups = await Promise.all(
      names.map((name) => addresses.get(lookUp.tenantId, name, () => findAddresses(name, lookUp))),
    );
    const all = listNameservers(names, lookups, options.allowPrivateNameservers);
    const nameservers = all.slice(0, maxNameserverAddresses);
    const failure = lookups.find((lookup) => lookup.failure !== null)?.failure ?? null;
    if (nameservers.length === 0) {
      return failure === null
        ? { kind: "no_nameservers", reason: "no_nameserver_address", ttlSeconds: negativeCacheSeconds }
        : { kind: "unreachable", reason: failure, ttlSeconds: 0 };
    }
    // An incomplete list is used, because one broken server must not hide the others, but it is not cached.
    const ttls = [...records, ...lookups.map((lookup) => ({ ttl: lookup.ttlSeconds }))].map((entry) => entry.ttl);
    const withoutAddress = names.filter((_name, index) => {
      const lookup = lookups[index];
      return lookup?.failure === null && lookup.addresses.length === 0;
    });
    const ttlSeconds = failure === null ? Math.min(maxCacheSeconds, ...ttls) : 0;
    return { kind: "ok", nameservers, known: all.length, withoutAddress, ttlSeconds };
  }

  return {
    async find(name, lookUp) {
      const zone = await zones.get(lookUp.tenantId, name, () => findZone(name, 0, lookUp));
      if (zone.kind !== "ok") {
        return zone;
      }
      const lookup = await servers.get(lookUp.tenantId, zone.zone, () => findServers(zone.zone, lookUp));
      if (lookup.kind !== "ok") return { kind: lookup.kind, zone: zone.zone, reason: lookup.reason };
      const { nameservers, known, withoutAddress } = lookup;
      return { kind: "ok", zone: zone.zone, nameservers, known, withoutAddress };
    },
  };
}

type RecursiveAnswer = { kind: "message"; message: DnsMessage } | { kind: "failed"; reason: LookUpFailure };
type ZoneLookup = { ttlSeconds: number } & (
  | { kind: "ok"; zone: string }
  | { kind: "nxdomain" | "unreachable"; zone: string | null; reason: LookUpFailure }
);
type AddressLookup = { addresses: string[]; failure: LookUpFailure | null; ttlSeconds: number };
type ServersLookup = { ttlSeconds: number } & (
  | { kind: "ok"; nameservers: Nameserver[]; known: number; withoutAddress: string[] }
  | { kind: "no_nameservers" | "unreachable"; reason: LookUpFailure }
);

type SoaLookup = { kind: "soa"; zone: string; ttlSeconds: number } | { kind: "failed"; reason: LookUpFailure };

const noZone: ZoneLookup = {
  kind: "unreachable",
  zone: null,
  reason: "no_zone",
  ttlSeconds: negativeCacheSeconds,
};
const noDomain: ZoneLookup = {
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

/** True where the denial came from a registry: the domain below the public suffix was never delegated. */
function isUndelegated(name: string, zone: string, isDenied: boolean): boolean {
  if (zone === "" || !isDenied) return zone === "";
  const { publicSuffix, isIcann } = parseSuffix(name, suffixOptions);
  return isIcann === true && publicSuffix !== null && isEqualOrBelow(publicSuffix, zone);
}

function isPublicSuffix(name: string): boolean {
  const { publicSuffix, isIcann } = parseSuffix(name, suffixOptions);
  return name === "" || (isIcann === true && publicSuffix === name);
}

const suffixOptions = { extractHostname: false, validateHostname: false, detectIp: false } as const;

/** Each address once: two names of one machine are one server. The names' addresses are interleaved. */
function listNameservers(
  names: readonly string[],
  lookups: readonly AddressLookup[],
  allowPrivate: boolean,
): Nameserver[] {
  const nameservers = new Map<string, Nameserver>();
  const longest = Math.max(...lookups.map((lookup) => lookup.addresses.length));
  for (let turn = 0; turn < longest; turn += 1) {
    for (const [index, name] of names.entries()) {
      const address = lookups[index]?.addresses[turn];
      if (address !== undefined && !nameservers.has(address)) {
        // A third party's NS records must not point our questions at machines of our own network.
        nameservers.set(address, { name, address, isBlocked: !allowPrivate && !isPublicAddress(address) });
      }
    }
  }
  return [...nameservers.values()];
}

/** Callers of one tenant share a running look-up: a tenant whose share is used up must not fail another's. */
type Cache<T> = { get(tenantId: string, key: string, load: () => Promise<T>): Promise<T> };

function createCache<T extends object>(ttlSecondsOf: (value: T) => number): Cache<T> {
  const settled = new LRUCache<string, T>({ max: cacheEntries, ttl: maxCacheSeconds * 1000, ttlAutopurge: false });
  const running = new Map<string, Promise<T>>();
  return {
    get(tenantId, key, load) {
      const known = settled.get(key);
      if (known !== undefined) return Promise.resolve(known);
      const runningKey = `${tenantId} ${key}`;
      const started = running.get(runningKey);
      if (started !== undefined) return started;
      const lookup = load()
        .then((value) => {
          const ttlSeconds = ttlSecondsOf(value);
          if (ttlSeconds > 0) settled.set(key, value, { ttl: ttlSeconds * 1000 });
          return value;
        })
        .finally(() => running.delete(runningKey));
      running.set(runningKey, lookup);
      return lookup;
    },
  };
}
