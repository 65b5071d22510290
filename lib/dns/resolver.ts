import { getServers } from "node:dns";
import { isIP } from "node:net";
import {
  type Confirmation,
  type Cut,
  createDelegationFinder,
  type Delegation,
  type Nameserver,
} from "@/lib/dns/delegation";
import { isEncodableName, isEqualOrBelow, normaliseName } from "@/lib/dns/domain-name";
import { createExchange, type ExchangeOutcome } from "@/lib/dns/exchange";
import { type LookUp, type LookUpOptions, startLookUp } from "@/lib/dns/look-up";
import type { LookUpFailure } from "@/lib/dns/look-up-failure";
import { heldZone } from "@/lib/dns/public-suffix";
import { isWeak, type Reply, readReply } from "@/lib/dns/read-reply";
import type { ResourceRecord, ServerAnswer, UnreachableReason } from "@/lib/dns/records";
import { createSilentZones, hasAnswered } from "@/lib/dns/silent-zones";

/**
 * `servers` is empty unless `ok`. `nxdomain`: the registry reports that the domain does not exist. `withoutAddress`: nameservers
 * that have no address, if any. `asked`: how many of the nameservers' addresses, where it is not all of them. `sets`: the
 * nameservers of the parent's delegation and those of the zone's own NS records, where they differ.
 */
export type DelegationStatus =
  | {
      kind: "ok";
      withoutAddress?: string[];
      asked?: { addresses: number; of: number };
      sets?: { parent: string[]; child: string[] };
    }
  | { kind: "nxdomain" | "no_nameservers" | "unreachable"; reason?: LookUpFailure };

export type AuthoritativeAnswer = {
  name: string;
  type: string;
  zone: string | null;
  delegation: DelegationStatus;
  servers: ServerAnswer[];
};

export interface DnsResolver {
  /**
   * Asks every authoritative server of the name's zone, at 16 addresses at most; only two of them as long as the whole zone
   * is silent. Never rejects; `budgetMs` bounds the whole look-up.
   */
  ask(name: string, type: string, options?: Partial<LookUpOptions>): Promise<AuthoritativeAnswer>;
}

export type ResolverOptions = {
  /** Recursive resolvers (IP addresses) that find the delegation, tried in order. */
  resolvers: readonly { host: string; port: number }[];
  authoritativePort: number;
  /** Also ask nameservers at loopback, private and other non-public addresses: sandbox, tests, split horizon. */
  allowPrivateNameservers: boolean;
  attemptTimeoutMs?: number;
  budgetMs?: number;
  maxInFlightPerServer?: number;
  maxQueuedPerServer?: number;
  maxInFlight?: number;
};

