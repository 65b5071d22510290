import type { CaaStep } from "@/lib/connections/domains/evaluate-caa";
import { aliasTargets } from "@/lib/dns/alias-targets";
import { parentName } from "@/lib/dns/domain-name";
import { registeredDomain } from "@/lib/dns/public-suffix";
import type { AuthoritativeAnswer } from "@/lib/dns/resolver";

export type Ask = (name: string, type: string) => Promise<AuthoritativeAnswer>;

const maxAliases = 8;
const maxClimb = 16;

/** The steps for `evaluateCaa`: the CAA records from the hostname upwards (RFC 8659), each step through its aliases. */
export function climbCaa(ask: Ask, hostname: string): Promise<CaaStep[]> {
  return Promise.all(climb(hostname).map((name) => lookUpCaa(ask, name)));
}

/** From the name up to the domain below the public suffix. Suffixes are not climbed to: registries publish no CAA there. */
function climb(hostname: string): string[] {
  const top = registeredDomain(hostname) ?? hostname;
  const names = [hostname];
  for (let name = hostname; name !== top && names.length < maxClimb; ) {
    name = parentName(name);
    names.push(name);
  }
  return names;
}

/** Where a name has several CNAMEs, an authority may follow any of them: the sets of all count, and so does a failure. */
async function lookUpCaa(ask: Ask, name: string): Promise<CaaStep> {
  const steps = (await askThroughAliases(ask, name, "CAA")).map((answer) => readEnd(name, answer));
  const [first = { name, host: name, sets: null, reason: "no_answer" as const }] = steps;
  const failed = steps.find(({ sets }) => sets === null);
  return failed ?? { name, host: first.host, sets: steps.flatMap(({ sets }) => sets ?? []) };
}

function readEnd(name: string, answer: AuthoritativeAnswer): CaaStep {
  const step = { name, host: answer.name };
  if (answer.delegation.kind === "nxdomain") return { ...step, sets: [] };
  const answering = answer.servers.filter((server) => server.kind !== "unreachable");
  if (answering.length === 0) {
    const reason =
      answer.servers[0]?.reason ?? (answer.delegation.kind === "ok" ? undefined : answer.delegation.reason);
    return { ...step, sets: null, reason: reason ?? "no_answer" };
  }
  if (aliasTargets(recordsAt(answer), answer.name).length > 0) return { ...step, sets: null, reason: "alias_loop" };
  const sets = answering.map((server) =>
    server.records.filter((record) => record.name === answer.name && record.type === "CAA").map(({ value }) => value),
  );
  return { ...step, sets };
}

/**
 * The answers at the ends of the aliases that start at `name`, each asked of its own zone's servers: one, unless a name has
 * several CNAMEs. An answer that holds an alias is where following stopped.
 */
export async function askThroughAliases(ask: Ask, name: string, type: string): Promise<AuthoritativeAnswer[]> {
  const ends: AuthoritativeAnswer[] = [];
  const asked = new Set([name]);
  let names = [name];
  while (names.length > 0) {
    const answers = await Promise.all(names.map((one) => ask(one, type)));
    names = [];
    for (const answer of answers) {
      const targets = aliasTargets(recordsAt(answer), answer.name);
      const next = targets.filter((target) => !asked.has(target)).slice(0, maxAliases + 1 - asked.size);
      if (next.length === 0) ends.push(answer);
      for (const target of next) asked.add(target);
      names.push(...next);
    }
  }
  return ends;
}

/** The records at the queried name itself, without those behind aliases. */
export function recordsAt(answer: AuthoritativeAnswer) {
  return answer.servers.flatMap((server) => server.records).filter((record) => record.name === answer.name);
}
