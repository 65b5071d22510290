import { getServers } from "node:dns";
import { isIP } from "node:net";
import { createDelegationFinder, type Nameserver } from "@/lib/dns/delegation";
import { isEncodableName, isEqualOrBelow, normaliseName } from "@/lib/dns/domain-name";
import { createExchange, type ExchangeOutcome } from "@/lib/dns/exchange";
import { type LookUp, type LookUpOptions, startLookUp } from "@/lib/dns/look-up";
import type { LookUpFailure } from "@/lib/dns/look-up-failure";
import { type DnsMessage, rcodes } from "@/lib/dns/message";
import type { ServerAnswer, UnreachableReason } from "@/lib/dns/records";
import { createSilentZones, hasAnswered } from "@/lib/dns/silent-zones";

/**
 * `servers` is empty unless `ok`. `nxdomain`: the registry reports that the domain does not exist. `withoutAddress`: nameservers
 * that have no address, if any. `asked`: how many of the nameservers' addresses, where it is not all of them.
 */
export type DelegationStatus =
  | { kind: "ok"; withoutAddress?: string[]; asked?: { addresses: number; of: number } }
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

/** A client of authoritative DNS: finds the zone cut, then queries every address of every nameserver, without a cache. */
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

  async function askNameserver({ name: server, address, isBlocked }: Nameserver, question: Question, lookUp: LookUp) {
    const { name, type, zone } = question;
    const about = { server, address, name, type };
    if (isBlocked) {
      return unreachable(about, "blocked", { transport: "udp", rttMs: 0 });
    }
    const outcome = await exchange.ask(
      { address, port: options.authoritativePort },
      { name, type, recursionDesired: false },
      lookUp,
    );
    return readOutcome(about, outcome, zone);
  }

  /** All of them, unless the zone is silent: then the others are asked as soon as one of the chosen answers. */
  async function askZone(
    nameservers: readonly Nameserver[],
    question: Question,
    lookUp: LookUp,
  ): Promise<ServerAnswer[]> {
    const chosen = silentZones.choose(question.zone, nameservers);
    const first = chosen.map((nameserver) => askNameserver(nameserver, question, lookUp));
    const others = nameservers.filter((nameserver) => !chosen.includes(nameserver));
    const asksAll = others.length === 0 || (await anyOf(first, hasAnswered));
    const second = asksAll ? others.map((nameserver) => askNameserver(nameserver, question, lookUp)) : [];
    const servers = await Promise.all([...first, ...second]);
    // With less time than one attempt takes, silence is no fact about the zone.
    if (lookUp.budgetMs >= attemptTimeoutMs) silentZones.note(question.zone, servers);
    return servers;
  }

  async function answer(name: string, type: string, lookUp: LookUp): Promise<AuthoritativeAnswer> {
    if (!isEncodableName(name)) {
      return { name, type, zone: null, delegation: { kind: "unreachable", reason: "not_a_name" }, servers: [] };
    }
    const delegation = await delegations.find(name, lookUp);
    if (delegation.kind !== "ok") {
      const { kind, zone, reason } = delegation;
      return { name, type, zone, delegation: { kind, reason }, servers: [] };
    }
    const { zone, nameservers, known, withoutAddress } = delegation;
    const servers = await askZone(nameservers, { name, type, zone }, lookUp);
    const status = {
      kind: "ok" as const,
      ...(withoutAddress.length > 0 ? { withoutAddress } : {}),
      ...(servers.length < known ? { asked: { addresses: servers.length, of: known } } : {}),
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

type Question = { name: string; type: string; zone: string };

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
  return { ...about, kind: "unreachable", reason, records: [], transport, rttMs };
}

function readOutcome(about: About, outcome: ExchangeOutcome, zone: string): ServerAnswer {
  const { transport, rttMs } = outcome;
  if (outcome.kind === "failed") {
    return unreachable(about, outcome.reason, outcome);
  }
  const { message } = outcome;
  const reason = findFault(message, zone);
  if (reason !== null) {
    return unreachable(about, reason, outcome);
  }
  const holdsName = message.answers.some(
    (record) => record.name === about.name && (record.type === about.type || record.type === "CNAME"),
  );
  if (holdsName) {
    // RFC 6604: after a CNAME the code is about the alias's target; the name itself exists.
    return { ...about, kind: "answer", records: message.answers, transport, rttMs };
  }
  const kind = message.rcode === rcodes.nxDomain ? "nxdomain" : "nodata";
  return { ...about, kind, records: [], negativeTtlSeconds: message.negativeTtlSeconds, transport, rttMs };
}

function findFault(message: DnsMessage, zone: string): UnreachableReason | null {
  if (message.rcode === rcodes.refused) return "refused";
  if (message.rcode === rcodes.notAuth) return "lame";
  if (message.rcode === rcodes.formErr) return "malformed";
  if (message.rcode !== rcodes.noError && message.rcode !== rcodes.nxDomain) return "servfail";
  if (!message.isAuthoritative || message.isTruncated) return message.isTruncated ? "malformed" : "lame";
  // A denial in the name of a zone above (or beside) ours: the server does not hold our zone.
  const soa = message.answers.length === 0 ? message.authorities.find((record) => record.type === "SOA") : undefined;
  return soa !== undefined && !isEqualOrBelow(soa.name, zone) ? "lame" : null;
}
