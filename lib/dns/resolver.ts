import { getServers } from "node:dns";
import { isIP } from "node:net";
import { createDelegationFinder, type Nameserver } from "@/lib/dns/delegation";
import { isEncodableName, isEqualOrBelow, normaliseName } from "@/lib/dns/domain-name";
import { createExchange, type ExchangeOutcome } from "@/lib/dns/exchange";
import type { LookUpFailure } from "@/lib/dns/look-up-failure";
import { type DnsMessage, rcodes } from "@/lib/dns/message";
import type { ServerAnswer, UnreachableReason } from "@/lib/dns/records";

/**
 * `servers` is empty unless `ok`. `nxdomain`: the registry reports that the domain does not exist. `withoutAddress`: nameservers
 * that have no address, if any.
 */
export type DelegationStatus =
  | { kind: "ok"; withoutAddress?: string[] }
  | { kind: "nxdomain" | "no_nameservers" | "unreachable"; reason?: LookUpFailure };

export type AuthoritativeAnswer = {
  name: string;
  type: string;
  zone: string | null;
  delegation: DelegationStatus;
  servers: ServerAnswer[];
};

export interface DnsResolver {
  /** Asks every authoritative server of the name's zone. Never rejects; `budgetMs` bounds the whole look-up. */
  ask(name: string, type: string, options?: { budgetMs?: number }): Promise<AuthoritativeAnswer>;
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
  const exchange = createExchange({
    attemptTimeoutMs: options.attemptTimeoutMs ?? 1_500,
    maxInFlightPerServer: options.maxInFlightPerServer ?? 64,
    maxQueuedPerServer: options.maxQueuedPerServer ?? 2_048,
    maxInFlight: options.maxInFlight ?? 1_024,
  });
  const { resolvers, authoritativePort, allowPrivateNameservers } = options;
  const delegations = createDelegationFinder({ resolvers, authoritativePort, allowPrivateNameservers, exchange });
  const running = new Map<string, Promise<AuthoritativeAnswer>>();

  async function askNameserver(nameserver: Nameserver, name: string, type: string, zone: string, deadlineMs: number) {
    const about = { server: nameserver.name, address: nameserver.address, name, type };
    if (nameserver.isBlocked) {
      return unreachable(about, "blocked", { transport: "udp", rttMs: 0 });
    }
    const outcome = await exchange.ask(
      { address: nameserver.address, port: options.authoritativePort },
      { name, type, recursionDesired: false },
      deadlineMs,
    );
    return readOutcome(about, outcome, zone);
  }

  async function lookUp(name: string, type: string, budgetMs: number): Promise<AuthoritativeAnswer> {
    if (!isEncodableName(name)) {
      return { name, type, zone: null, delegation: { kind: "unreachable", reason: "not_a_name" }, servers: [] };
    }
    const deadlineMs = performance.now() + budgetMs;
    const delegation = await delegations.find(name, deadlineMs);
    if (delegation.kind !== "ok") {
      const { kind, zone, reason } = delegation;
      return { name, type, zone, delegation: { kind, reason }, servers: [] };
    }
    const { zone, nameservers, withoutAddress } = delegation;
    const servers = await Promise.all(
      nameservers.map((nameserver) => askNameserver(nameserver, name, type, zone, deadlineMs)),
    );
    const status = { kind: "ok" as const, ...(withoutAddress.length > 0 ? { withoutAddress } : {}) };
    return { name, type, zone, delegation: status, servers };
  }

  return {
    ask(rawName, type, { budgetMs = defaultBudgetMs } = {}) {
      const name = normaliseName(rawName);
      const key = `${budgetMs} ${type} ${name}`;
      const started = running.get(key);
      if (started !== undefined) return started;
      const lookup = lookUp(name, type, budgetMs).finally(() => running.delete(key));
      running.set(key, lookup);
      return lookup;
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

type About = Pick<ServerAnswer, "server" | "address" | "name" | "type">;

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