/** A client of authoritative DNS: follows delegations, and queries every address of every nameserver, without a cache. */
export function createResolver(options: ResolverOptions): DnsResolver & { close(): Promise<void> } {
  const defaultBudgetMs = options.budgetMs ?? 6_000;
  const attemptTimeoutMs = options.attemptTimeoutMs ?? 1_500;
  const exchange = createExchange({
    attemptTimeoutMs,
    maxInFlightPerServer: options.maxInFlightPerServer ?? 256,
    maxQueuedPerServer: options.maxQueuedPerServer ?? 8_192,
    maxInFlight: options.maxInFlight ?? 2_048,
  });
  const { resolvers, authoritativePort, allowPrivateNameservers } = options;
  const delegations = createDelegationFinder({ resolvers, authoritativePort, allowPrivateNameservers, exchange });
  const silentZones = createSilentZones();
  const running = new Map<string, Promise<AuthoritativeAnswer>>();

  async function askNameserver(nameserver: Nameserver, question: ZoneQuestion, lookUp: LookUp): Promise<Asked> {
    const { name: server, address, isBlocked } = nameserver;
    const { name, type, zone } = question;
    const about = { server, address, name, type };
    if (isBlocked) {
      const answer = unreachable(about, "blocked", { transport: "udp", rttMs: 0 });
      return { nameserver, answer, reply: null, glue: [], isWeak: false };
    }
    const outcome = await exchange.ask(
      { address, port: options.authoritativePort },
      { name, type, recursionDesired: false },
      lookUp,
    );
    return { nameserver, ...readOutcome(about, outcome, zone) };
  }

  /** All of them, unless the zone is silent: then the others are asked as soon as one of the chosen answers. */
  async function askZone(nameservers: readonly Nameserver[], question: ZoneQuestion, lookUp: LookUp): Promise<Asked[]> {
    const chosen = silentZones.choose(question.zone, nameservers);
    const first = chosen.map((nameserver) => askNameserver(nameserver, question, lookUp));
    const others = nameservers.filter((nameserver) => !chosen.includes(nameserver));
    const asksAll = others.length === 0 || (await anyOf(first, ({ answer }) => hasAnswered(answer)));
    const second = asksAll ? others.map((nameserver) => askNameserver(nameserver, question, lookUp)) : [];
    const asked = await Promise.all([...first, ...second]);
    // With less time than one attempt takes, silence is no fact about the zone.
    if (lookUp.budgetMs >= attemptTimeoutMs) {
      silentZones.note(
        question.zone,
        asked.map(({ answer }) => answer),
      );
    }
    return asked;
  }

  /** From zone to zone, as the servers refer, to the one whose servers answer. */
  async function follow(question: Question, confirmation: Promise<Confirmation>, lookUp: LookUp): Promise<Followed> {
    let delegation = await delegations.find(question.name, lookUp);
    const known = new Map<string, Asked>();
    for (let followed = 0; delegation.kind === "ok"; followed += 1) {
      const { zone, nameservers } = delegation;
      const fresh = nameservers.filter(({ address }) => !known.has(address));
      for (const one of await askZone(fresh, { ...question, zone }, lookUp)) known.set(one.answer.address, one);
      const asked = nameservers.flatMap(({ address }) => known.get(address) ?? []);
      const tops = [...asked.map(topOf), (await confirmation).zone];
      const cut = followed < maxReferrals ? (findCut(asked) ?? findHeld(asked, tops, zone, question.name)) : null;
      if (cut === null) return { delegation, asked };
      for (const { answer } of asked)
        if (!cut.beside.some(({ address }) => address === answer.address)) known.delete(answer.address);
      delegation = await delegations.follow(cut, lookUp);
    }
    return { delegation, asked: [] };
  }

  async function answer(name: string, type: string, lookUp: LookUp): Promise<AuthoritativeAnswer> {
    if (!isEncodableName(name)) {
      return { name, type, zone: null, delegation: { kind: "unreachable", reason: "not_a_name" }, servers: [] };
    }
    const confirmation = delegations.confirm(name, lookUp);
    const { delegation, asked } = await follow({ name, type }, confirmation, lookUp);
    const zone = delegation.zone && heldZone(delegation.zone, name);
    if (delegation.kind !== "ok") {
      const { kind, reason } = delegation;
      return { name, type, zone, delegation: { kind, reason }, servers: [] };
    }
    if ((await confirmation).isBogus) {
      return { name, type, zone, delegation: { kind: "unreachable", reason: "dnssec" }, servers: [] };
    }
    const servers = countAnswers(asked);
    if (delegation.isUndelegated && !servers.some(({ kind }) => kind === "answer")) {
      return { name, type, zone, delegation: { kind: "no_nameservers", reason: "no_ns_records" }, servers: [] };
    }
    const { withoutAddress, known, sets } = delegation;
    const status = {
      kind: "ok" as const,
      ...(withoutAddress.length > 0 ? { withoutAddress } : {}),
      ...(servers.length < known ? { asked: { addresses: servers.length, of: known } } : {}),
      ...(sets === null ? {} : { sets }),
    };
    return { name, type, zone, delegation: status, servers };
  }

  return {
    ask(rawName, type, { budgetMs = defaultBudgetMs, tenantId } = {}) {
      const name = normaliseName(rawName);
      // Of one tenant: another's may be out of its share.
      const key = `${tenantId} ${budgetMs} ${type} ${name}`;
      const started = running.get(key);
      if (started !== undefined) return started;
      const answering = answer(name, type, startLookUp(name, { budgetMs, tenantId })).finally(() =>
        running.delete(key),
      );
      running.set(key, answering);
      return answering;
    },
    close: () => exchange.close(),
  };
}

/** The machine's recursive resolvers, as Node knows them. */
export function systemResolvers(): { host: string; port: number }[] {
  return getServers().flatMap((server) => {
    if (isIP(server) !== 0) return [{ host: server, port: 53 }];
    const match = /^\[?(?<host>[^\]]+?)\]?:(?<port>\d+)$/.exec(server);
    const host = match?.groups?.host;
    return host !== undefined && isIP(host) !== 0 ? [{ host, port: Number(match?.groups?.port) }] : [];
  });
}

type Question = { name: string; type: string };

type ZoneQuestion = Question & { zone: string };

type About = Pick<ServerAnswer, "server" | "address" | "name" | "type">;

