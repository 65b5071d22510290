import { edge, type World } from "@/e2e/dns-differential/world";
import { climbCaa } from "@/lib/connections/domains/climb-caa";
import { type CaaStep, evaluateCaa } from "@/lib/connections/domains/evaluate-caa";
import { parentName } from "@/lib/dns/domain-name";
import type { Exchange } from "@/lib/dns/exchange";
import { startLookUp } from "@/lib/dns/look-up";
import type { DnsMessage } from "@/lib/dns/message";
import { observeAddresses, observeRecords, observeTxt } from "@/lib/dns/observe-records";
import type { DnsResolver } from "@/lib/dns/resolver";

export const questions = ["challenge", "addresses", "pointing", "caa"] as const;
/** `theirs`: what a client of the validating resolver concludes from its answers. */
export type Comparison = { question: (typeof questions)[number]; ours: string; theirs: string };

export type Sides = { resolver: DnsResolver; ask(name: string, type: string): Promise<DnsMessage | null> };

/** What our checker concludes about a world beside what a resolver's client does. */
export async function compareWorld(sides: Sides, world: World): Promise<Comparison[]> {
  const [challenge, addresses, pointing, caa] = await Promise.all([
    compareChallenge(sides, world),
    compareAddresses(sides, world),
    comparePointing(sides, world),
    compareCaa(sides, world),
  ]);
  return [
    { question: "challenge", ...challenge },
    { question: "addresses", ...addresses },
    { question: "pointing", ...pointing },
    { question: "caa", ...caa },
  ];
}

/** Asks one resolver as its clients do; null: SERVFAIL, or nothing. */
export function createClient(exchange: Exchange, address: string, port: number, budgetMs: number): Sides["ask"] {
  return async (name, type) => {
    const lookUp = startLookUp(name, { budgetMs, tenantId: "client" });
    const outcome = await exchange.ask({ address, port }, { name, type, recursionDesired: true }, lookUp);
    if (outcome.kind !== "message") return null;
    return [0, 3].includes(outcome.message.rcode) ? outcome.message : null;
  };
}

type Pair = { ours: string; theirs: string };

async function compareChallenge({ resolver, ask }: Sides, { challenge, token }: World): Promise<Pair> {
  const [seen, message] = await Promise.all([observeTxt(resolver, challenge, token), ask(challenge, "TXT")]);
  const texts = message?.answers.filter(({ type }) => type === "TXT").map(({ value }) => value) ?? [];
  const found = texts.length === 0 ? "missing" : texts.includes(token) ? "match" : "seen";
  return { ours: seen.kind, theirs: message === null ? "unreachable" : found };
}

async function addressesOf(ask: Sides["ask"], name: string): Promise<string[] | null> {
  const messages = await Promise.all([ask(name, "A"), ask(name, "AAAA")]);
  const records = messages.map((message) => message?.answers.filter(({ type }) => type === "A" || type === "AAAA"));
  return records.some((list) => list === undefined)
    ? null
    : records.flatMap((list) => list ?? []).map(({ value }) => value);
}

async function compareAddresses({ resolver, ask }: Sides, { hostname }: World): Promise<Pair> {
  const [ours, theirs] = await Promise.all([observeAddresses(resolver, hostname), addressesOf(ask, hostname)]);
  return { ours: ours.sort().join(" "), theirs: (theirs ?? []).sort().join(" ") };
}

async function comparePointing({ resolver, ask }: Sides, { hostname }: World): Promise<Pair> {
  const desired = [{ host: hostname, type: "CNAME" as const, value: edge.hostname, ttl: 60 }];
  const [[seen], message, addresses] = await Promise.all([
    observeRecords(resolver, desired, edge),
    ask(hostname, "A"),
    addressesOf(ask, hostname),
  ]);
  return { ours: seen?.observation.kind ?? "none", theirs: judgePointing(message, addresses) };
}

function judgePointing(message: DnsMessage | null, addresses: readonly string[] | null): string {
  if (message === null || addresses === null) return "unreachable";
  const isAlias = message.answers.some(({ type, value }) => type === "CNAME" && value.toLowerCase() === edge.hostname);
  if (isAlias) return "match";
  if (addresses.length > 0)
    return addresses.every((address) => edge.addresses.includes(address)) ? "match" : "conflict";
  return message.answers.some(({ type }) => type === "CNAME") ? "conflict" : "missing";
}

async function compareCaa({ resolver, ask }: Sides, { hostname, domain }: World): Promise<Pair> {
  const identities = ["letsencrypt.org"];
  const names = [hostname];
  for (let name = hostname; name !== domain; ) {
    name = parentName(name);
    names.push(name);
  }
  const [ours, theirs] = await Promise.all([
    climbCaa((name, type) => resolver.ask(name, type), hostname),
    Promise.all(
      names.map(async (name): Promise<CaaStep> => {
        const message = await ask(name, "CAA");
        if (message === null) return { name, host: name, sets: null, reason: "servfail" };
        return {
          name,
          host: name,
          sets: [message.answers.filter(({ type }) => type === "CAA").map(({ value }) => value)],
        };
      }),
    ),
  ]);
  return { ours: evaluateCaa(ours, identities).verdict, theirs: evaluateCaa(theirs, identities).verdict };
}
