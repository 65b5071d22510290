import { isEncodableName, normaliseName, parentName } from "@/lib/dns/domain-name";
import type { Exchange, ExchangeOutcome } from "@/lib/dns/exchange";
import type { LookUp } from "@/lib/dns/look-up";
import { type DnsMessage, rcodes } from "@/lib/dns/message";
import { isPublicAddress } from "@/lib/kernel/public-address";

/** One address of a nameserver that the parent lists, and whether it serves the zone. `address` null: it has none. */
export type ReferredServer = {
  name: string;
  address: string | null;
  kind: "ok" | "lame" | "refused" | "servfail" | "timeout" | "no_address" | "blocked" | "overload" | "broken";
};

/** What the parent zone says. `delegated`: it lists `servers`; `unreachable`: none of its servers answered. */
export type Referral = {
  zone: string;
  parent: string | null;
  kind: "delegated" | "not_delegated" | "nxdomain" | "unreachable";
  servers: ReferredServer[];
};

export type ReferralOptions = {
  resolvers: readonly { host: string; port: number }[];
  authoritativePort: number;
  allowPrivateNameservers: boolean;
  exchange: Exchange;
};

const maxParents = 3;
const maxNames = 8;
const maxAddresses = 12;

/**
 * Queries the servers of the parent zone, as a resolver does (RFC 1034, section 5.3.3), because a resolver that cannot use a
 * delegation does not show it. Then queries each listed nameserver for the zone's SOA. At most about 40 questions.
 */
export async function findReferral(options: ReferralOptions, zone: string, lookUp: LookUp): Promise<Referral> {
  const { parent, kind, names, glue } = await askParent(options, zone, lookUp);
  const servers = await Promise.all(names.map((name) => examine(options, name, glue, zone, lookUp)));
  return { zone, parent, kind, servers: servers.flat().slice(0, maxAddresses) };
}

/** The nameservers to which the parent zone refers, by the first of its servers that answers. */
export async function askParent(
  options: ReferralOptions,
  zone: string,
  lookUp: LookUp,
): Promise<Read & { parent: string | null }> {
  const parent = await findParent(options, parentName(zone), lookUp);
  for (const address of parent?.addresses ?? []) {
    const outcome = await askServer(options, address, zone, "NS", lookUp);
    const referral = outcome.kind === "message" ? readReferral(outcome.message, zone) : null;
    if (referral !== null) return { parent: parent?.zone ?? null, ...referral };
  }
  return { parent: parent?.zone ?? null, kind: "unreachable", names: [], glue: [] };
}

type Parent = { zone: string; addresses: string[] };

async function findParent(options: ReferralOptions, name: string, lookUp: LookUp): Promise<Parent | null> {
  for (let zone = name; zone !== ""; zone = parentName(zone)) {
    const message = await askRecursive(options, zone, "NS", lookUp);
    const names = message === null ? [] : nameserversOf(message.answers, zone);
    if (names.length === 0) continue;
    const lookups = await Promise.all(
      names.slice(0, maxParents).map((server) => findAddresses(options, server, lookUp)),
    );
    const addresses = lookups.flat().filter((address) => mayAsk(options, address));
    return addresses.length === 0 ? null : { zone, addresses: addresses.slice(0, maxParents) };
  }
  return null;
}

type Read = { kind: Referral["kind"]; names: string[]; glue: DnsMessage["glue"] };

function readReferral(message: DnsMessage, zone: string): Read | null {
  if (message.rcode === rcodes.nxDomain) return { kind: "nxdomain", names: [], glue: [] };
  if (message.rcode !== rcodes.noError) return null;
  // A server that holds both zones answers for the lower one itself.
  const names = nameserversOf([...message.authorities, ...message.answers], zone);
  const { glue } = message;
  return names.length > 0 ? { kind: "delegated", names, glue } : { kind: "not_delegated", names: [], glue };
}

function nameserversOf(records: DnsMessage["answers"], zone: string): string[] {
  const found = records.filter((record) => record.type === "NS" && record.name === zone);
  return [...new Set(found.map((record) => normaliseName(record.value)))].filter(isEncodableName).slice(0, maxNames);
}

async function examine(
  options: ReferralOptions,
  name: string,
  glue: DnsMessage["glue"],
  zone: string,
  lookUp: LookUp,
): Promise<ReferredServer[]> {
  // A nameserver inside a broken zone is known by its glue alone.
  const known = glue.filter((record) => record.name === name).map(({ value }) => value);
  const addresses = known.length > 0 ? known : await findAddresses(options, name, lookUp);
  if (addresses.length === 0) return [{ name, address: null, kind: "no_address" }];
  return Promise.all(
    addresses.slice(0, 2).map(async (address): Promise<ReferredServer> => {
      if (!mayAsk(options, address)) return { name, address, kind: "blocked" };
      return { name, address, kind: classify(await askServer(options, address, zone, "SOA", lookUp), zone) };
    }),
  );
}

function classify(outcome: ExchangeOutcome, zone: string): ReferredServer["kind"] {
  if (outcome.kind === "failed") {
    const { reason } = outcome;
    return reason === "timeout" || reason === "overload" ? reason : "broken";
  }
  const { rcode, isAuthoritative, answers } = outcome.message;
  if (rcode === rcodes.refused) return "refused";
  if (rcode === rcodes.notAuth) return "lame";
  if (rcode !== rcodes.noError && rcode !== rcodes.nxDomain) return "servfail";
  return isAuthoritative && answers.some((record) => record.type === "SOA" && record.name === zone) ? "ok" : "lame";
}

async function findAddresses(options: ReferralOptions, name: string, lookUp: LookUp): Promise<string[]> {
  const messages = await Promise.all([
    askRecursive(options, name, "A", lookUp),
    askRecursive(options, name, "AAAA", lookUp),
  ]);
  const records = messages.flatMap((message) => message?.answers ?? []);
  return records.filter(({ type }) => type === "A" || type === "AAAA").map(({ value }) => value);
}

async function askRecursive(
  options: ReferralOptions,
  name: string,
  type: string,
  lookUp: LookUp,
): Promise<DnsMessage | null> {
  for (const { host, port } of options.resolvers) {
    const question = { name, type, recursionDesired: true, checkingDisabled: true };
    const outcome = await options.exchange.ask({ address: host, port }, question, lookUp);
    if (outcome.kind !== "message") continue;
    const { rcode } = outcome.message;
    if (rcode === rcodes.noError || rcode === rcodes.nxDomain) return outcome.message;
  }
  return null;
}

function askServer(options: ReferralOptions, address: string, name: string, type: string, lookUp: LookUp) {
  const question = { name, type, recursionDesired: false };
  return options.exchange.ask({ address, port: options.authoritativePort }, question, lookUp);
}

/** A third party's NS records must not point our questions at machines of our own network. */
function mayAsk(options: ReferralOptions, address: string): boolean {
  return options.allowPrivateNameservers || isPublicAddress(address);
}
