import type { AskResolvers } from "@/lib/dns/ask-resolvers";
import { isEncodableName, isEqualOrBelow, normaliseName, parentName } from "@/lib/dns/domain-name";
import type { Exchange } from "@/lib/dns/exchange";
import type { LookUp } from "@/lib/dns/look-up";
import { createLookUpCache } from "@/lib/dns/look-up-cache";
import { type DnsMessage, rcodes } from "@/lib/dns/message";
import { readReply } from "@/lib/dns/read-reply";
import type { ResourceRecord } from "@/lib/dns/records";
import { isPublicAddress } from "@/lib/kernel/public-address";

export type ParentZonesOptions = {
  ask: AskResolvers;
  authoritativePort: number;
  allowPrivateNameservers: boolean;
  exchange: Exchange;
};

/**
 * What the zone above says. `delegated`: it refers to `names`. `held`: its servers hold the zone themselves, and `names` are the
 * zone's own. `glue`: addresses that count, those below the parent zone.
 */
export type ParentReply = {
  kind: "delegated" | "held" | "not_delegated" | "nxdomain" | "unreachable";
  parent: string | null;
  names: string[];
  glue: ResourceRecord[];
  ttlSeconds: number;
};

export type ParentZones = { ask(zone: string, lookUp: LookUp): Promise<ParentReply> };

const maxServers = 3;
/** From the registry's zone down to the domain. */
const maxReferrals = 4;
export const maxNameserverNames = 13;
/** Of a registry's servers, whose TTLs are days. */
const maxServersCacheSeconds = 3_600;
const noServersCacheSeconds = 30;
const failedCacheSeconds = 2;
/** A server that has not answered by then is no longer waited for alone. */
const staggerMs = 400;

/**
 * Asks the servers of the nearest zone above, which recursive resolvers find, and follows their referrals (RFC 1034,
 * section 5.3.3). At most 12 queries for the servers, once an hour, and 3 for each referral, usually one.
 */
export function createParentZones(options: ParentZonesOptions): ParentZones {
  const parents = createLookUpCache<Parent>((parent) => parent.ttlSeconds, maxServersCacheSeconds);

  async function findServers(zone: string, lookUp: LookUp): Promise<Parent> {
    const answer = await options.ask(zone, "NS", lookUp, unchecked);
    if (answer.kind === "failed") return { zone, addresses: [], ttlSeconds: failedCacheSeconds };
    const records = answer.message.answers.filter((record) => record.type === "NS" && record.name === zone);
    const names = readNames(records.map(({ value }) => value)).slice(0, maxServers);
    const addresses = await findAddresses(options, names, lookUp);
    if (addresses.length === 0) return { zone, addresses, ttlSeconds: noServersCacheSeconds };
    return { zone, addresses, ttlSeconds: Math.min(...records.map(({ ttl }) => ttl)) };
  }

  async function findNearest(name: string, lookUp: LookUp): Promise<Parent | null> {
    for (let zone = name; ; zone = parentName(zone)) {
      const parent = await parents.get(lookUp.tenantId, zone, () => findServers(zone, lookUp));
      if (parent.addresses.length > 0) return parent;
      if (zone === "") return null;
    }
  }

  return {
    async ask(zone, lookUp) {
      let parent = await findNearest(parentName(zone), lookUp);
      for (let followed = 0; parent !== null && followed < maxReferrals; followed += 1) {
        const { zone: from, addresses } = parent;
        const message = await firstOf(addresses, (address) => askServer(options, address, zone, lookUp));
        if (message === null) return { ...nothing, parent: from };
        const reply = readReply(message, from, zone, "NS");
        const glue = message.glue.filter(({ name }) => isEqualOrBelow(name, from));
        if (reply.kind === "referral" && reply.zone !== zone) {
          const names = readNames(reply.names).slice(0, maxServers);
          const known = glue.filter(({ name }) => names.includes(name)).map(({ value }) => value);
          const found = known.length > 0 ? known : await findAddresses(options, names, lookUp);
          parent = { zone: reply.zone, addresses: bound(options, found), ttlSeconds: 0 };
          continue;
        }
        const { kind, names, ttlSeconds } = summarise(reply, zone);
        return { kind, parent: from, names: readNames(names), glue, ttlSeconds };
      }
      return { ...nothing, parent: parent?.zone ?? null };
    },
  };
}

