import { createAskResolvers } from "@/lib/dns/ask-resolvers";
import { isEncodableName, normaliseName } from "@/lib/dns/domain-name";
import { createExchange, type ExchangeOutcome } from "@/lib/dns/exchange";
import { type LookUpOptions, startLookUp } from "@/lib/dns/look-up";
import { rcodes } from "@/lib/dns/message";
import { createParentZones } from "@/lib/dns/parent-zones";
import type { ResourceRecord } from "@/lib/dns/records";
import { findReferral, type Referral } from "@/lib/dns/referral";

/**
 * What one recursive resolver answered. `records` is its answer section; TTLs are the remaining time in its cache.
 * `checkingDisabled`: validation was turned off, so a `servfail` only with validation is DNSSEC's.
 */
export type RecursiveAnswer = {
  /** Its number in DNS_RESOLVERS: findings show it to tenants, who must not learn addresses of our network. */
  resolver: string;
  name: string;
  type: string;
  checkingDisabled: boolean;
  kind: "answer" | "nodata" | "nxdomain" | "servfail" | "refused" | "unreachable";
  records: ResourceRecord[];
  /** How long the negative answer stays cached (RFC 2308). */
  negativeTtlSeconds: number | null;
};

/** Recursive resolvers: they show what caches hold and whether validation succeeds. No decision depends on them. */
export interface RecursiveDns {
  /** An answer per resolver, three at most. Never rejects. */
  ask(name: string, type: string, options: LookUpOptions & { checkingDisabled?: boolean }): Promise<RecursiveAnswer[]>;
  /** What the parent zone says of `zone`, and whether the nameservers it lists serve it. Never rejects. */
  refer(zone: string, options: LookUpOptions): Promise<Referral>;
}

export type RecursiveDnsOptions = {
  resolvers: readonly { host: string; port: number }[];
  /** Of the nameservers that a referral names. */
  authoritativePort: number;
  allowPrivateNameservers: boolean;
  attemptTimeoutMs?: number;
};

const maxResolvers = 3;

export function createRecursiveDns(options: RecursiveDnsOptions): RecursiveDns & { close(): Promise<void> } {
  const exchange = createExchange({
    attemptTimeoutMs: options.attemptTimeoutMs ?? 1_500,
    maxInFlightPerServer: 256,
    maxQueuedPerServer: 4_096,
    maxInFlight: 1_024,
  });
  const asking = { ...options, exchange, ask: createAskResolvers({ ...options, exchange }) };
  const parents = createParentZones(asking);
  const resolvers = options.resolvers.slice(0, maxResolvers);
  return {
    async ask(rawName, type, { checkingDisabled = false, ...options }) {
      const name = normaliseName(rawName);
      if (!isEncodableName(name)) return [];
      const lookUp = startLookUp(name, options);
      return Promise.all(
        resolvers.map(async ({ host, port }, index) => {
          const question = { name, type, recursionDesired: true, checkingDisabled };
          const outcome = await exchange.ask({ address: host, port }, question, lookUp);
          return { resolver: String(index + 1), name, type, checkingDisabled, ...readOutcome(outcome, name, type) };
        }),
      );
    },
    refer(rawZone, lookUpOptions) {
      const zone = normaliseName(rawZone);
      return findReferral(asking, parents, zone, startLookUp(zone, lookUpOptions));
    },
    close: () => exchange.close(),
  };
}

function readOutcome(
  outcome: ExchangeOutcome,
  name: string,
  type: string,
): Pick<RecursiveAnswer, "kind" | "records" | "negativeTtlSeconds"> {
  const nothing = { records: [], negativeTtlSeconds: null };
  if (outcome.kind === "failed") return { kind: "unreachable", ...nothing };
  const { rcode, answers, negativeTtlSeconds } = outcome.message;
  if (rcode === rcodes.refused) return { kind: "refused", ...nothing };
  if (rcode !== rcodes.noError && rcode !== rcodes.nxDomain) return { kind: "servfail", ...nothing };
  // An alias whose target has no such record: for a query of addresses that is no data.
  const holds = answers.some((record) => record.type === type || (record.name === name && record.type === "CNAME"));
  if (holds) return { kind: "answer", records: answers, negativeTtlSeconds: negativeTtlSeconds ?? null };
  const kind = rcode === rcodes.nxDomain ? "nxdomain" : "nodata";
  return { kind, records: [], negativeTtlSeconds: negativeTtlSeconds ?? null };
}
