import type { ChainEvidence } from "@/lib/diagnosis/evidence/evidence";
import { aliasTargets } from "@/lib/dns/alias-targets";
import type { AuthoritativeAnswer, DnsResolver } from "@/lib/dns/resolver";

/** RFC 1034 sets no limit; common resolvers stop between 8 and 17. */
const maxChainLength = 16;
const maxAddresses = 16;

/**
 * Follows the aliases that start at a name, each asked of its own zone. At most 17 names, and another 16 where a name has
 * several CNAMEs: the path and its end are those of the first ones, the addresses those behind all. Never rejects.
 */
export async function followChain(resolver: DnsResolver, hostname: string): Promise<ChainEvidence> {
  const others: string[] = [];
  const first = await followFirst(resolver, hostname, others);
  const seen = new Set([hostname, ...first.path]);
  const addresses = new Set(first.addresses);
  for (let name = others.shift(); name !== undefined; name = others.shift()) {
    if (seen.has(name) || seen.size >= 2 * maxChainLength) continue;
    const beside = await followFirst(resolver, name, others);
    for (const one of [name, ...beside.path]) seen.add(one);
    for (const address of beside.addresses) addresses.add(address);
  }
  return { ...first, addresses: [...addresses].slice(0, maxAddresses) };
}

async function followFirst(resolver: DnsResolver, hostname: string, others: string[]): Promise<ChainEvidence> {
  const path: string[] = [];
  let name = hostname;
  for (;;) {
    const [four, six] = await Promise.all([resolver.ask(name, "A"), resolver.ask(name, "AAAA")]);
    const records = [...four.servers, ...six.servers].flatMap((server) => server.records);
    const [target, ...beside] = aliasTargets(records, four.name);
    others.push(...beside);
    if (target === undefined) return { path, ...endOf(four, six) };
    const isLoop = target === hostname || path.includes(target);
    path.push(target);
    if (isLoop) return { path, end: "loop", addresses: [] };
    if (path.length >= maxChainLength) return { path, end: "too_long", addresses: [] };
    name = target;
  }
}

function endOf(four: AuthoritativeAnswer, six: AuthoritativeAnswer): Pick<ChainEvidence, "end" | "addresses"> {
  if (four.delegation.kind === "nxdomain") return { end: "missing_domain", addresses: [] };
  const servers = [...four.servers, ...six.servers];
  const found = servers.flatMap((server) => server.records).filter(({ type }) => type === "A" || type === "AAAA");
  const addresses = [...new Set(found.map(({ value }) => value))].slice(0, maxAddresses);
  if (addresses.length > 0) return { end: "addresses", addresses };
  const silent = servers.every((server) => server.kind === "unreachable");
  return { end: silent ? "unreachable" : "nothing", addresses };
}