type Parent = { zone: string; addresses: string[]; ttlSeconds: number };

const nothing = { kind: "unreachable", names: [], glue: [], ttlSeconds: 0 } as const satisfies Partial<ParentReply>;

function summarise(
  reply: ReturnType<typeof readReply>,
  zone: string,
): Pick<ParentReply, "kind" | "names" | "ttlSeconds"> {
  switch (reply.kind) {
    case "referral":
      return { kind: "delegated", names: reply.names, ttlSeconds: reply.ttlSeconds };
    case "answer": {
      const own = reply.records.filter((record) => record.type === "NS" && record.name === zone);
      const names = own.map(({ value }) => value);
      if (names.length === 0) return { kind: "not_delegated", names, ttlSeconds: 0 };
      return { kind: "held", names, ttlSeconds: Math.min(...own.map(({ ttl }) => ttl)) };
    }
    case "nxdomain":
    case "nodata":
      return { kind: reply.kind === "nodata" ? "not_delegated" : reply.kind, names: [], ttlSeconds: 0 };
    case "fault":
      return nothing;
  }
}

/** The names of nameservers as DNS can carry them, each once. */
export function readNames(values: readonly string[]): string[] {
  return [...new Set(values.map(normaliseName))].filter(isEncodableName).slice(0, maxNameserverNames);
}

/** The first usable message; the next server is asked on failure, and beside a slow one. */
function firstOf<T>(addresses: readonly string[], ask: (address: string) => Promise<T | null>): Promise<T | null> {
  return new Promise((resolve) => {
    let next = 0;
    let open = 0;
    let timer: NodeJS.Timeout | undefined;
    const start = () => {
      clearTimeout(timer);
      const address = addresses[next];
      if (address === undefined) {
        if (open === 0) resolve(null);
        return;
      }
      next += 1;
      open += 1;
      timer = setTimeout(start, staggerMs);
      void ask(address).then((answer) => {
        open -= 1;
        if (answer === null) return start();
        clearTimeout(timer);
        next = addresses.length;
        resolve(answer);
      });
    };
    start();
  });
}

async function askServer(
  { exchange, authoritativePort }: ParentZonesOptions,
  address: string,
  name: string,
  lookUp: LookUp,
): Promise<DnsMessage | null> {
  const question = { name, type: "NS", recursionDesired: false };
  const outcome = await exchange.ask({ address, port: authoritativePort }, question, lookUp);
  if (outcome.kind !== "message") return null;
  const { rcode } = outcome.message;
  return rcode === rcodes.noError || rcode === rcodes.nxDomain ? outcome.message : null;
}

async function findAddresses(options: ParentZonesOptions, names: readonly string[], lookUp: LookUp): Promise<string[]> {
  const lookups = await Promise.all(names.map((name) => findAddressesOf(options, name, lookUp)));
  return bound(options, lookups.flat());
}

/** IPv6 only where there is nothing else: this machine may have no route for it. */
async function findAddressesOf(options: ParentZonesOptions, name: string, lookUp: LookUp): Promise<string[]> {
  for (const type of ["A", "AAAA"]) {
    const answer = await options.ask(name, type, lookUp, unchecked);
    const records = answer.kind === "failed" ? [] : answer.message.answers;
    const found = records.filter((record) => record.type === type).map(({ value }) => value);
    if (found.length > 0) return found;
  }
  return [];
}

function bound(options: ParentZonesOptions, addresses: readonly string[]): string[] {
  return addresses.filter((address) => mayAsk(options, address)).slice(0, maxServers);
}

/** A third party's NS records must not point our questions at machines of our own network. */
export function mayAsk(
  { allowPrivateNameservers }: Pick<ParentZonesOptions, "allowPrivateNameservers">,
  address: string,
): boolean {
  return allowPrivateNameservers || isPublicAddress(address);
}

/** Without validation, because a broken zone must be found too. */
const unchecked = { checkingDisabled: true };
