import { type Ask, askThroughAliases, climbCaa, recordsAt } from "@/lib/connections/domains/climb-caa";
import type { CaaStep } from "@/lib/connections/domains/evaluate-caa";
import type { PresentRecord } from "@/lib/connections/domains/schema";
import { normaliseName, parentName } from "@/lib/dns/domain-name";
import { detectProvider, hasSharers } from "@/lib/dns/providers/detect-provider";
import type { AuthoritativeAnswer, DnsResolver } from "@/lib/dns/resolver";

export type DomainSurvey = {
  /** About the hostname itself, a type each. */
  answers: AuthoritativeAnswer[];
  /** At the hostname and at the other hosts. */
  present: PresentRecord[];
  caa: CaaStep[];
  /** Texts at `_domainconnect.<zone>`. */
  domainConnect: string[];
  /** The contact in the zone's SOA record (its RNAME); null where it was not asked for, or not found. */
  soaContact: string | null;
};

const totalMs = 5_000;
const questionMs = 3_000;
const maxPresent = 100;
const maxValueLength = 512;

/** At the hostname. Other types (SRV, TLSA, HTTPS, …) are too rare to query. */
const hostnameTypes = ["A", "AAAA", "MX", "NS", "TXT", "CAA"] as const;
const otherTypes = ["A", "AAAA", "MX", "TXT"] as const;

/**
 * Sends the authoritative servers every query that an analysis needs, mostly in one round. Never rejects, and takes 5 s at
 * most; what was not answered by then reads as unreachable.
 * @param hosts other names at which records are wanted
 */
export async function surveyDomain(
  resolver: DnsResolver,
  { hostname, registrableDomain, hosts }: { hostname: string; registrableDomain: string; hosts: readonly string[] },
): Promise<DomainSurvey> {
  const ask = createAsker(resolver);
  const others = [...new Set(hosts.map(normaliseName))].filter((host) => host !== hostname);
  // This name never has a record: any answer for it comes from a wildcard.
  const neighbour = `latchkey-wildcard-check.${parentName(hostname)}`;
  const [answers, besides, wildcard, caa, texts] = await Promise.all([
    askAll(ask, [hostname], hostnameTypes),
    askAll(ask, others, otherTypes),
    hostname === registrableDomain ? [] : askAll(ask, [neighbour], otherTypes),
    climbCaa(ask, hostname),
    lookUpTexts(ask, `_domainconnect.${registrableDomain}`),
  ]);
  const zone = answers.find((answer) => answer.zone !== null)?.zone ?? registrableDomain;
  const soa = hasSharers(detectProvider(nameserversOf(answers))) ? await ask(zone, "SOA") : null;
  const wildcards = new Set(
    wildcard.flatMap((answer) => recordsAt(answer)).map(({ type, value }) => `${type} ${value}`),
  );
  return {
    answers,
    present: [
      ...listPresent(answers, zone === hostname ? new Set() : wildcards),
      ...listPresent(besides, new Set()),
    ].slice(0, maxPresent),
    caa,
    domainConnect: zone === registrableDomain ? texts : await lookUpTexts(ask, `_domainconnect.${zone}`),
    soaContact: soa === null ? null : contactOf(soa),
  };
}

function nameserversOf(answers: readonly AuthoritativeAnswer[]): string[] {
  return answers.flatMap(({ servers }) => servers.map(({ server }) => server));
}

/** The second field of an SOA record's value. */
function contactOf(answer: AuthoritativeAnswer): string | null {
  const soa = recordsAt(answer).find(({ type }) => type === "SOA");
  return soa?.value.split(" ")[1] ?? null;
}

/** Each query has a budget, so that the whole has one. Most budgets are equal, so that equal queries are shared. */
function createAsker(resolver: DnsResolver): Ask {
  const deadlineMs = performance.now() + totalMs;
  return async (name, type) => {
    const budgetMs = Math.min(questionMs, Math.ceil(deadlineMs - performance.now()));
    return budgetMs > 0
      ? resolver.ask(name, type, { budgetMs })
      : { name, type, zone: null, delegation: { kind: "unreachable", reason: "out_of_time" }, servers: [] };
  };
}

async function askAll(ask: Ask, names: readonly string[], types: readonly string[]): Promise<AuthoritativeAnswer[]> {
  return Promise.all(names.flatMap((name) => types.map((type) => ask(name, type))));
}

async function lookUpTexts(ask: Ask, name: string): Promise<string[]> {
  const answers = await askThroughAliases(ask, name, "TXT");
  const records = answers.flatMap(recordsAt);
  return [...new Set(records.flatMap(({ type, value }) => (type === "TXT" ? [value] : [])))];
}

function listPresent(answers: readonly AuthoritativeAnswer[], wildcards: ReadonlySet<string>): PresentRecord[] {
  const present = new Map<string, PresentRecord>();
  for (const { name, type, value, ttl } of answers.flatMap(recordsAt)) {
    const known = present.get(`${name} ${type} ${value}`);
    const wildcard = wildcards.has(`${type} ${value}`);
    present.set(`${name} ${type} ${value}`, {
      host: name,
      type,
      value: value.slice(0, maxValueLength),
      ttl: Math.max(ttl, known?.ttl ?? 0),
      wildcard,
    });
  }
  return [...present.values()];
}