/** As soon as one fits. */
async function anyOf<T>(promises: readonly Promise<T>[], fits: (value: T) => boolean): Promise<boolean> {
  const checks = promises.map(async (promise) => {
    if (!fits(await promise)) throw new Error("does not fit");
  });
  return Promise.any(checks).then(
    () => true,
    () => false,
  );
}

function unreachable(
  about: About,
  reason: UnreachableReason,
  { transport, rttMs }: Pick<ServerAnswer, "transport" | "rttMs">,
): ServerAnswer {
  const { server, address, name, type } = about;
  return {
    server,
    address,
    name,
    type,
    kind: "unreachable",
    authoritative: false,
    reason,
    records: [],
    transport,
    rttMs,
  };
}

/** One server's answer. `reply`: as it was read; null where no message came. */
type Asked = {
  nameserver: Nameserver;
  answer: ServerAnswer;
  reply: Reply | null;
  glue: ResourceRecord[];
  isWeak: boolean;
};

type Followed = { delegation: Delegation; asked: Asked[] };

/** Zones below the registered domain, each delegated to other servers. */
const maxReferrals = 4;

function readOutcome(about: About, outcome: ExchangeOutcome, zone: string): Omit<Asked, "nameserver"> {
  if (outcome.kind === "failed") {
    return { answer: unreachable(about, outcome.reason, outcome), reply: null, glue: [], isWeak: false };
  }
  const { message, transport, rttMs } = outcome;
  const reply = readReply(message, zone, about.name, about.type);
  const read = { reply, glue: message.glue, isWeak: isWeak(message) };
  const base = { ...about, authoritative: message.isAuthoritative, records: [], transport, rttMs };
  switch (reply.kind) {
    case "answer":
      return { ...read, answer: { ...base, kind: "answer", records: reply.records } };
    case "nodata":
    case "nxdomain":
      return { ...read, answer: { ...base, kind: reply.kind, negativeTtlSeconds: reply.negativeTtlSeconds } };
    case "referral":
      return { ...read, answer: unreachable(about, "lame", outcome) };
    case "fault":
      return { ...read, answer: unreachable(about, reply.reason, outcome) };
  }
}

/** The zone below to which servers refer; all of their referrals to it are one. Others hold the name themselves. */
function findCut(asked: readonly Asked[]): Cut | null {
  const referrals = asked.flatMap(({ reply, glue }) => (reply?.kind === "referral" ? [{ ...reply, glue }] : []));
  const [first] = referrals;
  if (first === undefined) return null;
  const same = referrals.filter(({ zone }) => zone === first.zone);
  return {
    zone: first.zone,
    names: same.flatMap(({ names }) => names),
    glue: same.flatMap(({ glue }) => glue),
    ttlSeconds: Math.min(...same.map(({ ttlSeconds }) => ttlSeconds)),
    beside: listAnswering(asked),
  };
}

/** Which answers count as a resolver would take them (docs/decisions/0027-answers-that-count.md). */
function countAnswers(asked: readonly Asked[]): ServerAnswer[] {
  const isGiven = ({ answer }: Asked) => answer.kind !== "unreachable";
  const isStrong = asked.some((one) => isGiven(one) && !one.isWeak);
  const isReached = asked.some((one) => isGiven(one) && one.nameserver.isDelegated);
  return asked.map((one) => {
    if (!isGiven(one)) return one.answer;
    if (!isReached) return unreachable(one.answer, "undelegated", one.answer);
    return isStrong && one.isWeak ? unreachable(one.answer, "lame", one.answer) : one.answer;
  });
}

function topOf({ reply }: Asked): string | null {
  return reply?.kind === "nodata" || reply?.kind === "nxdomain" ? reply.soa : null;
}

/** Servers that hold a zone and one below it answer without a referral: the SOA of a denial shows the lower one. */
function findHeld(asked: readonly Asked[], tops: readonly (string | null)[], zone: string, name: string): Cut | null {
  const isLower = (top: string | null) =>
    top !== null && top !== zone && isEqualOrBelow(top, zone) && isEqualOrBelow(name, top);
  const lowest = tops.filter(isLower).sort((one, other) => (other?.length ?? 0) - (one?.length ?? 0))[0];
  const beside = listAnswering(asked);
  return lowest == null || beside.length === 0
    ? null
    : { zone: lowest, names: [], glue: [], ttlSeconds: maxHeldSeconds, beside };
}

function listAnswering(asked: readonly Asked[]): Nameserver[] {
  return asked.filter(({ answer }) => answer.kind !== "unreachable").map(({ nameserver }) => nameserver);
}

const maxHeldSeconds = 60;
