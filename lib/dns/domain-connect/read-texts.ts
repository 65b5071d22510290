import { aliasTargets } from "@/lib/dns/alias-targets";
import type { AuthoritativeAnswer, DnsResolver } from "@/lib/dns/resolver";

export type Texts = { kind: "read"; values: string[] } | { kind: "unreachable" };

const maxAliases = 8;
const budgetMs = 4_000;

/** The TXT values at a name, behind aliases too: some providers publish them so. Empty: there are none. */
export async function readTexts(resolver: DnsResolver, start: string): Promise<Texts> {
  const asked = new Set<string>();
  for (let name = start; !asked.has(name) && asked.size <= maxAliases; ) {
    asked.add(name);
    const answer = await resolver.ask(name, "TXT", { budgetMs });
    if (answer.delegation.kind === "nxdomain") return { kind: "read", values: [] };
    if (answer.servers.every(({ kind }) => kind === "unreachable")) {
      // A zone without nameservers publishes nothing; silence says nothing.
      return answer.delegation.kind === "no_nameservers" ? { kind: "read", values: [] } : { kind: "unreachable" };
    }
    const records = recordsAt(answer);
    const [target] = aliasTargets(records, name);
    if (target === undefined) {
      const values = records.flatMap(({ type, value }) => (type === "TXT" ? [value] : []));
      return { kind: "read", values: [...new Set(values)] };
    }
    name = target;
  }
  return { kind: "read", values: [] };
}

function recordsAt(answer: AuthoritativeAnswer) {
  return answer.servers.flatMap((server) => server.records).filter((record) => record.name === answer.name);
}
