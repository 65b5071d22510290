import type { EmailDns } from "@/lib/dns/email/email-dns";
import {
  isSpf,
  liveTerms,
  parseSpf,
  printTerm,
  type SpfMechanism,
  type SpfRecord,
  spfDomain,
} from "@/lib/dns/email/spf";

/** RFC 7208, section 4.6.4. */
export const spfLimits = { lookUps: 10, voidLookUps: 2, mxNames: 10 } as const;

/** Why an evaluation that gets to a term ends in a permanent error, or cannot be followed from outside. */
export type SpfProblem =
  | "no_record"
  | "several_records"
  | "invalid_record"
  | "loop"
  | "too_many_mx"
  | "void"
  | "macro"
  | "unanswered"
  | "not_followed";

/** One term that costs a look-up, with those of the record that it leads to. `depth` 0: a term of the domain's own record. */
export type SpfCost = { depth: number; term: string; lookUps: number; voidLookUps: number; problem: SpfProblem | null };

/** What an evaluation costs that no term ends early. `complete`: every record was read. `costs`: depth first. */
export type SpfCount = { lookUps: number; voidLookUps: number; complete: boolean; costs: SpfCost[] };

const maxDepth = 12;
/** Ten is the limit, so a tree with more terms is wrong anyway. Records that include each other would have millions of paths. */
const maxTerms = 200;
const maxCosts = 100;

/** Counts the look-ups of a record and of all that it includes, by the DNS as it is now. */
export async function countSpfLookUps(dns: EmailDns, domain: string, record: SpfRecord): Promise<SpfCount> {
  const counted = await countRecord({ dns, terms: 0 }, record, [spfDomain(domain)]);
  return {
    ...sum(counted),
    complete: counted.every(
      ({ problem }) => problem !== "unanswered" && problem !== "not_followed" && problem !== "macro",
    ),
    costs: counted.slice(0, maxCosts),
  };
}

type Walk = { dns: EmailDns; terms: number };

type Link = Pick<SpfMechanism, "name" | "target"> & { term: string };

/** `trail`: the domains whose records lead here; the last one is the record's own. */
async function countRecord(walk: Walk, record: SpfRecord, trail: readonly string[]): Promise<SpfCost[]> {
  const { mechanisms, redirect } = liveTerms(record);
  const links: Link[] = mechanisms.map((term) => ({ ...term, term: printTerm(term) }));
  if (redirect !== null) links.push({ name: "include", target: redirect, term: `redirect=${redirect}` });
  const costs = await Promise.all(links.map((link) => countLink(walk, link, trail)));
  return costs.flat();
}

async function countLink(walk: Walk, { name, target, term }: Link, trail: readonly string[]): Promise<SpfCost[]> {
  const { dns } = walk;
  const depth = trail.length - 1;
  const one = (problem: SpfProblem | null, below: readonly SpfCost[] = []): SpfCost[] => {
    const { lookUps, voidLookUps } = sum(below);
    const isVoid = problem === "void" || (problem === "no_record" && below.length === 0);
    return [{ depth, term, lookUps: lookUps + 1, voidLookUps: voidLookUps + (isVoid ? 1 : 0), problem }, ...below];
  };
  if (name === "all" || name === "ip4" || name === "ip6") return [];
  const domain = spfDomain(target ?? trail.at(-1) ?? "");
  walk.terms += 1;
  if (walk.terms > maxTerms) return one("not_followed");
  if (name === "ptr") return one(null);
  if (domain.includes("%")) return one("macro");
  if (name === "a" || name === "exists") return one(await problemOfAddress(dns, domain, name));
  if (name === "mx") return one(await problemOfMx(dns, domain));
  if (trail.includes(domain)) return one("loop");
  if (depth >= maxDepth) return one("not_followed");
  const answer = await dns.look(domain, "TXT");
  if (answer.kind === "unknown") return one("unanswered");
  if (answer.kind === "none") return one("no_record");
  const records = answer.values.filter(isSpf);
  const [text] = records;
  // A name with other texts is no void look-up, but no record either.
  if (text === undefined) return [{ depth, term, lookUps: 1, voidLookUps: 0, problem: "no_record" }];
  if (records.length > 1) return one("several_records");
  const parsed = parseSpf(text);
  if ("fault" in parsed) return one("invalid_record");
  return one(null, await countRecord(walk, parsed, [...trail, domain]));
}

async function problemOfAddress(dns: EmailDns, domain: string, name: "a" | "exists"): Promise<SpfProblem | null> {
  const four = await dns.look(domain, "A");
  if (four.kind === "found") return null;
  if (four.kind === "unknown") return "unanswered";
  // `exists` asks for IPv4 addresses whatever the client's family is (section 5.7).
  if (name === "exists" || !four.exists) return "void";
  const six = await dns.look(domain, "AAAA");
  return six.kind === "found" ? null : six.kind === "unknown" ? "unanswered" : "void";
}

async function problemOfMx(dns: EmailDns, domain: string): Promise<SpfProblem | null> {
  const answer = await dns.look(domain, "MX");
  if (answer.kind === "unknown") return "unanswered";
  if (answer.kind === "none") return "void";
  return answer.values.length > spfLimits.mxNames ? "too_many_mx" : null;
}

/** A cost holds those below it: only the uppermost are added. */
function sum(costs: readonly SpfCost[]): { lookUps: number; voidLookUps: number } {
  const top = Math.min(...costs.map(({ depth }) => depth));
  const upper = costs.filter(({ depth }) => depth === top);
  return {
    lookUps: upper.reduce((total, { lookUps }) => total + lookUps, 0),
    voidLookUps: upper.reduce((total, { voidLookUps }) => total + voidLookUps, 0),
  };
}
