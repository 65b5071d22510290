import { parse as parseSuffix } from "tldts";
import type { CaaStep } from "@/lib/connections/domains/evaluate-caa";
import { normaliseName, parentName } from "@/lib/dns/domain-name";
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
  const { domain } = parseSuffix(hostname, { extractHostname: false, validateHostname: false, detectIp: false });
  const names = [hostname];
  for (let name = hostname; name !== (domain ?? hostname) && names.length < maxClimb; ) {
    name = parentName(name);
    names.push(name);
  }
  return names;
}

async function lookUpCaa(ask: Ask, name: string): Promise<CaaStep> {
  const answer = await askThroughAliases(ask, name, "CAA");
  const step = { name, host: answer.name };
  if (answer.delegation.kind === "nxdomain") return { ...step, sets: [] };
  const answering = answer.servers.filter((server) => server.kind !== "unreachable");
  if (answering.length === 0) {
    const reason =
      answer.servers[0]?.reason ?? (answer.delegation.kind === "ok" ? undefined : answer.delegation.reason);
    return { ...step, sets: null, reason: reason ?? "no_answer" };
  }
  if (findAlias(answer) !== null) return { ...step, sets: null, reason: "alias_loop" };
  const sets = answering.map((server) =>
    server.records.filter((record) => record.name === answer.name && record.type === "CAA").map(({ value }) => value),
  );
  return { ...step, sets };
}

/** The answer at the end of the aliases that start at `name`, each asked of its own zone's servers. */
export async function askThroughAliases(ask: Ask, name: string, type: string): Promise<AuthoritativeAnswer> {
  let answer = await ask(name, type);
  for (let followed = 0; followed < maxAliases; followed += 1) {
    const target = findAlias(answer);
    if (target === null) break;
    answer = await ask(target, type);
  }
  return answer;
}

function findAlias(answer: AuthoritativeAnswer): string | null {
  const alias = recordsAt(answer).find((record) => record.type === "CNAME");
  return alias === undefined ? null : normaliseName(alias.value);
}

/** The records at the queried name itself, without those behind aliases. */
export function recordsAt(answer: AuthoritativeAnswer) {
  return answer.servers.flatMap((server) => server.records).filter((record) => record.name === answer.name);
}
