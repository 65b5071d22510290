import type { ChainEvidence } from "@/lib/diagnosis/evidence/evidence";
import { normaliseName } from "@/lib/dns/domain-name";
import type { AuthoritativeAnswer, DnsResolver } from "@/lib/dns/resolver";

/** RFC 1034 sets no limit; common resolvers stop between 8 and 17. */
const maxChainLength = 16;
const maxAddresses = 16;

/** Follows the aliases that start at a name, each asked of its own zone. At most 17 names. Never rejects. */
export async function followChain(resolver: DnsResolver, hostname: string): Promise<ChainEvidence> {
  const path: string[] = [];
  let name = hostname;
  for (;;) {
    const [four, six] = await Promise.all([resolver.ask(name, "A"), resolver.ask(name, "AAAA")]);
    const target = aliasOf(four) ?? aliasOf(six);
    if (target === null) return { path, ...endOf(four, six) };
    const isLoop = target === hostname || path.includes(target);
    path.push(target);
    if (isLoop) return { path, end: "loop", addresses: [] };
    if (path.length >= maxChainLength) return { path, end: "too_long", addresses: [] };
    name = target;
  }
}

function aliasOf(answer: AuthoritativeAnswer): string | null {
  const records = answer.servers.flatMap((server) => server.records);
  const alias = records.find((record) => record.type === "CNAME" && record.name === answer.name);
  return alias === undefined ? null : normaliseName(alias.value);
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
